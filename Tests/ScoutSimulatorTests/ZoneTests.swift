import Foundation
import Glibc
import ScoutNet
import Testing

@testable import ScoutSimulator

struct ZoneTests {
  private let site = Site()

  private func query(_ name: String, type: UInt8) -> [UInt8] {
    [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0] + Zone.wire(name) + [0, type, 0, 1]
  }

  @Test
  func answersAnAddress() throws {
    let question = query("PC-1022.corp.example", type: 1)
    let answer = try #require(site.zone.answer(to: question))
    #expect(
      answer == [0x12, 0x34, 0x85, 0x80, 0, 1, 0, 1, 0, 0, 0, 0] + question[12...]
        + hex("C00C 0001 0001 0000003C 0004 7F4D0116"))
  }

  @Test
  func answersNothingAndNobody() throws {
    // The name exists but has no such record: NODATA.
    let none = try #require(site.zone.answer(to: query("pc-1022.corp.example", type: 28)))
    #expect(none[3] & 15 == 0 && none[7] == 0)
    let nobody = try #require(site.zone.answer(to: query("nobody.corp.example", type: 1)))
    #expect(nobody[3] & 15 == 3)
    let foreign = try #require(site.zone.answer(to: query("www.example.org", type: 1)))
    #expect(foreign[3] & 15 == 5)
    // An address without a reverse record, and the name above many.
    let reverse = try #require(
      site.zone.answer(to: query("31.2.77.127.in-addr.arpa", type: 12)))
    #expect(reverse[3] & 15 == 3)
    let above = try #require(site.zone.answer(to: query("2.77.127.in-addr.arpa", type: 12)))
    #expect(above[3] & 15 == 0)
  }

  @Test
  func followsAliases() throws {
    let answer = try #require(
      site.zone.answer(to: query("provisionserver.branch.example", type: 1)))
    #expect(answer[7] == 2)
    #expect(answer.suffix(4).elementsEqual([127, 77, 1, 61]))
    for name in ["provisionserver.old-branch.example", "provisionserver.plant.local"] {
      #expect(try #require(site.zone.answer(to: query(name, type: 1)))[3] & 15 == 3)
    }
  }

  @Test
  func survivesEveryPrefix() {
    let whole = query("pc-1022.corp.example", type: 1)
    for count in 0..<whole.count {
      let answer = site.zone.answer(to: Array(whole.prefix(count)))
      #expect(answer == nil || answer?.count == 12)
    }
    for byte in UInt8.min...UInt8.max {
      _ = site.zone.answer(to: whole.map { $0 ^ byte })
    }
  }

  /// The hand-written truth says of every machine what the zone says of its address.
  @Test
  func agreesWithTheTruth() throws {
    for row in SiteTruth(site).rows(.init(hostFiles: true)) {
      let address = site.address(row.host)
      let pointers = site.zone.records(named: address.reverseName).compactMap {
        if case .ptr(let name) = $0.value { name } else { nil }
      }
      #expect(row["ptr"] == pointers.sorted().joined(separator: "; "), "\(row.host)")
    }
  }

  /// dnsmasq, given the rendered options, gives the same answers to every plain question.
  @Test
  func dnsmasqAnswersAlike() throws {
    let zone = site.zone
    let port = 20_000 + Int(getpid()) % 20_000
    guard FileManager.default.isExecutableFile(atPath: "/usr/sbin/dnsmasq") else {
      print("dnsmasq is not installed: not compared")
      return
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/sbin/dnsmasq")
    process.arguments =
      [
        "--keep-in-foreground", "--conf-file=/dev/null", "--port=\(port)",
        "--listen-address=127.0.0.1", "--bind-interfaces", "--no-resolv", "--no-hosts",
        "--user=root", "--pid-file=",
      ] + zone.dnsmasqOptions
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer {
      // The child inherits a mask in which other signals may be blocked.
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    let client = try Asker(port: UInt16(port))
    #expect(client.waitUntilAnswered(query("pc-1022.corp.example", type: 1)))
    let hidden = Set(zone.unrenderable.map(\.name))
    #expect(hidden.count == 5 || hidden.count == 4)
    var compared = 0
    for name in Set(zone.records.map(\.name)).subtracting(hidden).sorted() {
      let type: UInt8 = name.hasSuffix("arpa") ? 12 : 1
      let ours = try #require(zone.answer(to: query(name, type: type)))
      let theirs = try #require(client.ask(query(name, type: type)), "\(name)")
      #expect(ours[3] & 15 == theirs[3] & 15, "\(name)")
      #expect(ours[7] == theirs[7], "\(name)")
      compared += 1
    }
    #expect(compared > 200)
  }
}

/// A client that asks over UDP and waits a little for each answer.
struct Asker {
  private let descriptor: Int32

  init(port: UInt16, address: String = "127.0.0.1") throws {
    descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    name.sin_addr.s_addr = inet_addr(address)
    _ = withUnsafePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  func ask(_ bytes: [UInt8], milliseconds: Int32 = 1000) -> [UInt8]? {
    guard send(descriptor, bytes, bytes.count, 0) == bytes.count else { return nil }
    return next(milliseconds: milliseconds)
  }

  func next(milliseconds: Int32) -> [UInt8]? {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) == 1 else { return nil }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer.prefix(count)) : nil
  }

  func waitUntilAnswered(_ bytes: [UInt8]) -> Bool {
    for _ in 0..<50 {
      if ask(bytes, milliseconds: 100) != nil { return true }
      usleep(50_000)
    }
    return false
  }
}

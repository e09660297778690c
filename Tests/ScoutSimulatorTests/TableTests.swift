import ScoutNet
import Testing

@testable import ScoutSimulator

/// The behaviour table and its truth against each other and against the notes.
struct TableTests {
  private let table = Site(scene: .table)

  private func device(_ host: String) throws -> Device {
    try #require(table.devices.first { $0.host == host })
  }

  @Test("every machine has a line of truth or a reason for none")
  func truthCoversTheTable() {
    let hosts = table.devices.map(\.host)
    #expect(Set(hosts).count == hosts.count)
    let rows = TableTruth(table).rows(.init()).map(\.host)
    #expect(Set(rows).count == rows.count)
    #expect(Set(rows).union(TableTruth.withoutRow.keys) == Set(hosts))
    #expect(Set(rows).isDisjoint(with: TableTruth.withoutRow.keys))
    for device in table.devices {
      #expect(table.prefixes.contains { $0.contains(.v4(table.address(device.host))) })
    }
  }

  @Test("realms tell the machines apart")
  func realms() {
    var realms: [String] = []
    for device in table.devices where !device.note.contains("in setup") {
      let faces = device.personality.services.values.compactMap { service -> String? in
        guard case .web(let face) = service.talk else { return nil }
        return face.challenge.realm
      }
      if let realm = faces.first, !device.note.contains("leaf-") { realms.append(realm) }
    }
    #expect(Set(realms).count == realms.count)
  }

  /// A key that a machine without a realm shares with another would make the two one machine.
  @Test("keys are shared only among machines that are told apart by their realms")
  func keys() {
    var holders: [TestKey: [(host: String, speaks: Bool)]] = [:]
    for device in table.devices {
      guard let service = device.personality.services[16993] else { continue }
      let face: TLSFace
      switch service.channel {
      case .tls(let some), .old(_, let some): face = some
      case .plain, .refusal, .halfHandshake: continue
      }
      var speaks = face.clientCertificate != .required
      if case .old = service.channel { speaks = false }
      holders[face.certificate.key, default: []].append((device.host, speaks))
    }
    for (key, machines) in holders where machines.count > 1 {
      #expect(machines.allSatisfy { $0.speaks }, "\(key): \(machines.map(\.host))")
    }
  }

  @Test("every quirk has a machine of its own, and changes it", arguments: Quirk.allCases)
  func quirks(_ quirk: Quirk) throws {
    #expect(table.devices.contains { $0.note.contains("; \(quirk.rawValue): ") })
    let changed = table.devices.contains { device in
      var machine = device.personality
      quirk.apply(to: &machine)
      return "\(machine)" != "\(device.personality)"
    }
    #expect(changed)
    #expect(Quirk(rawValue: quirk.rawValue) == quirk)
    #expect(Quirk.listing.contains("\(quirk.rawValue)\t\(quirk.about.certainty.rawValue)\t"))
  }

  @Test("what is inferred is listed as inferred")
  func listing() throws {
    let lines = table.listing.split(separator: "\n")
    #expect(lines.count == table.devices.count)
    // Captured, and the ports before set-up reasoned.
    #expect(
      lines.contains(
        "127.77.11.13\t623/udp answers (seen), all TCP refuses (inferred)\tAMT 9.5, not set up"))
    // 16.1 has no plain ports; that is documented. What its redirection says is not.
    #expect(
      lines.contains {
        $0.hasPrefix(
          "127.77.13.80\t623/udp answers (seen), 16993 (seen), 16995 (inferred), "
            + "the rest refuses (seen)\t")
      })
    #expect(
      lines.contains { $0.hasPrefix("127.77.13.1\t623/udp refuses (seen), 16992 (inferred)") })
  }

  /// Pongs as the notes give them.
  @Test(arguments: [
    ("11.15", "00000157 0000 b0 00 00 20 000000000000"),
    ("11.20", "00000157 0000 00 00 00 20 100000000000"),
    ("12.9", "00000157 4261 62 01 00 20 000000000000"),
    ("12.10", "00000157 0000 62 01 00 20 000000000000"),
    ("13.67", "00000157 4260 c0 02 00 20 000000000000"),
    ("13.69", "00000157 4260 c0 06 00 20 000000000000"),
    ("13.86", "00000157 4261 00 02 00 20 130000000000"),
    ("14.5", "00000157 0000 00 00 00 20 0b0800000000"),
    ("14.6", "00000157 4260 c0 02 00 20 000000000000"),
    ("14.7", "00000157 4260 c0 06 00 20 000000000000"),
    ("14.8", "00000157 0000 95 00 20 00 000000000000"),
    ("14.9", "00000157 0000 95 00 00 00 000000000000"),
  ])
  func pongs(host: String, expected: String) throws {
    guard case .pong(let face) = try device(host).personality.presence.answer else {
      Issue.record("\(host) does not answer")
      return
    }
    #expect(face.data == hex(expected))
  }

  @Test("headers are spelled as asked, values and body left alone")
  func spelling() throws {
    func answer(_ host: String) throws -> String {
      guard case .web(let face)? = try device(host).personality.services[16992]?.talk else {
        return ""
      }
      let request = Request(method: "GET", path: "/index.htm")
      return String(decoding: face.respond(to: request, overTLS: false).bytes, as: UTF8.self)
    }
    let lower = try answer("14.30")
    #expect(lower.hasPrefix("HTTP/1.1 401 Unauthorized\r\nwww-authenticate: Digest realm="))
    #expect(lower.contains("\r\nserver: Intel(R) Active Management Technology 11.8.79.3722\r\n"))
    #expect(lower.contains("<!DOCTYPE HTML"))
    #expect(try answer("14.31").contains("\r\nWWW-AUTHENTICATE: Digest"))
    let spaced = try answer("14.29")
    #expect(
      spaced.contains("0000\" nonce=\"") && spaced.contains("\" stale=\"false\" qop=\"auth\""))
  }

  @Test("hostile peers are of every kind and lie in their prefixes")
  func hostile() {
    let site = Site(scene: .hostile(1000))
    #expect(site.devices.count == 1000)
    #expect(Set(site.devices.map(\.note)) == Set(HostileKind.allCases.map(\.rawValue)))
    #expect(site.prefixes.count == 4)
    #expect(Site(scene: .hostile(-1)).devices.isEmpty)
    #expect(Site(scene: .hostile(20_000)).devices.count == 10_000)
  }
}

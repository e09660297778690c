import Foundation
import ScoutModel
import ScoutNet
import ScoutPipeline
import ScoutReport
import ScoutStore
import ScoutTestKit
import ScoutWire
import Synchronization
import Testing

@testable import ScoutServe

@Suite("The local web view") struct SiteServerTests {
  /// A site file with one machine, in a folder of its own.
  private func site() throws -> (path: String, file: SiteFile) {
    let path = FileManager.default.temporaryDirectory.path + "/scout-serve-\(UUID()).amtscout"
    let file = try SiteFile.open(path: path, create: true)
    let runner = RunnerFacts(
      version: "1", host: "h", user: "u", command: [], interfaces: [], engine: "connect")
    var scan = Scan(id: 0, started: .testStart, targets: ["10.0.0.0/24"], seed: 1, runner: runner)
    scan = try file.beginScan(scan)
    var builder = SiteBuilder()
    builder.web("10.0.0.7", version: "11.8.50.3425")
    builder.ptr("10.0.0.7", "<script>alert(1)</script>.example")
    try file.append(builder.observations.map(\.sighting), to: scan)
    return (path, file)
  }

  private func server(_ file: SiteFile) -> SiteServer {
    SiteServer(LiveSite(file, profile: SiteProfile(), program: "amtscout test"), port: 0)
  }

  private func remove(_ path: String) {
    for end in ["", "-wal", "-shm", "-lock"] {
      try? FileManager.default.removeItem(atPath: path + end)
    }
  }

  /// What the server at port 80 says to a request with these parts.
  private func answer(
    of server: SiteServer, _ target: String, _ method: String = "GET",
    host: String? = "127.0.0.1:80", origin: String? = nil, tag: String? = nil
  ) async -> Answer {
    let fields = [("Host", host), ("Origin", origin), ("If-None-Match", tag)]
    let lines = fields.compactMap { name, value in value.map { "\(name): \($0)\r\n" } }
    let text = "\(method) \(target) HTTP/1.1\r\n\(lines.joined())\r\n"
    guard let head = try? HTTPRequestHead(parsing: Array(text.utf8)) else {
      return .refusal(400, "", "")
    }
    return await server.answer(to: head, port: 80)
  }

  @Test("answers only under its own name, with its token, and only to be read")
  func refusals() async throws {
    let (path, file) = try site()
    defer { remove(path) }
    let server = server(file)
    let good = "/\(server.token)/live.json"
    func status(
      _ target: String, _ method: String = "GET", host: String? = "127.0.0.1:80",
      origin: String? = nil
    ) async -> Int {
      await answer(of: server, target, method, host: host, origin: origin).status
    }
    #expect(await status(good) == 200)
    #expect(await status(good, host: "LOCALHOST:80") == 200)
    #expect(await status(good, "HEAD") == 200)
    #expect(await status(good + "?x=1") == 200)
    #expect(await status(good, origin: "http://127.0.0.1:80") == 200)
    // A name of somebody else's that leads here.
    for host in [
      nil, "", "evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:81", "127.0.0.1:80.evil",
    ] {
      #expect(await status(good, host: host) == 421, "\(host ?? "none")")
    }
    for origin in ["http://evil.example", "null", "https://127.0.0.1:80"] {
      #expect(await status(good, origin: origin) == 403, "\(origin)")
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get"] {
      #expect(await status(good, method) == 405, "\(method)")
    }
    let token = server.token
    for target in [
      "/", "/live.json", "//\(token)/", "/\(token)", "/\(token)x/", "/\(token.dropLast())/",
      "/x\(token.dropFirst())/live.json", "http://127.0.0.1:80/\(token)/",
    ] {
      #expect(await status(target) == 404, "\(target)")
    }
    for name in ["../etc/passwd", "..%2f", "site.amtscout", "report.html/", "REPORT.HTML", "%00"] {
      #expect(await status("/\(token)/\(name)") == 404, "\(name)")
    }
  }

  @Test("shows the live picture and every file of the report, as text and under a policy")
  func pages() async throws {
    let (path, file) = try site()
    defer { remove(path) }
    let server = server(file)
    func answer(_ name: String, tag: String? = nil) async -> Answer {
      await self.answer(of: server, "/\(server.token)/\(name)", tag: tag)
    }
    let page = await answer("")
    #expect(page.type.hasPrefix("text/html") && page.policy.contains("connect-src 'self'"))
    #expect(!page.policy.contains("unsafe"))
    let picture = await answer("live.json")
    let read = try JSONSerialization.jsonObject(with: picture.body) as? [String: Any]
    #expect((read?["devices"] as? [Any])?.count == 1)
    #expect(String(decoding: picture.body, as: UTF8.self).contains("script"))
    // Nothing new: nothing is sent again.
    let again = await answer("live.json", tag: picture.tag)
    #expect(again.status == 304 && again.body.isEmpty)
    for name in ["report.html", "devices.csv", "findings.csv", "report.json", "run.json"] {
      let file = await answer(name)
      let writer = try #require(file.writer)
      var text = ""
      let pieces = WrittenPieces(writer)
      for try await piece in pieces.stream {
        text += String(decoding: piece, as: UTF8.self)
        pieces.taken()
      }
      #expect(file.status == 200 && !text.isEmpty)
      #expect(String(decoding: file.head, as: UTF8.self).contains("Transfer-Encoding: chunked"))
      #expect(name != "report.html" || !text.contains("<script>alert(1)"))
    }
  }

  @Test("sees what a scan adds to the file")
  func grows() async throws {
    let (path, file) = try site()
    defer { remove(path) }
    let live = LiveSite(file, profile: SiteProfile(), program: "amtscout test")
    let before = try await live.picture(at: .testStart)
    let report = try await devices(live)
    let scan = try #require(try file.latestScan())
    var builder = SiteBuilder(firstID: 50)
    builder.web("10.0.0.8", version: "12.0.45.1509")
    try file.append(builder.observations.map(\.sighting), to: scan)
    // A site is not read again at once where reading it took long.
    var after = try await live.picture(at: .testStart)
    for _ in 0..<400 where after.tag == before.tag {
      try await Task.sleep(for: .milliseconds(50))
      after = try await live.picture(at: .testStart)
    }
    #expect(String(decoding: after.json, as: UTF8.self).contains("10.0.0.8"))
    #expect(!String(decoding: before.json, as: UTF8.self).contains("10.0.0.8"))
    // What was written of the file before is not given out for what it is now.
    #expect(try await devices(live) != report)
  }

  private func devices(_ live: LiveSite) async throws -> String {
    var text = ""
    try await live.report(at: .testStart).write(.devices, to: { text += $0 })
    return text
  }

  @Test("many who ask at once while the file grows are all answered, from one reading at a time")
  func crowd() async throws {
    let (path, file) = try site()
    defer { remove(path) }
    let live = LiveSite(file, profile: SiteProfile(), program: "amtscout test")
    let scan = try #require(try file.latestScan())
    for number in 1...5 {
      var builder = SiteBuilder(firstID: Int64(100 * number))
      builder.web("10.0.1.\(number)", version: "12.0.45.1509")
      try file.append(builder.observations.map(\.sighting), to: scan)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for turn in 0..<12 {
          group.addTask {
            if turn.isMultiple(of: 3) {
              let text = try await self.devices(live)
              #expect(!text.isEmpty)
            } else {
              let picture = try await live.picture(at: .testStart)
              #expect(!picture.json.isEmpty)
            }
          }
        }
        try await group.waitForAll()
      }
    }
  }

  @Test("a file too large to be held is sent as it is written, and given up with its reader")
  func pieces() async throws {
    let written = Mutex(0)
    let endless = WrittenPieces { sink in
      while true {
        try sink(String(repeating: "x", count: 1000))
        written.withLock { $0 += 1 }
      }
    }
    var taken = 0
    for try await piece in endless.stream {
      #expect(piece.count == 1000)
      taken += 1
      if taken == 20 { break }
      endless.taken()
    }
    // The writer was never more than a few pieces ahead.
    #expect(written.withLock { $0 } < 30)
    struct Broken: Error {}
    await #expect(throws: Broken.self) {
      let broken = WrittenPieces { sink in
        try sink("a")
        throw Broken()
      }
      for try await _ in broken.stream { broken.taken() }
    }
  }
}

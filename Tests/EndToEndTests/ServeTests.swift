import Foundation
import ScoutModel
import ScoutStore
import ScoutTestKit
import Testing

@Suite("amtscout serve", .serialized) struct ServeTests {
  /// A running server with one machine in its site file.
  private func start() throws -> (running: Program.Running, address: String, file: SiteFile) {
    let path = try Scratch.folder().appendingPathComponent("site.amtscout").path
    let file = try SiteFile.open(path: path, create: true)
    var scan = Scan(
      id: 0, started: .testStart, targets: ["127.0.0.0/30"], seed: 1,
      runner: RunnerFacts(
        version: "1", host: "h", user: "u", command: [], interfaces: [], engine: "connect"))
    scan = try file.beginScan(scan)
    var builder = SiteBuilder()
    builder.web("127.0.0.1", version: "11.8.50.3425", server: "<script>alert(1)</script>")
    try file.append(builder.observations.map(\.sighting), to: scan)
    let running = try Program.start(
      [Program.amtscout, "serve", "--site", path, "--port", "0"],
      environment: Program.onlyTargets())
    #expect(running.wait { $0.output.contains("/\n") })
    return (running, running.output.trimmingCharacters(in: .whitespacesAndNewlines), file)
  }

  private func curl(_ arguments: [String]) throws -> String {
    try Program.run(["curl", "-s", "-m", "20"] + arguments).output
  }

  private func status(_ arguments: [String]) throws -> String {
    try curl(["-o", "/dev/null", "-w", "%{http_code}"] + arguments)
  }

  @Test("prints an address with a token, answers there, and ends with 0 on Ctrl-C")
  func whole() throws {
    let (running, address, file) = try start()
    defer { running.end() }
    #expect(address.wholeMatch(of: /http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\//) != nil)
    #expect(try status([address]) == "200")
    #expect(try status([address + "report.html"]) == "200")
    #expect(try curl([address + "live.json"]).contains("127.0.0.1"))
    let page = try curl([address + "report.html"])
    #expect(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script>alert(1)"))
    let host = try #require(URL(string: address)?.port)
    #expect(try status(["-H", "Host: evil.example:\(host)", address]) == "421")
    #expect(try status(["-H", "Origin: http://evil.example", address]) == "403")
    #expect(try status(["-X", "POST", "-d", "x", address]) == "405")
    #expect(try status(["http://127.0.0.1:\(host)/"]) == "404")
    #expect(try status(["--path-as-is", address + "../../etc/passwd"]) == "404")
    let heads = try curl(["-I", address])
    for head in ["Content-Security-Policy: default-src 'none'", "X-Frame-Options: DENY"] {
      #expect(heads.lowercased().contains(head.lowercased()), "\(heads)")
    }
    // Nothing beside loopback listens.
    #expect(
      try Program.run(["ss", "-Hltn", "sport = :\(host)"]).output.split(separator: "\n").count == 1)
    withExtendedLifetime(file) {}
    running.signal(SIGINT)
    let result = running.finish(within: 20)
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test("shows in a browser, without reloading, what another process adds to the file")
  func live() throws {
    let (running, address, file) = try start()
    defer { running.end() }
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../scripts/browser-check").standardizedFileURL
    let browser = try Program.start(
      ["python3", script.path(), "--live", address, "127.0.0.1", "127.0.0.2"])
    defer { browser.end() }
    #expect(browser.wait(within: 60) { $0.errors.contains("127.0.0.1\n") }, "\(browser.errors)")
    let scan = try #require(try file.latestScan())
    var builder = SiteBuilder(firstID: 50)
    builder.web("127.0.0.2", version: "12.0.45.1509")
    try file.append(builder.observations.map(\.sighting), to: scan)
    let result = browser.finish(within: 120)
    #expect(result.status == 0, "\(result.output) \(result.errors)")
    #expect(result.output.contains("\"machines\": 2"))
  }

  @Test("goes on answering after requests that are none")
  func hostile() throws {
    let (running, address, file) = try start()
    defer { running.end() }
    let port = try #require(URL(string: address)?.port)
    let script = """
      import socket, sys
      port = int(sys.argv[1])
      def send(data, wait=True):
        s = socket.create_connection(('127.0.0.1', port), 5)
        s.settimeout(3)
        try:
          s.sendall(data)
          if wait: s.recv(65536)
        except OSError: pass
        return s
      for data in [b'', b'\\0' * 5000, b'GET', b'GET / HTTP/1.1\\r\\n', b'\\r\\n\\r\\n',
        b'GET / HTTP/9.9\\r\\n\\r\\n', b'GET ' + b'/' * 100000 + b' HTTP/1.1\\r\\n\\r\\n',
        b'GET / HTTP/1.1\\r\\nHost: ' + b'a' * 200000 + b'\\r\\n\\r\\n',
        b'GET / HTTP/1.1\\r\\n' + b'X: y\\r\\n' * 20000 + b'\\r\\n',
        b'POST / HTTP/1.1\\r\\nContent-Length: -1\\r\\n\\r\\n',
        b'POST / HTTP/1.1\\r\\nContent-Length: 99999999999999999999\\r\\n\\r\\n',
        b'POST / HTTP/1.1\\r\\nContent-Length: 4000000000\\r\\n\\r\\nx',
        b'POST / HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nFFFFFFFFFFFFFFFF\\r\\n',
        b'GET /%ff%00 HTTP/1.1\\r\\nHost: \\xff\\xfe\\r\\n\\r\\n',
        b'\\x16\\x03\\x01\\x02\\x00\\x01\\x00\\x01\\xfc\\x03\\x03' + b'x' * 400,
        b'PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n']:
        send(data, wait=bool(data)).close()
      idle = [send(b'GET / HT', wait=False) for _ in range(100)]
      print('sent')
      """
    let path = try Scratch.file("hostile.py", script)
    let result = try Program.run(["python3", path.path, "\(port)"], within: 120)
    #expect(result.output == "sent\n", "\(result.errors)")
    #expect(running.isRunning)
    #expect(try status([address]) == "200")
    withExtendedLifetime(file) {}
  }

  @Test("refuses what it cannot serve")
  func refusals() throws {
    let missing = try Program.amtscout(["serve", "--site", "/nowhere/site.amtscout"])
    #expect(missing.status == 1 && missing.errors.contains("site file"))
    let (running, address, file) = try start()
    defer { running.end() }
    let port = try #require(URL(string: address)?.port)
    let taken = try Program.amtscout(
      ["serve", "--site", file.path, "--port", "\(port)"], within: 30)
    #expect(taken.status == 1 && taken.errors.contains("--port"), "\(taken.errors)")
  }
}

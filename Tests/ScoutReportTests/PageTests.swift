import Foundation
import ScoutModel
import Testing

@testable import ScoutReport

@Suite("The page") struct PageTests {
  enum Site: CaseIterable {
    case sample, hostile, bulk
    var report: Report {
      switch self {
      case .sample: return Report(SampleSite().input)
      case .hostile: return Report(HostileText.input)
      case .bulk:
        var options = ReportOptions()
        options.detailLimit = 100
        return Report(ReportInput.many(300), options: options)
      }
    }
  }

  @Test("is well formed, and made of nothing but our own elements", arguments: Site.allCases)
  func wellFormed(site: Site) throws {
    guard let python = ChildProcess("python3") else {
      Issue.record("python3 is not installed; scripts/test installs it")
      return
    }
    try withTemporaryFolder { folder in
      let page = folder.appending(path: "report.html")
      try site.report.text(.html).write(to: page, atomically: false, encoding: .utf8)
      let result = try python.run(["-c", PageCheck.script, page.path()])
      #expect(result.output == "" && result.code == 0, "\(result.output)")
    }
  }

  @Test("asks for nothing from anywhere", arguments: Site.allCases)
  func noRequests(site: Site) throws {
    let text = try site.report.text(.html)
    for word in ["src=", "@import", "<link", "<iframe", "<object", "<form action", "url(h"] {
      let allowed = site == .hostile && word == "src="
      #expect(allowed || !text.contains(word), "\(word)")
    }
    #expect(!text.contains("href=\"http"))
    #expect(text.contains("default-src &#39;none&#39;"))
  }

  @Test("shows no hidden character", arguments: Site.allCases)
  func visible(site: Site) throws {
    let text = try site.report.text(.html)
    let hidden = text.unicodeScalars.first { $0 != "\n" && Visible.isHidden($0) }
    #expect(hidden == nil)
  }

  @Test("is the same, byte for byte, when written again", arguments: ReportFile.allCases)
  func deterministic(file: ReportFile) throws {
    #expect(try Report(SampleSite().input).text(file) == Report(SampleSite().input).text(file))
  }

  @Test("names a machine that looked several times once on the cover")
  func cover() throws {
    var input = SampleSite().input
    var second = Scan.sample
    second.runner.engine = "none"
    second.runner.command = ["amtscout", "import", "leases.csv"]
    input.scans.append(second)
    let text = try Report(input).text(.html)
    #expect(text.components(separatedBy: "<dt>From</dt>").count == 2)
    #expect(text.contains("eth0 10.1.0.250/23"))
  }

  @Test("comes in pieces")
  func pieces() throws {
    var sizes: [Int] = []
    try Site.bulk.report.write(.html) { sizes.append($0.utf8.count) }
    #expect(sizes.count > 2)
    #expect(sizes.allSatisfy { $0 < 1 << 18 })
  }

  @Test("hands on what the sink throws")
  func full() {
    struct DiskFull: Error {}
    #expect(throws: DiskFull.self) {
      try Report(SampleSite().input).write(.html) { _ in throw DiskFull() }
    }
  }

  @Test("allows by hash exactly its own style and scripts")
  func hashes() throws {
    guard let tool = ChildProcess("python3") else {
      Issue.record("python3 is not installed; scripts/test installs it")
      return
    }
    let script = """
      import base64, hashlib, sys
      print('sha256-' + base64.b64encode(hashlib.sha256(open(sys.argv[1], 'rb').read()).digest()).decode())
      """
    try withTemporaryFolder { folder in
      for (text, hash) in [
        (Stylesheet.text, ContentPolicy.style), (Script.text, ContentPolicy.script),
        (Script.mark, ContentPolicy.mark),
      ] {
        let path = folder.appending(path: "text")
        try text.write(to: path, atomically: false, encoding: .utf8)
        let found = try tool.run(["-c", script, path.path()]).output.dropLast()
        #expect(found == hash)
      }
    }
  }

  @Test("keeps a contrast of 4.5 to 1", arguments: ["light", "dark", "print"])
  func contrast(scheme: String) throws {
    let blocks = Stylesheet.text.components(separatedBy: ":root{")
    let index = ["light", "dark", "print"].firstIndex(of: scheme) ?? 0
    var colours: [String: String] = [:]
    for declaration in blocks[index + 1].split(separator: "}")[0].split(separator: ";") {
      let parts = declaration.split(separator: ":")
      if parts.count == 2, parts[1].hasPrefix("#") { colours[String(parts[0])] = String(parts[1]) }
    }
    for text in ["--ink", "--soft", "--accent", "--warn"] {
      for ground in ["--paper", "--raised", "--faint"] {
        let ratio = PageCheck.contrast(
          try #require(colours[text]), try #require(colours[ground]))
        #expect(ratio >= 4.5, "\(text) on \(ground): \(ratio)")
      }
    }
  }

  @Test("leaves details out where there are too many machines")
  func bulk() throws {
    let text = try Site.bulk.report.text(.html)
    #expect(!text.contains("<details class=\"machine\">"))
    #expect(text.contains("<tr id=\"D100\""))
    #expect(text.contains("<noscript id=\"source\"><div class=\"scroll table\"><table"))
  }

  @Test("runs in a browser without a complaint")
  func browser() throws {
    guard let chromium = ChildProcess("chromium") else {
      Issue.record("chromium is not installed; scripts/test installs it")
      return
    }
    try withTemporaryFolder { folder in
      let page = folder.appending(path: "report.html")
      try Site.bulk.report.text(.html).write(to: page, atomically: false, encoding: .utf8)
      let result = try chromium.run([
        "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
        "--user-data-dir=\(folder.appending(path: "profile").path())", "file://\(page.path())",
      ])
      // The script has shown the tools, made pages of fifty, and counted.
      #expect(result.output.contains("All 300 machines"))
      #expect(result.output.contains("Page 1 of 6"))
      #expect(!result.output.contains("<form class=\"tools\" id=\"tools\" hidden"))
      #expect(result.output.components(separatedBy: "<tr id=\"D").count == 51)
    }
  }
}

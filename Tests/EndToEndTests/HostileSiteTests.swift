import Foundation
import ScoutModel
import ScoutNet
import ScoutStore
import Testing

/// Puts a stranger's texts into every field of what was seen that can hold one.
private struct Spoiler {
  static let texts = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
    "</style></textarea><script>alert(1)</script>", "\u{202E}exe.gpj\u{202C}", "a\u{200B}b\u{FEFF}",
    "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n=1", "one\r\ntwo", "nul\0nul",
    "\u{1B}[31mred\u{1B}]0;title\u{7}", String(repeating: "a", count: 300), "{{ 7*7 }}",
    "$(touch pwned)", "`touch pwned`", "'; touch pwned; '", "-x", "a,b;c\td\"e", "]]>", "&lt;b&gt;",
    "Büro Zürich", "\"\u{301} onmouseover=alert(1) x=\"",
  ]

  /// The fields that took a text, as `web._0.server`.
  private(set) var fields: Set<String> = []
  private var others: Set<String> = ["endpoint.site"]
  private var next = 0

  mutating func spoiled(_ sighting: Sighting) throws -> Sighting {
    var root = try JSONSerialization.jsonObject(with: JSONEncoder().encode(sighting))
    for (path, name) in Self.leaves(in: root) where !others.contains(name) {
      next += 1
      let changed = Self.replacing(path[...], in: root, by: Self.texts[next % Self.texts.count])
      if fields.contains(name) || (try? Self.sighting(changed)) != nil {
        fields.insert(name)
        root = changed
      } else {
        // A number, an address, a word of a list: it can hold no text.
        others.insert(name)
      }
    }
    return (try? Self.sighting(root)) ?? sighting
  }

  private static func sighting(_ root: Any) throws -> Sighting {
    try JSONDecoder().decode(Sighting.self, from: JSONSerialization.data(withJSONObject: root))
  }

  /// The texts below `node`: their keys, and the name of the field without places in lists.
  private static func leaves(in node: Any, _ path: [String] = [], _ name: String = "") -> [(
    path: [String], name: String
  )] {
    switch node {
    case is String: return [(path, name)]
    case let list as [Any]:
      return list.enumerated().flatMap { leaves(in: $1, path + [String($0)], name) }
    case let members as [String: Any]:
      return members.sorted { $0.key < $1.key }.flatMap {
        leaves(in: $1, path + [$0], name.isEmpty ? $0 : "\(name).\($0)")
      }
    default: return []
    }
  }

  private static func replacing(_ path: ArraySlice<String>, in node: Any, by text: String) -> Any {
    guard let key = path.first else { return text }
    if var list = node as? [Any], let index = Int(key) {
      list[index] = replacing(path.dropFirst(), in: list[index], by: text)
      return list
    }
    guard var members = node as? [String: Any], let child = members[key] else { return node }
    members[key] = replacing(path.dropFirst(), in: child, by: text)
    return members
  }
}

@Suite("A stranger's texts in every field", .serialized, .enabled(if: DemoRun.isPossible))
struct HostileSiteTests {
  struct Site: Sendable {
    let path: String
    let fields: Set<String>
    let output: URL
    let result: Program.Result
  }

  /// The demo's site with every text replaced, and its reports; made once.
  static let site = Result { () throws -> Site in
    var sightings: [Sighting] = []
    let demo = try SiteFile.open(path: try DemoRun.files.get().site, create: false)
    try demo.forEachObservation { sightings.append($0.sighting) }
    sightings += configuration(beside: sightings)
    var spoiler = Spoiler()
    let folder = try Scratch.folder()
    let path = folder.appendingPathComponent("hostile.amtscout").path
    let file = try SiteFile.open(path: path, create: true)
    let texts = Spoiler.texts
    var scan = Scan(
      id: 0, started: Timestamp(seconds: 1_767_600_000), targets: texts, seed: 1,
      runner: RunnerFacts(
        version: texts[0], host: texts[1], user: texts[2], command: texts, interfaces: texts,
        engine: texts[3]))
    scan = try file.beginScan(scan)
    try file.append(try sightings.map { try spoiler.spoiled($0) }, to: scan)
    let output = folder.appendingPathComponent("out")
    let result = try Program.amtscout(["report", "--site", path, "--output", output.path])
    return Site(path: path, fields: spoiler.fields, output: output, result: result)
  }

  /// What one of the machines tells with credentials, which the demo does not ask for.
  private static func configuration(beside sightings: [Sighting]) -> [Sighting] {
    guard let web = sightings.first(where: { if case .web = $0.fact { true } else { false } })
    else { return [] }
    var told = WSManSighting(port: 16992, secure: false, ending: .read, credential: "default")
    told.reason = "x"
    told.realm = "x"
    told.software = ["AMT": "x", "Flash": "x"]
    told.unread = ["AMT_EnvironmentDetectionSettingData": "x"]
    told.general = AMTGeneral()
    told.general?.hostName = "x"
    told.general?.domainName = "x"
    told.general?.hostOSFQDN = "x"
    told.general?.digestRealm = "x"
    told.setup = AMTSetup()
    told.setup?.dhcpDNSSuffix = "x"
    told.setup?.trustedDNSSuffix = "x"
    told.setup?.serverFQDN = "x"
    told.environment = AMTEnvironment()
    told.environment?.domains = ["x", "x"]
    var sighting = web
    sighting.fact = .wsman(told)
    return [sighting]
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: Self.site.get().output.appendingPathComponent(name), encoding: .utf8)
  }

  /// What hides, moves or colours other text.
  private func hidden(in text: String, except allowed: Set<Unicode.Scalar>) -> Unicode.Scalar? {
    text.unicodeScalars.first { scalar in
      switch scalar.value {
      case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF:
        !allowed.contains(scalar)
      default: false
      }
    }
  }

  @Test("reaches the fields that strangers fill, and reports come all the same")
  func fields() throws {
    let site = try Self.site.get()
    #expect(site.result.status == 0, "\(site.result.errors)")
    print("\(site.fields.count) fields: \(site.fields.sorted().joined(separator: " "))")
    for field in [
      "web._0.server", "web._0.realm", "web._0.title", "chain.commonNames", "chain.dnsNames",
      "chain.organizationalUnits", "chain.issuerCommonName", "dhcp._0.hostName", "dhcp._0.fqdn",
      "dhcp._0.domainName", "records.name", "records.value", "host._0.hostName", "host._0.tool",
      "origin.name", "general.hostName", "setup.dhcpDNSSuffix", "environment.domains",
      "software.AMT",
    ] {
      #expect(site.fields.contains { $0.hasSuffix(field) }, "\(field)")
    }
  }

  @Test("stays text in the page")
  func page() throws {
    let script = """
      import sys
      from html.parser import HTMLParser
      problems, scripts = [], 0
      class Page(HTMLParser):
        def handle_starttag(self, tag, attributes):
          global scripts
          scripts += tag == 'script'
          if tag in ('img', 'iframe', 'object', 'embed', 'link', 'base', 'textarea', 'video', 'audio'):
            problems.append(f'element {tag} {self.getpos()}')
          for name, value in attributes:
            if name.startswith('on') or name in ('style', 'src', 'srcset', 'action', 'formaction'):
              problems.append(f'{name} {self.getpos()}')
            if name == 'href' and not value.startswith('#'): problems.append(f'link {value}')
      page = Page()
      page.feed(open(sys.argv[1], encoding='utf-8', newline='').read())
      page.close()
      if scripts != 2: problems.append(f'{scripts} scripts')
      print('; '.join(problems[:10]) or 'clean')
      """
    let checker = try Scratch.file("page.py", script)
    let page = try Self.site.get().output.appendingPathComponent("report.html").path
    let result = try Program.run(["python3", checker.path, page])
    #expect(result.output == "clean\n", "\(result.output) \(result.errors)")
    let text = try text("report.html")
    #expect(text.contains("&lt;script&gt;alert(1)"))
    #expect(hidden(in: text, except: ["\n"]) == nil)
  }

  @Test("is no formula in a table, and every record stays on its line")
  func tables() throws {
    for name in ["devices.csv", "findings.csv"] {
      let text = try text(name)
      #expect(hidden(in: text, except: ["\r", "\n"]) == nil, "\(name)")
      let rows = CSV.rows(text)
      #expect(rows.count == text.split(separator: "\r\n").count - 1)
      for row in rows {
        for (column, cell) in row {
          for item in cell.split(separator: ";") {
            let first = item.drop { $0 == " " }.first
            #expect(first.map { !"=+-@".contains($0) } ?? true, "\(name) \(column): \(cell)")
          }
        }
      }
    }
  }

  @Test("is a string like any other in JSON")
  func json() throws {
    for name in ["report.json", "run.json"] {
      let text = try text(name)
      #expect(hidden(in: text, except: ["\n"]) == nil, "\(name)")
      #expect((try? JSONSerialization.jsonObject(with: Data(text.utf8))) != nil, "\(name)")
    }
  }

  @Test("moves and hides nothing on the terminal")
  func terminal() throws {
    let site = try Self.site.get().path
    let devices = CSV.rows(try text("devices.csv")).compactMap { $0["id"] }
    var commands = [["devices"], ["findings"], ["plan"], ["devices", "--json"], ["diff"]]
    commands += devices.prefix(12).flatMap { [["explain", $0], ["locate", $0]] }
    for words in commands {
      let result = try Program.amtscout(words + ["--site", site])
      #expect([0, 1].contains(result.status), "\(words): \(result.errors)")
      for text in [result.output, result.errors] {
        #expect(hidden(in: text, except: ["\n"]) == nil, "\(words)")
      }
    }
  }

  @Test(
    "runs nothing in what other tools take", arguments: ["meshctrl", "console", "ansible", "nmap"])
  func exports(format: String) throws {
    let result = try Program.amtscout([
      "export", "--format", format, "--site", try Self.site.get().path,
    ])
    #expect(result.status == 0, "\(result.errors)")
    let text = result.output
    #expect(!text.isEmpty && hidden(in: text, except: ["\n"]) == nil)
    let folder = try Scratch.folder()
    let path = folder.appendingPathComponent(format).path
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    switch format {
    case "meshctrl":
      let run = try Program.run(
        ["sh", path],
        environment: ["MESHCTRL": "echo", "MESH_ID": "mesh//1", "AMT_PASS": "x"], in: folder)
      #expect(run.status == 0 && run.output.contains("AddAmtDevice"))
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/pwned"))
    case "console":
      #expect((try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [Any])?.isEmpty == false)
    case "ansible": #expect(!text.contains("{{") && !text.contains("{%"))
    default:
      let read = try Program.run(
        ["python3", "-c", "import sys, xml.dom.minidom as m; m.parse(sys.argv[1])", path])
      #expect(read.status == 0, "\(read.errors)")
    }
  }
}

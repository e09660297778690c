import Foundation
import ScoutSimulator
import Testing

@Suite(
  "The simulated site", .serialized, .enabled(if: DemoRun.isPossible, "needs root for UDP 623"))
struct DemoTests {
  /// Where we stand by another answer than the site's truth table, which marks these as doubtful or
  /// was written before the columns' meaning was settled: value by host and column, and why.
  private static let settled: [(hosts: [String], column: String, value: String, why: String)] = [
    (
      ["2.26", "2.27", "2.28"], "tls_name", "",
      "a set-up certificate's common name is no name of a machine"
    ),
    (
      ["3.42", "3.43", "3.44", "3.54"], "tls_name", "", "a common name that cannot be a host's"
    ),
    (["3.42", "3.43", "3.44", "3.54"], "name_verdict", "consistent", "the other sources agree"),
    (["2.37"], "tls_name", "pc-2037; pc-2037.branch.example", "common and alternative name"),
    (["2.48"], "tls_name", "PC-2048.BRANCH.EXAMPLE", "as it stands in the certificate"),
    (["2.36"], "name_verdict", "consistent", "certificate, DHCP and host agree; DNS knows nothing"),
    (["3.46", "3.47", "3.48"], "name_verdict", "unknown", "no name that can be looked up"),
    (["2.47"], "forward", "127.77.2.60; 127.77.2.47", "in the order of the names"),
    (["3.11", "3.26"], "product", "unknown", "what is not HTTP, or has no end, is not identified"),
    (["3.11", "3.26"], "method", "unknown", "the product is not known"),
    (["3.11", "3.26"], "method_2011", "unknown", "the product is not known"),
    (["3.40", "3.41", "3.53"], "product", "AMT", "AMT's challenge and page title decide"),
    (["3.40", "3.41", "3.53"], "state", "post", "AMT's web server answers"),
    (["3.40", "3.41", "3.53"], "method", "configured", "it is set up"),
    (["3.40", "3.41", "3.53"], "method_2011", "configured", "it is set up"),
    (["3.46"], "ptr", "=cmd|' /c calc'!a0.plant.local", "names are lower case"),
    (["3.47"], "ptr", "pc⟨U+202E⟩7403.plant.local", "hidden characters are shown"),
    (["3.48"], "ptr", "\\027[31mpc-3048\\027[0m.plant.local", "as DNS writes such bytes"),
    (["1.50"], "mac", "02:41:4d:54:01:32; 02:41:4d:54:02:32", "one laptop, two adapters"),
    (["2.20"], "method", "host-based", "the best that its version may allow; the question is said"),
    (["2.20"], "method_2011", "host-based", "the best that its version may allow"),
    (["3.31"], "dhcp_option15", "", "its own lease carries none"),
  ]

  /// In the second segment two servers disagree: machines without a lease of their own show both.
  private static let undecided = "branch.example; old-branch.example"

  @Test("comes out right, every column of devices.csv")
  func truth() throws {
    let files = try DemoRun.files.get()
    #expect(files.result.status == 0, "\(files.result.errors)")
    let site = Site()
    let truth = SiteTruth(site).rows(.init(presencePing: true, capture: true, hostFiles: true))
    var rows: [String: [String: String]] = [:]
    for row in try CSV.rows(files.report("devices.csv")) { rows[row["ip"] ?? ""] = row }
    #expect(Set(rows.keys) == Set(truth.compactMap { $0["ip"] }))
    var compared = 0
    var judged = 0
    for expected in truth {
      let row = try #require(rows[expected["ip"] ?? ""])
      for column in SiteTruth.columns {
        guard let value = expected[column] else { continue }
        compared += 1
        let seen = row[column] ?? "(no such column)"
        if let other = Self.settled.first(where: {
          $0.column == column && $0.hosts.contains(expected.host)
        }) {
          judged += 1
          #expect(seen == other.value, "\(expected.host) \(column): \(other.why)")
        } else if column == "dhcp_option15", value.isEmpty, expected.host.hasPrefix("2.") {
          #expect(seen == Self.undecided, "\(expected.host) \(column)")
        } else {
          #expect(seen == value, "\(expected.host) \(column)")
        }
      }
    }
    print(
      "devices.csv against the site's truth: \(truth.count) devices, \(compared) cells, "
        + "\(judged) of them settled by judgement")
  }

  @Test("shows no text from the network as markup, and requests nothing")
  func hostileTexts() throws {
    let page = try DemoRun.files.get().report("report.html")
    #expect(!page.contains("<script>alert"))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    for hidden in ["\u{202E}", "\u{1B}", "\u{200B}"] { #expect(!page.contains(hidden)) }
    for scheme in ["src=\"http", "href=\"http", "url(http", "@import"] {
      #expect(!page.contains(scheme))
    }
  }

  @Test("can be reported again from its site file, with the same findings")
  func again() throws {
    let files = try DemoRun.files.get()
    let out = try Scratch.folder()
    let result = try Program.amtscout(
      ["report", "--site", files.site, "--raw-csv", "--output", out.path])
    #expect(result.status == 0, "\(result.errors)")
    for name in ["devices.csv", "findings.csv", "report.json"] {
      let second = try String(contentsOf: out.appendingPathComponent(name), encoding: .utf8)
      #expect(try second == files.report(name), "\(name) differs")
    }
  }
}

/// Reads RFC 4180 with a heading.
enum CSV {
  static func rows(_ text: String) -> [[String: String]] {
    var records: [[String]] = [[]]
    var cell = String.UnicodeScalarView()
    var isQuoted = false
    var scalars = Array(text.unicodeScalars)[...]
    func end(_ record: inout [String]) {
      record.append(String(cell))
      cell = String.UnicodeScalarView()
    }
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\"" where isQuoted && scalars.first == "\"":
        cell.append("\"")
        scalars.removeFirst()
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: end(&records[records.count - 1])
      case "\r" where !isQuoted: continue
      case "\n" where !isQuoted:
        end(&records[records.count - 1])
        records.append([])
      default: cell.append(scalar)
      }
    }
    let heading = records.first ?? []
    return records.dropFirst().filter { $0.count == heading.count }.map {
      Dictionary(zip(heading, $0), uniquingKeysWith: { first, _ in first })
    }
  }
}

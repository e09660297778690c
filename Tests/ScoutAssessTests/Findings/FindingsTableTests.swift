import Foundation
import ScoutModel
import Testing

@testable import ScoutAssess

@Suite("docs/findings.md") struct FindingsTableRegistryTests {
  private static let lines: [[String]] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../docs/findings.md")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { line in
      line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }()
  private static let rows = lines.filter { $0.count == 5 && $0[0].hasPrefix("AMT-") }
  private static let classes = lines.filter { $0.count == 3 && $0[0].hasPrefix("M") }

  @Test("lists every kind of finding with its severity and source, in order, and none besides")
  func complete() {
    for kind in FindingRegistry.all {
      guard let row = Self.rows.first(where: { $0[0] == kind.id }) else {
        Issue.record(
          """
          docs/findings.md lacks \(kind.id); add a row: \
          | \(kind.id) | - | \(kind.severity.rawValue) | what shows it | \(kind.source.key) |
          """)
        continue
      }
      #expect(row[2] == kind.severity.rawValue, "\(kind.id)")
      #expect(row[4] == kind.source.key, "\(kind.id)")
      #expect(!row[3].isEmpty && row[3] != "what shows it", "\(kind.id)")
    }
    let ids = Self.rows.map { $0[0] }
    #expect(ids == ids.sorted() && Set(ids).count == ids.count)
    for id in ids { #expect(FindingRegistry[id: id] != nil, "\(id) is no finding") }
  }

  @Test("lists all twenty-two classes, each with the findings whose rows name it")
  func catalogue() {
    let numbers = (1...22).map { ($0 < 10 ? "M0" : "M") + "\($0)" }
    #expect(Self.classes.map { $0[0] } == numbers)
    for line in Self.classes {
      let ids = Self.rows.filter { $0[1] == line[0] }.map { $0[0] }
      let told = line[2].split(separator: " ").map(String.init).sorted()
      #expect(!ids.isEmpty && ids == told, "\(line[0])")
    }
  }
}

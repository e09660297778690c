import Foundation
import ScoutModel
import ScoutNet
import Testing

@testable import ScoutReport

/// Where numbers and terms of the page lead; `scripts/browser-check` opens each number in a browser.
@Suite("Links of the page") struct LinkTests {
  enum Site: CaseIterable {
    case sample, secondVisit, hostile, bulk
    var input: ReportInput {
      switch self {
      case .sample: SampleSite().input
      case .secondVisit: .secondVisit
      case .hostile: HostileText.input
      case .bulk: .many(300)
      }
    }
  }

  /// The fragments that numbers lead to, with how many machines they say.
  private func numbers(_ text: String) throws -> [(fragment: String, count: Int, text: String)] {
    let link =
      /<a class="count" href="#([^"]*)" aria-label="([0-9,]+) machines?: [^"]*">([^<]*)<\/a>/
    return try text.matches(of: link).map {
      let fragment = String($0.output.1).replacing("&amp;", with: "&")
      let count = try #require(Int($0.output.2.replacing(",", with: "")))
      return (fragment, count, String($0.output.3))
    }
  }

  @Test("a number leads to a list of as many machines", arguments: Site.allCases)
  func lists(site: Site) throws {
    let text = try Report(site.input).text(.html)
    let numbers = try numbers(text)
    #expect(numbers.count == text.components(separatedBy: "class=\"count\"").count - 1)
    let lists = try lists(text)
    for (fragment, count, words) in numbers {
      let digits = words.replacing(",", with: "").split { !$0.isNumber }.first.map(String.init)
      #expect(digits == nil || digits == String(count), "\(fragment): \(words)")
      let list = try #require(lists[fragment], "\(fragment)")
      #expect(list.count == count && list.named == min(count, 25), "\(fragment)")
    }
  }

  /// The lists that stand for the table without scripts: how many machines they say and name.
  private func lists(_ text: String) throws -> [String: (count: Int, named: Int)] {
    let part = try #require(text.components(separatedBy: "<dl class=\"lists\">").last)
    var lists: [String: (count: Int, named: Int)] = [:]
    let entry = /<div id="([^"]*)"><dt><span>[^<]*<\/span> <small>([0-9,]+) machines?<\/small>/
    for piece in part.components(separatedBy: "</dd></div>") {
      guard let match = piece.firstMatch(of: entry) else { continue }
      let fragment = String(match.output.1).replacing("&amp;", with: "&")
      #expect(lists[fragment] == nil, "\(fragment) stands there twice")
      let count = try #require(Int(match.output.2.replacing(",", with: "")))
      let links = piece.components(separatedBy: "<a href=\"#D").count - 1
      lists[fragment] = (count, links)
    }
    return lists
  }

  @Test("every number of the summary that stands for machines leads to them")
  func summary() throws {
    let input = SampleSite().input
    let summary = SiteSummary(input.site)
    let found = Set(try numbers(Report(input).text(.html)).map(\.fragment))
    for group in Readiness.allCases where summary.count(group) > 0 {
      #expect(found.contains("r=\(group.rawValue)"))
    }
    let tallies = [
      "m": summary.methods, "o": summary.methods2011, "g": summary.generations, "s": summary.states,
    ]
    for (facet, tallies) in tallies {
      for tally in tallies where tally.count > 0 {
        #expect(found.contains("r=found&\(facet)=\(tally.key)"))
      }
    }
    for (index, decision) in summary.decisions.enumerated() where !decision.devices.isEmpty {
      #expect(found.contains("l=decision-\(index + 1)"))
    }
    for blocker in summary.blockers { #expect(found.contains("l=blocker-\(blocker.rule)")) }
  }

  @Test(
    "numbers of the certificate matrix, of waves, segments, findings and changes lead to machines")
  func elsewhere() throws {
    let found = Set(try numbers(Report(.secondVisit).text(.html)).map(\.fragment))
    for fragment in [
      "l=suffix-1", "l=suffix-2", "l=without-suffix", "l=suffix-unknown", "l=wave-1",
      "l=change-new",
      "l=from-outside", "r=found&p=10.1.0.0/24", "r=configured,remote,visit&p=10.1.0.0/24",
      "l=AMT-DHCP-001-high",
    ] {
      #expect(found.contains(fragment), "\(fragment)")
    }
    #expect(found.contains { $0.wholeMatch(of: /p=[0-9.\/]+&f=AMT-[A-Z]+-\d+/) != nil })
  }

  @Test("a fragment holds nothing that a stranger said")
  func hostile() throws {
    for (fragment, _, _) in try numbers(Report(HostileText.input).text(.html)) {
      #expect(
        fragment.wholeMatch(of: /[a-z]=[A-Za-z0-9.:\/,-]*(&[a-z]=[A-Za-z0-9.:\/,-]*)*/) != nil,
        "\(fragment)")
    }
  }

  @Test("every term of the summary leads to the glossary")
  func terms() throws {
    let text = try Report(SampleSite().input).text(.html)
    let start = try #require(text.range(of: "<section id=\"summary\""))
    let end = try #require(text.range(of: "</section>", range: start.upperBound..<text.endIndex))
    let summary = text[start.lowerBound..<end.lowerBound]
    let words = summary.replacing(/<[^>]*>/, with: " ").lowercased()
    for term in Glossary.terms {
      let spellings = [term.name] + term.spellings
      let isThere = spellings.contains { spelling in
        words.ranges(of: spelling.lowercased()).contains { range in
          let before = words[..<range.lowerBound].last, after = words[range.upperBound...].first
          return before.map { !$0.isLetter && $0 != "-" } ?? true
            && after.map { !$0.isLetter && $0 != "-" } ?? true
        }
      }
      #expect(!isThere || summary.contains("href=\"#g-\(term.id)\""), "\(term.name)")
    }
    for method in Advice.allCases { #expect(Glossary.terms.contains { $0.id == method.term }) }
  }

  @Test("every entry of the glossary leads to where it matters", arguments: Site.allCases)
  func places(site: Site) throws {
    let text = try Report(site.input).text(.html)
    for term in Glossary.terms {
      let parts = text.components(separatedBy: "<dt id=\"g-\(term.id)\">")
      let entry = try #require(parts.last?.components(separatedBy: "</div>").first)
      #expect(parts.count == 2)
      #expect(entry.contains("<a href=\"#") || entry.contains("<a class=\"count\""), "\(term.name)")
    }
  }
}

import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutPipeline

@Suite("What redaction replaces part by part") struct RedactionPartsTests {
  private func fields(_ value: Any) -> [String] {
    Mirror(reflecting: value).children.compactMap(\.label)
  }

  /// The parts that `Redaction` handles one by one. Whoever adds one says there what becomes of it.
  @Test("is every part of statements, recommendations, verdicts and findings")
  func parts() {
    let statement = Statement("a", rule: "b", source: "c")
    #expect(fields(statement) == ["sentence", "evidence"])
    #expect(fields(statement.sentence) == ["text", "rule", "source", "certainty"])
    #expect(
      fields(Recommendation(rulebook: "a", advice: .none, nextStep: statement)) == [
        "rulebook", "advice", "reasons", "verdicts", "alternatives", "blockers", "missing",
        "nextStep",
      ])
    #expect(
      fields(MethodVerdict(.pki, .eligible)) == [
        "method", "eligibility", "reasons", "missing", "costs", "givesUp",
      ])
    let finding = Finding(
      id: "a", severity: .low, device: nil, address: nil, title: "b", detail: "c", remedy: "d",
      source: "e", evidence: .none)
    #expect(
      fields(finding) == [
        "id", "severity", "device", "address", "title", "detail", "remedy", "source", "evidence",
        "confidence",
      ])
  }

  @Test("names with any character are found wherever they stand, the longest first")
  func oddNames() {
    var names = OddNames()
    for name in ["Bob's PC", "Bob's", "Größe 1", "a b"] { names.add(name) }
    func replaced(_ text: String) -> String { names.replaced(text) { "<\($0.utf8.count)>" } }
    #expect(replaced("Bob's PC and Bob's; Größe 1, a b") == "<8> and <5>; <9>, <3>")
    #expect(replaced("Bob's PCa b") == "<8><3>")
    #expect(replaced("Bob'") == "Bob'" && replaced("") == "" && replaced("ü") == "ü")
    #expect(OddNames().replaced("Bob's") { _ in "x" } == "Bob's")
  }

  @Test("texts that were replaced before are remembered, and many do not pile up")
  func remembered() {
    let remembered = Remembered<String, String>()
    var made = 0
    for _ in 0..<3 {
      #expect(
        remembered.value(of: "a") {
          made += 1
          return $0 + "!"
        } == "a!")
    }
    #expect(made == 1)
    for number in 0..<40_000 { #expect(remembered.value(of: "\(number)") { $0 } == "\(number)") }
    #expect(remembered.value(of: "a") { $0 + "?" } == "a?")
  }
}

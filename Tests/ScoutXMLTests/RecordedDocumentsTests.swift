import Foundation
import ScoutTestKit
import Testing

@testable import ScoutXML

/// What another parser made of a document.
private struct Expectation: Decodable {
  var root: String?
  var action: String?
  var resource: String?
  var body: [[String]]?
  var error: String?
  private enum CodingKeys: String, CodingKey {
    case root = "_root"
    case action = "_action"
    case resource = "_resource"
    case body
    case error = "_xml_error"
  }
}

@Suite(
  "Recorded WS-Management answers",
  .enabled(if: RecordedData.isThere, "the recorded data are not beside the package"))
struct RecordedDocumentsTests {
  @Test("parse to the values that another parser finds")
  func recorded() throws {
    var equal = 0
    var refused: [String] = []
    for name in try RecordedData.files(below: "amt/wsman", endingIn: [".xml"]) {
      let bytes = try RecordedData.bytes("amt/wsman/" + name)
      let json = try RecordedData.bytes("amt/wsman/\(name).expect.json")
      let expected = try JSONDecoder().decode(Expectation.self, from: Data(json))
      do {
        let root = try XMLDocument(parsing: bytes).root
        #expect(expected.error == nil, "\(name)")
        #expect("{\(root.namespace ?? "")}\(root.name)" == expected.root, "\(name)")
        #expect(root.first("Action")?.trimmedText ?? "" == expected.action ?? "", "\(name)")
        #expect(root.first("ResourceURI")?.trimmedText ?? "" == expected.resource ?? "", "\(name)")
        var leaves: [[String]] = []
        for child in root.child("Body")?.children ?? [] { collect(child, "", &leaves) }
        #expect(leaves == expected.body, "\(name)")
        equal += 1
      } catch {
        #expect(expected.error != nil, "\(name): \(error)")
        refused.append("\(name): \(error) (the other parser: \(expected.error ?? "taken"))")
      }
    }
    print("WS-Management answers: \(equal) equal, \(refused.count) not well-formed")
    for line in refused { print("  " + line) }
    #expect(equal > 150)
  }

  private func collect(_ element: XMLElement, _ path: String, _ leaves: inout [[String]]) {
    let path = "\(path)/\(element.name)"
    if element.children.isEmpty { leaves.append([path, element.trimmedText]) }
    for child in element.children { collect(child, path, &leaves) }
  }
}

import Foundation
import Testing

@testable import ScoutXML

/// The folder of recorded data that stands beside the repository, or `nil`.
private let sharedFolder: String? = {
  let environment = ProcessInfo.processInfo.environment["AMTSCOUT_SHARED"]
  var root = URL(filePath: #filePath).resolvingSymlinksInPath()
  for _ in 0..<4 { root.deleteLastPathComponent() }
  let path = environment ?? root.appending(path: "shared").path
  return FileManager.default.fileExists(atPath: path) ? path : nil
}()

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
  .enabled(if: sharedFolder != nil, "the recorded answers are not beside the repository"))
struct RecordedDocumentsTests {
  @Test("parse to the values that another parser finds")
  func recorded() throws {
    let folder = try #require(sharedFolder) + "/data/amt/wsman"
    var equal = 0
    var refused: [String] = []
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
    where name.hasSuffix(".xml") {
      let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(name)"))
      let json = try #require(FileManager.default.contents(atPath: "\(folder)/\(name).expect.json"))
      let expected = try JSONDecoder().decode(Expectation.self, from: json)
      do {
        let root = try XMLDocument(parsing: Array(bytes)).root
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

import Foundation
import ScoutModel
import Testing

@testable import ScoutReport

@Suite("JSON") struct JSONTests {
  @Test("is written in the order of its members, with what cannot be seen escaped")
  func text() {
    let value: JSONValue = [
      "z": .string("a\"b\\c\n\u{202E}\u{1F600}\u{E0041}é"), "a": [1.json, .null, .bool(true)],
    ]
    #expect(
      value.text == #"{"z":"a\"b\\c\n\u202E😀\uDB40\uDC41é","a":[1,null,true]}"#)
  }

  @Test("brings every text through unchanged")
  func roundTrip() throws {
    for text in HostileText.all {
      let read = try JSONSerialization.jsonObject(
        with: Data(JSONValue.string(text).text.utf8), options: .fragmentsAllowed)
      // By scalars, for equal strings may still differ in them.
      #expect((read as? String).map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
    }
  }

  @Test("of a run keeps to the published schema", arguments: ["sample", "hostile"])
  func schema(name: String) throws {
    let report = Report(name == "sample" ? SampleSite().input : HostileText.input)
    for (file, schema) in [(ReportFile.json, "report"), (.run, "run")] {
      // Hostile ids of findings break their pattern, as they should.
      try Self.check(report.text(file), schema: schema, but: name == "sample" ? nil : "'id']")
    }
  }

  /// Holds a document against a schema of reports/schema.
  /// - Parameter exception: complaints with this text are as they should be.
  static func check(_ text: String, schema name: String, but exception: String? = nil) throws {
    guard let python = ChildProcess("python3"),
      try python.run(["-c", "import jsonschema"]).code == 0
    else {
      Issue.record("python3 with jsonschema is not installed; scripts/test installs it")
      return
    }
    let script = """
      import json, sys, jsonschema
      schema = json.load(open(sys.argv[1]))
      jsonschema.Draft202012Validator.check_schema(schema)
      validator = jsonschema.Draft202012Validator(schema)
      for error in list(validator.iter_errors(json.load(open(sys.argv[2]))))[:5]:
        print(list(error.path), error.message[:200])
      """
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "document.json")
      try text.write(to: path, atomically: false, encoding: .utf8)
      let schema = repository.appending(path: "reports/schema/\(name).schema.json")
      let result = try python.run(["-c", script, schema.path(), path.path()])
      let complaints = result.output.split(separator: "\n").filter { line in
        exception.map { !line.contains($0) } ?? true
      }
      #expect(result.code == 0)
      #expect(complaints.isEmpty, "\(name): \(complaints)")
    }
  }

  @Test("has one device a line")
  func lines() throws {
    let input = SampleSite().input
    let lines = try Report(input).text(.json).split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("{\"id\":\"D") } == input.site.assessments.count)
  }
}

extension Int {
  fileprivate var json: JSONValue { JSONValue(self) }
}

import Foundation
import ScoutModel
import ScoutTestKit
import Testing

@Suite("Evidence") struct EvidenceTests {
  @Test("is sorted and holds each observation once, however it came together")
  func form() {
    #expect(Evidence([3, 1, 3, 2].map { ObservationID($0) }) == [1, 2, 3])
    #expect(Evidence([7, 7].map { ObservationID($0) }) == Evidence(ObservationID(7)))
    #expect(Evidence([]).observations.isEmpty && Evidence([]) == .none)
    #expect([1, 3] + Evidence(ObservationID(2)) == [1, 2, 3])
    #expect(Evidence(ObservationID(2)) + [2] == [2])
    #expect(.none + Evidence(ObservationID(2)) == [2] && [2] + Evidence.none == [2])
  }

  @Test("is written as a list, whatever its length", arguments: [[], [4], [4, 9]] as [[Int64]])
  func text(ids: [Int64]) throws {
    let evidence = Evidence(ids.map { ObservationID($0) })
    let text = String(decoding: try JSONEncoder().encode(evidence), as: UTF8.self)
    #expect(text == "{\"observations\":[\(ids.map(String.init).joined(separator: ","))]}")
    #expect(try JSONDecoder().decode(Evidence.self, from: Data(text.utf8)) == evidence)
  }
}

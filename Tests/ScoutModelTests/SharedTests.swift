import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutModel

@Suite("What stands behind one reference") struct SharedTests {
  @Test("a copy that is changed leaves the other as it was")
  func copies() {
    let first = Device(id: DeviceID(ObservationID(1)), firstSeen: .testStart, lastSeen: .testStart)
    var second = first
    #expect(second == first)
    second.site = "lyon"
    second.names.pointers = [
      Lookup(
        name: "1.0.0.10.in-addr.arpa", type: "PTR", outcome: .noSuchName, values: [],
        server: nil, evidence: .none)
    ]
    #expect(first.site.isEmpty && first.names.pointers.isEmpty)
    #expect(second.site == "lyon" && second.names.pointers.count == 1)
    #expect(second != first && Set([first, second]).count == 2)
  }

  @Test("equality is that of the values, not of the references")
  func equality() {
    let (first, second) = (Shared("a"), Shared("a"))
    #expect(first == second && first.hashValue == second.hashValue)
    var third = second
    third.value += "b"
    #expect(second.value == "a" && third.value == "ab" && third != second)
  }
}

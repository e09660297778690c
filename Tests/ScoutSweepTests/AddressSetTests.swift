import ScoutNet
import Testing

@testable import ScoutSweep

/// The set of some ranges written as targets.
func addresses(_ texts: String...) throws -> AddressSet {
  try TargetList(arguments: texts).addresses
}

@Suite("Address sets") struct AddressSetTests {
  @Test("merges what overlaps or touches, and keeps the families apart")
  func merging() throws {
    let set = try addresses(
      "10.0.1.0/24", "10.0.0.0/24", "10.0.0.7", "::1", "10.0.4.1-10.0.4.2", "255.255.255.255")
    #expect(set.description == "10.0.0.0/23, 10.0.4.1-10.0.4.2, 255.255.255.255, ::1")
    #expect(set.count == 516)
    #expect(set.count(isV6: true) == 1)
  }

  @Test("gives every address by its place")
  func places() throws {
    let set = try addresses("10.0.0.0/30", "10.0.1.9", "2001:db8::fffe-2001:db8::1:1")
    let all = (0..<set.count).compactMap { set[$0]?.description }
    #expect(
      all == [
        "10.0.0.0", "10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.1.9", "2001:db8::fffe",
        "2001:db8::ffff", "2001:db8::1:0", "2001:db8::1:1",
      ])
    #expect(set[set.count] == nil)
    #expect(AddressSet.empty[0] == nil)
  }

  @Test("counts what no 64 bits can count as the most they can")
  func huge() throws {
    let all = try addresses("::/0", "0.0.0.0/0")
    #expect(all.count == .max)
    #expect(all.count(isV6: false) == 1 << 32)
    #expect(all.contains(.v6(IPv6Address(high: .max, low: .max))))
    #expect(all[1 << 40] == .v6(IPv6Address(high: 0, low: (1 << 40) - (1 << 32))))
    #expect(all.description == "0.0.0.0/0, ::/0")
    #expect(try all.subtracting(addresses("::/0")).description == "0.0.0.0/0")
  }

  @Test("union, intersection and difference agree with sets of single addresses")
  func algebra() {
    var generator = SystemRandomNumberGenerator()
    func random() -> AddressSet {
      AddressSet(
        (0..<Int.random(in: 0...12, using: &generator)).map { _ in
          let low = UInt128(UInt8.random(in: 0...200, using: &generator))
          return AddressRange(
            isV6: Bool.random(using: &generator), low: low,
            high: low + UInt128(UInt8.random(in: 0...20, using: &generator)))
        })
    }
    func elements(_ set: AddressSet) -> Set<IPAddress> {
      Set((0..<set.count).compactMap { set[$0] })
    }
    for _ in 0..<300 {
      let (left, right) = (random(), random())
      #expect(elements(left.union(right)) == elements(left).union(elements(right)))
      #expect(elements(left.subtracting(right)) == elements(left).subtracting(elements(right)))
      #expect(elements(left.intersection(right)) == elements(left).intersection(elements(right)))
      let all = elements(left)
      let wrong = (0..<230 as Range<UInt128>).filter {
        let address = IPAddress(number: $0, isV6: false)
        return left.contains(address) != all.contains(address)
      }
      #expect(wrong.isEmpty)
    }
  }
}

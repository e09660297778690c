@testable import ScoutLink
import ScoutNet
import ScoutSweep
import Testing

@testable import ScoutPipeline

@Suite("Segments whose DHCP servers can be asked") struct LocalSegmentsTests {
  private func interface(
    _ name: String, _ address: String, _ prefix: String, up: Bool = true, loopback: Bool = false,
    pointToPoint: Bool = false, mac: UInt64? = 0x02_0000_000001
  ) throws -> Interface {
    Interface(
      name: name, index: 1, isUp: up, isRunning: up, isLoopback: loopback,
      isPointToPoint: pointToPoint, mac: mac.map { MACAddress(rawValue: $0) },
      addresses: [
        .init(address: try #require(IPAddress(address)), prefix: try #require(Prefix(prefix)))
      ])
  }

  @Test("are those that hold targets and take broadcasts")
  func holding() throws {
    let interfaces = [
      try interface("lo", "127.0.0.1", "127.0.0.0/8", loopback: true),
      try interface("eth0", "192.0.2.9", "192.0.2.0/24"),
      try interface("eth1", "198.51.100.9", "198.51.100.0/24"),
      try interface("eth2", "192.0.2.10", "192.0.2.0/24", up: false),
      try interface("tun0", "192.0.2.11", "192.0.2.11/32", pointToPoint: true),
      try interface("wg0", "192.0.2.12", "192.0.2.0/24", mac: nil),
      try interface("eth3", "fd00::9", "fd00::/64"),
    ]
    func names(_ targets: String...) throws -> [String] {
      let set = AddressSet(try targets.map { try #require(Prefix($0)) })
      return LocalSegment.holding(set, interfaces: interfaces).map(\.interface)
    }
    #expect(try names("192.0.2.128/25") == ["eth0"])
    #expect(try names("0.0.0.0/0", "::/0") == ["eth0", "eth1"])
    #expect(try names("203.0.113.0/24", "127.0.0.0/8", "fd00::/64") == [])
  }
}

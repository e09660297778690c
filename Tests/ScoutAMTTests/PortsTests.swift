import ScoutModel
import Testing

@testable import ScoutAMT

@Suite("Ports") struct PortsTests {
  @Test("each role is found by its port")
  func roles() {
    for role in PortRole.allCases {
      #expect(PortRole(port: role.port, transport: role.transport) == role)
    }
    #expect(PortRole(port: 623, transport: .udp) == .presence)
    #expect(PortRole(port: 623, transport: .tcp) == .dash)
    #expect(PortRole(port: 664, transport: .udp) == nil)
    #expect(PortRole.allCases.filter(\.isSecure).map(\.port) == [16993, 16995, 664])
    #expect(PortRole.allCases.filter(\.isWeb).map(\.port) == [16992, 16993, 623, 664])
  }
}

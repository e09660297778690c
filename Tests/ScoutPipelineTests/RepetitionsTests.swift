import ScoutModel
import ScoutNet
import Testing

@testable import ScoutPipeline

@Suite("Repetitions of what was heard") struct RepetitionsTests {
  /// Keeps the repetitions, because an expectation cannot change a value.
  private final class Memory {
    private var repetitions = Repetitions()
    var count: Int { repetitions.count }
    func isNews(_ sighting: Sighting) -> Bool { repetitions.isNews(sighting) }
  }

  private func lease(
    _ client: UInt64, _ address: UInt8, at second: Int64, message: String = "ACK",
    host: String? = "pc"
  ) -> Sighting {
    var dhcp = DHCPSighting(message: message)
    dhcp.clientMAC = MACAddress(rawValue: 0x0200_0000_0000 | client)
    dhcp.yourAddress = IPv4Address(10, 0, 0, address)
    dhcp.hostName = host
    return Sighting(
      time: Timestamp(microseconds: second * 1_000_000),
      endpoint: Endpoint(address: .v4(IPv4Address(10, 0, 0, address)), mac: dhcp.clientMAC),
      method: .passive, origin: Origin("a.pcap", position: Int(second)), fact: .dhcp(dhcp))
  }

  private func answer(_ name: String, _ value: UInt8, at second: Int64, ttl: UInt32) -> Sighting {
    let address = IPv4Address(10, 0, 0, value)
    let record = NameRecord(name: name, type: "A", timeToLive: ttl, value: address.description)
    return Sighting(
      time: Timestamp(microseconds: second * 1_000_000), endpoint: Endpoint(address: .v4(address)),
      method: .passive,
      fact: .name(
        NameSighting(
          name: name, type: "A", outcome: .answered, records: [record],
          server: .v4(IPv4Address(10, 0, 0, 53)))))
  }

  @Test("the same within ten minutes is no news, and news again after them")
  func window() {
    let repetitions = Memory()
    #expect(repetitions.isNews(lease(1, 5, at: 0)))
    #expect(!repetitions.isNews(lease(1, 5, at: 1)))
    #expect(!repetitions.isNews(lease(1, 5, at: 600)))
    #expect(repetitions.isNews(lease(1, 5, at: 601)))
    // Time counts from what was kept last; a clock that goes back makes news.
    #expect(!repetitions.isNews(lease(1, 5, at: 1201)))
    #expect(repetitions.isNews(lease(1, 5, at: 600)))
  }

  @Test("what differs is news, and so is what changes back")
  func changes() {
    let repetitions = Memory()
    #expect(repetitions.isNews(lease(1, 5, at: 0)))
    #expect(repetitions.isNews(lease(1, 5, at: 1, message: "OFFER")))
    #expect(repetitions.isNews(lease(1, 5, at: 2, host: "laptop")))
    #expect(repetitions.isNews(lease(1, 5, at: 3)))
    #expect(!repetitions.isNews(lease(1, 5, at: 4)))
    // Another client takes the address, and the first one gets it back.
    #expect(repetitions.isNews(lease(2, 5, at: 5)))
    #expect(repetitions.isNews(lease(1, 5, at: 6)))
    // The client moves, and moves back.
    #expect(repetitions.isNews(lease(1, 6, at: 7)))
    #expect(repetitions.isNews(lease(1, 5, at: 8)))
  }

  @Test("an answer that only its time to live tells apart is the same answer")
  func names() {
    let repetitions = Memory()
    #expect(repetitions.isNews(answer("pc.corp.example", 5, at: 0, ttl: 300)))
    #expect(!repetitions.isNews(answer("pc.corp.example", 5, at: 9, ttl: 291)))
    #expect(repetitions.isNews(answer("pc.corp.example", 6, at: 10, ttl: 300)))
    #expect(repetitions.isNews(answer("other.corp.example", 6, at: 11, ttl: 300)))
    #expect(repetitions.isNews(answer("pc.corp.example", 5, at: 12, ttl: 300)))
  }

  @Test("memory is bounded, and forgetting keeps more, not less")
  func bounded() {
    let repetitions = Memory()
    for client in 0..<UInt64(Repetitions.limit) {
      #expect(repetitions.isNews(lease(client, UInt8(truncatingIfNeeded: client), at: 0)))
    }
    #expect(repetitions.count <= Repetitions.limit + 1)
    #expect(repetitions.isNews(lease(0, 0, at: 1)))
  }
}

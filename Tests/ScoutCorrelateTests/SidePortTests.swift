import ScoutCorrelate
import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@Suite("Side ports, look-alikes and targets by name") struct SidePortTests {
  private let realm = "Digest:727734D63A1FC0423736E48DA554E462"

  @Test("each state is kept with the device, and only open ones are open ports")
  func states() throws {
    var site = SiteBuilder()
    site.web("10.0.0.5", 16993, version: "16.1.25.1917", realm: realm)
    site.port("10.0.0.5", 623, .tcp, .closed)
    site.port("10.0.0.5", 664, .tcp, .open)
    site.add(
      .port(PortSighting(port: 5900, transport: .tcp, state: .silent)), at: "10.0.0.5")
    let device = try #require(site.devices.first)
    #expect(site.devices.count == 1)
    #expect(device.sidePorts.map(\.value.port) == [623, 664, 5900])
    #expect(device.sidePorts.map(\.value.state) == [.closed, .open, .silent])
    #expect(device.sidePorts.map(\.evidence) == [[2], [3], [4]])
    #expect(device.ports.map(\.value) == [OpenPort(664), OpenPort(16993)])
    #expect(device.evidence.observations.count == 4)
  }

  @Test("the newest answer of a port stands") func newest() throws {
    var site = SiteBuilder()
    site.web("10.0.0.5", version: "11.8.50.3425", realm: realm)
    site.port("10.0.0.5", 5900, .tcp, .silent)
    site.add(
      .port(PortSighting(port: 5900, transport: .tcp, state: .open, greeting: "RFB 003.008")),
      at: "10.0.0.5")
    let device = try #require(site.devices.first)
    #expect(device.sidePorts.map(\.value.greeting) == ["RFB 003.008"])
  }

  @Test("a closed side port alone makes no machine") func alone() {
    var site = SiteBuilder()
    site.port("10.0.0.5", 623, .tcp, .closed)
    site.port("10.0.0.6", 664, .tcp, .open)
    #expect(site.devices.isEmpty)
  }

  @Test("AMT's banner on 664 alone, as Realtek's card has it, is DASH") func realtek() throws {
    var site = SiteBuilder()
    site.web("10.0.0.5", 664, product: .dash)
    let device = try #require(site.devices.first)
    #expect(device.product.value == .dash)
    #expect(device.version.value == nil && device.state.value == nil)
    var ponged = SiteBuilder()
    ponged.pong("10.0.0.5", product: .dash, enterprise: 4542)
    ponged.web("10.0.0.5", 664, product: .dash)
    #expect(ponged.devices.first?.product.value == .dash)
  }

  @Test("AMT 3.0.5 that answers on its own ports too stays AMT") func genuine() throws {
    var site = SiteBuilder()
    site.web("10.0.0.5", 16992, version: "3.0.5", realm: realm)
    site.web("10.0.0.5", 664, product: .dash)
    let device = try #require(site.devices.first)
    #expect(device.product.value == .amt)
    #expect(device.version.value == firmware("3.0.5"))
  }

  @Test("a hello to the port of DASH cards is no AMT in set-up") func hello() throws {
    var hello = HelloSighting(version: 2, bytes: [0, 0, 2, 0])
    hello.uuid = uuid("8e5c1f60-77aa-4b10-9c01-000000000220")
    hello.port = 9972
    var site = SiteBuilder()
    site.add(.hello(hello), at: "10.0.0.5", method: .passive)
    let device = try #require(site.devices.first)
    #expect(device.product.value == .dash)
    #expect(device.state.value == nil && device.span == nil)
    #expect(device.uuid.value == hello.uuid)
  }

  @Test("a certificate of the set-up tells AMT, and agrees with Standard Manageability")
  func setupCertificate() throws {
    var site = SiteBuilder()
    site.tls("10.0.0.5", name: "AMT RCFG", state: .in)
    #expect(site.devices.first?.product == .known(Claim(.amt, source: "tls", [1])))
    #expect(site.devices.first?.state.value == .in)
    site.pong("10.0.0.5", version: "15.0", state: .in)
    #expect(site.devices.first?.product.value == .amt)
    var ism = SiteBuilder()
    ism.tls("10.0.0.5", name: "AMT RCFG", state: .in)
    ism.web("10.0.0.5", 16993, product: .ism)
    #expect(ism.devices.first?.product.value == .ism)
    var plain = SiteBuilder()
    plain.tls("10.0.0.5", name: "pc-7.corp.example")
    #expect(plain.devices.first?.product.value == nil)
  }

  @Test("names given as targets belong to the device they led to, with their look-ups")
  func targets() throws {
    var site = SiteBuilder()
    site.web("10.0.0.5", version: "11.8.50.3425", realm: realm)
    var answer = NameSighting(
      name: "pc-7.corp.example", type: "A", outcome: .answered,
      records: [
        NameRecord(name: "pc-7.corp.example", type: "A", timeToLive: 60, value: "10.0.0.5")
      ],
      server: ip("10.0.0.53"))
    answer.isTarget = true
    site.add(.name(answer), at: "10.0.0.5")
    let device = try #require(site.devices.first)
    #expect(device.names.reached.map(\.value) == ["pc-7.corp.example"])
    #expect(device.names.forwards.map(\.name) == ["pc-7.corp.example"])
    answer.isTarget = nil
    var other = SiteBuilder()
    other.web("10.0.0.5", version: "11.8.50.3425", realm: realm)
    other.add(.name(answer), at: "10.0.0.5")
    #expect(other.devices.first?.names.reached.isEmpty == true)
  }

  @Test("AMT's own name, told with credentials, brings the look-ups of that name") func ownName()
    throws
  {
    var site = SiteBuilder()
    site.web("10.0.0.5", version: "12.0.93.2000", realm: realm)
    site.add(.wsman(.sample()), at: "10.0.0.5")
    site.forward("pc-7.corp.example", "10.0.0.5")
    let device = try #require(site.devices.first)
    #expect(device.names.amt.value?.text == "pc-7.corp.example")
    #expect(device.names.forwards.map(\.name) == ["pc-7.corp.example"])
  }
}

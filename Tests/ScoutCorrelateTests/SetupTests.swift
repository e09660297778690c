import ScoutCorrelate
import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@Suite("Devices that ask to be configured, and redirection") struct SetupTests {
  private static let uuid = "8e5c1f60-77aa-4b10-9c01-000000000220"

  private func hello(_ version: UInt16 = 3, uuid: String? = SetupTests.uuid) -> Fact {
    var hello = HelloSighting(version: version, bytes: [1, 0, 3, 0])
    hello.uuid = uuid.flatMap { UUID128($0) }
    return .hello(hello)
  }

  private func redirection(_ version: FirmwareVersion?, enterprise: UInt32? = 343) -> Fact {
    var sighting = RedirectionSighting(port: 16994, secure: false, outcome: .complete)
    sighting.version = version
    sighting.enterprise = enterprise
    return .redirection(sighting)
  }

  @Test("a hello alone makes a device: AMT, in its set-up, with its UUID")
  func hello() throws {
    var site = SiteBuilder()
    site.add(hello(), at: "10.0.0.5", method: .passive)
    let device = try #require(site.devices.first)
    #expect(site.devices.count == 1)
    #expect(device.product == .known(Claim(.amt, source: "hello", [1])))
    #expect(device.state == .known(Claim(.in, source: "hello", [1])))
    #expect(device.uuid.value?.description == Self.uuid)
    #expect(device.controlMode.value == ControlMode.none)
    #expect(device.addresses.map(\.value) == [ip("10.0.0.5")])
    #expect(device.ports.isEmpty)
    #expect(device.hellos.count == 1)
  }

  @Test("a hello with a pre-shared key is of firmware before 11.0")
  func span() throws {
    var site = SiteBuilder()
    site.add(hello(2), at: "10.0.0.5", method: .passive)
    #expect(
      try #require(site.devices.first).span
        == VersionSpan(from: FirmwareVersion(2), below: FirmwareVersion(11)))
  }

  @Test("a hello joins the pong of its address, and by its UUID the machine at another address")
  func joins() throws {
    var site = SiteBuilder()
    site.pong("10.0.0.5", version: "15.0", state: .in, openPort: 16993)
    site.add(hello(), at: "10.0.0.5", method: .passive)
    site.add(hello(), at: "10.0.0.9", method: .passive)
    let device = try #require(site.devices.first)
    #expect(site.devices.count == 1)
    #expect(Set(device.addresses.map(\.value)) == [ip("10.0.0.5"), ip("10.0.0.9")])
    #expect(device.version.value == firmware("15.0"))
    #expect(device.product.value == .amt)
  }

  @Test("two UUIDs at one address are two machines; a placeholder is no identity")
  func others() throws {
    var site = SiteBuilder()
    site.add(hello(), at: "10.0.0.5", method: .passive)
    site.add(
      hello(uuid: "11111111-77aa-4b10-9c01-000000000220"), at: "10.0.0.5", method: .passive)
    #expect(site.devices.count == 2)
    var unset = SiteBuilder()
    unset.add(hello(uuid: "00000000-0000-0000-0000-000000000000"), at: "10.0.0.5")
    unset.add(hello(uuid: "00000000-0000-0000-0000-000000000000"), at: "10.0.0.6")
    #expect(unset.devices.count == 2)
    #expect(unset.devices.allSatisfy { $0.uuid.value == nil })
  }

  @Test("of an unknown version only the sender is believed")
  func unknownVersion() throws {
    var site = SiteBuilder()
    site.add(hello(1, uuid: nil), at: "10.0.0.5", method: .passive)
    let device = try #require(site.devices.first)
    #expect(device.product.value == nil)
    #expect(device.state.value == nil)
  }

  @Test("who looks for the server shows up, and that tells neither a product nor a state")
  func search() throws {
    let question = Fact.name(
      NameSighting(name: "provisionserver.corp.example", type: "A", outcome: .questionOnly))
    var site = SiteBuilder()
    site.add(question, at: "10.0.0.5", method: .passive)
    let device = try #require(site.devices.first)
    #expect(device.names.searches.map(\.value) == ["provisionserver.corp.example"])
    #expect(device.state.value == nil, "nslookup asks the same")
    #expect(device.product.value == nil, "a tool of the host may ask the same")
    #expect(device.evidence == [1])
    site.pong("10.0.0.5", version: "9.5", state: .pre)
    #expect(site.devices.count == 1)
    #expect(site.devices.first?.state.value == .pre)
    var waiting = site
    waiting.add(hello(), at: "10.0.0.5", method: .passive)
    #expect(waiting.devices.count == 1)
    #expect(waiting.devices.first?.state.best?.value == .in)
    var other = SiteBuilder()
    other.add(
      .name(NameSighting(name: "www.corp.example", type: "A", outcome: .questionOnly)),
      at: "10.0.0.5")
    #expect(other.devices.isEmpty)
  }

  @Test("redirection tells the version where nothing else does, and agrees with a finer one")
  func redirectionVersion() throws {
    var site = SiteBuilder()
    site.add(redirection(FirmwareVersion(11, 6)), at: "10.0.0.5")
    var device = try #require(site.devices.first)
    #expect(device.version == .known(Claim(firmware("11.6"), source: "redirection", [1])))
    #expect(device.product.value == .amt)
    #expect(device.state.value == .post)
    #expect(device.ports.map(\.value) == [OpenPort(16994)])
    site.web("10.0.0.5", version: "11.6.27.3264")
    device = try #require(site.devices.first)
    #expect(device.version.best?.source == "http")
    #expect(device.version.value == firmware("11.6.27.3264"))
  }

  @Test("a redirection answer of another maker says nothing of AMT")
  func stranger() throws {
    var site = SiteBuilder()
    site.add(redirection(FirmwareVersion(11, 6), enterprise: 344), at: "10.0.0.5")
    let device = try #require(site.devices.first)
    #expect(device.version.value == nil)
    #expect(device.product.value == nil)
  }
}

import ScoutCorrelate
import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@Suite("How devices came about") struct BiographyTests {
  private func notes(_ device: Device?, _ kind: IdentityNote.Kind) -> [String] {
    (device?.identity ?? []).filter { $0.kind == kind }.map(\.text)
  }

  @Test("a realm that joins two addresses is named, and so is the move")
  func joined() {
    var site = SiteBuilder()
    site.web("10.0.0.5", version: "15.0.23", realm: realmA)
    site.wait(.seconds(7 * 86400))
    site.scan = 2
    site.web("10.0.0.9", version: "15.0.23", realm: realmA)
    let device = site.devices.first
    #expect(
      notes(device, .joined) == [
        "10.0.0.5 and 10.0.0.9 are one machine: both show the digest realm \(realmA)."
      ])
    #expect(
      notes(device, .moved) == [
        "It was at 10.0.0.5 until 2026-03-02T08:00:00Z, and is at 10.0.0.9 since "
          + "2026-03-09T08:00:01Z."
      ])
    #expect(device?.identity.first?.evidence == [1, 2])
  }

  @Test("two adapters at once are no move; UUID and hardware address are named as what joins")
  func several() {
    var site = SiteBuilder()
    site.pong("10.0.0.5", version: "15.0", state: .post)
    site.pong("10.0.1.5", version: "15.0", state: .post)
    site.neighbour("10.0.0.5", mac: "80:c4:a8:58:df:01")
    site.neighbour("10.0.1.5", mac: "80:c4:a8:58:df:01")
    site.host("10.0.0.5", mac: "80:c4:a8:58:df:01", uuid: uuidA, name: "PC5")
    let device = site.devices.first
    #expect(
      notes(device, .joined) == [
        "10.0.0.5 and 10.0.1.5 are one machine: both show the hardware address "
          + "80:c4:a8:58:df:01.",
        "10.0.1.5 and the file of PC5 are one machine: both show the hardware address "
          + "80:c4:a8:58:df:01.",
      ])
    #expect(
      notes(device, .several) == ["It holds 10.0.0.5 and 10.0.1.5 at the same time."])
    #expect(notes(device, .moved).isEmpty)
  }

  @Test("what shares a key and is yet another machine is named, with the reason")
  func apart() {
    var site = SiteBuilder()
    site.host(mac: "80:c4:a8:58:df:e9", uuid: uuidA)
    site.host(mac: "80:c4:a8:58:df:e9", uuid: uuidB)
    let devices = site.devices
    #expect(
      notes(devices.first, .apart) == [
        "It shares the hardware address with D2, and is another machine: their UUIDs differ."
      ])
    #expect(notes(devices.last, .apart).first?.contains("with D1") == true)
    var turns = SiteBuilder()
    turns.web("10.0.0.5", 16992, realm: realmA)
    turns.web("10.0.0.5", 16993, realm: realmB)
    #expect(
      notes(turns.devices.first, .apart) == [
        "It and D2 take turns at one address within an hour, and is another machine: their digest "
          + "realms differ."
      ])
  }

  @Test("a copied certificate key joins nothing, and its holders say so")
  func copied() {
    var site = SiteBuilder()
    for (host, realm) in [(5, realmA), (6, realmB)] {
      site.web("10.0.0.\(host)", 16993, realm: realm)
      site.tls("10.0.0.\(host)", name: "amt.example", key: "same")
    }
    let devices = site.devices
    #expect(devices.count == 2)
    #expect(
      notes(devices.first, .copied) == [
        "The certificate's key that 10.0.0.5 shows is met 2 times, on machines that are told apart "
          + "otherwise: a copy, which joins nothing."
      ])
  }

  @Test("AMT and the operating system: one address, two addresses, and IPv6 always apart")
  func faces() {
    var shared = SiteBuilder()
    shared.pong("10.0.0.5", version: "15.0", state: .post)
    shared.lease("10.0.0.5", mac: "80:c4:a8:58:df:01", name: "pc5")
    #expect(
      notes(shared.devices.first, .faces) == ["AMT and the operating system share 10.0.0.5."])
    var dedicated = SiteBuilder()
    dedicated.pong("10.0.0.5", version: "15.0", state: .post)
    dedicated.host(
      "10.0.0.5", mac: "80:c4:a8:58:df:01", uuid: uuidA, hostAddress: "10.0.0.6")
    #expect(
      notes(dedicated.devices.first, .faces) == [
        "The operating system is at 10.0.0.6, and AMT answers at an address of its own, 10.0.0.5."
      ])
    var six = SiteBuilder()
    six.tls("2001:db8::5", name: "pc5.corp.example", key: "k")
    #expect(
      notes(six.devices.first, .faces) == [
        "2001:db8::5 is AMT's own: it never shares an IPv6 address."
      ])
  }

  @Test("a lease of another adapter under the machine's name is kept beside it")
  func otherLeases() throws {
    var site = SiteBuilder()
    site.pong("10.0.0.5", version: "15.0", state: .post)
    site.lease("10.0.0.5", mac: "80:c4:a8:58:df:01", name: "pc5")
    site.lease("10.0.0.77", mac: "00:50:b6:11:22:33", name: "PC5", message: "REQUEST")
    site.lease("10.0.0.77", mac: "00:50:b6:11:22:33", domain: "corp.example")
    site.lease("10.0.0.78", mac: "00:50:b6:11:22:44", name: "other")
    let device = try #require(site.devices.first)
    #expect(device.otherLeases.map(\.value.yourAddress) == [ip4("10.0.0.77")])
    #expect(device.addresses.map(\.value) == [ip("10.0.0.5")], "it is not AMT's address")
  }
}

@Suite("Leases of one machine") struct LeaseChoiceTests {
  @Test("option 15 is that of the address at which AMT answers, not that of the newest lease")
  func twoLeases() throws {
    var site = SiteBuilder()
    site.web("10.0.1.50", 16993, version: "18.1.2", realm: realmA)
    site.web("10.0.2.50", 16993, version: "18.1.2", realm: realmA)
    site.lease("10.0.1.50", mac: "80:c4:a8:58:df:01", domain: "corp.example", name: "pc50")
    site.lease("10.0.2.50", mac: "80:c4:a8:58:df:02", domain: "branch.example", name: "pc50")
    let device = try #require(site.devices.first)
    #expect(site.devices.count == 1)
    #expect(device.address == ip("10.0.1.50"))
    #expect(device.option15 == .known(Claim("corp.example", source: "dhcp", [3])))
    #expect(device.lease?.value.yourAddress == ip4("10.0.1.50"))
  }

  @Test("an acknowledgement counts before a later offer of another server for the same address")
  func offers() throws {
    var site = SiteBuilder()
    site.pong("10.0.0.5", version: "15.0", state: .pre)
    site.lease("10.0.0.5", mac: "80:c4:a8:58:df:01", domain: "corp.example")
    site.lease(
      "10.0.0.5", mac: "80:c4:a8:58:df:01", domain: "rogue.example", server: "10.0.0.9",
      message: "OFFER")
    #expect(site.devices.first?.option15.value == "corp.example")
  }

  @Test("a lease elsewhere gives way to what the segment of the address hands out")
  func elsewhere() throws {
    var site = SiteBuilder()
    site.pong("10.0.1.5", version: "15.0", state: .pre)
    site.neighbour("10.0.1.5", mac: "80:c4:a8:58:df:01")
    site.lease("10.0.2.5", mac: "80:c4:a8:58:df:01", domain: "branch.example", mask: 24)
    #expect(site.devices.first?.option15.value == "branch.example", "the only word there is")
    site.lease("10.0.1.77", mac: "80:c4:a8:58:df:09", domain: "corp.example", mask: 24)
    #expect(site.devices.first?.option15.value == "corp.example")
  }
}

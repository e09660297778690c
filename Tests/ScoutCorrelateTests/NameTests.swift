import ScoutCorrelate
import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@Suite("Names and segments") struct NameTests {
  @Test("names come from look-ups, certificates, DHCP and files, each with its look-ups")
  func names() throws {
    var site = SiteBuilder()
    site.web("10.0.0.5", 16993, version: "11.8.50.3425", realm: realmA)
    site.tls("10.0.0.5", name: "amt5.corp.example", dnsNames: ["alt5.corp.example"])
    site.tls("10.0.0.5", 16995, name: "AMT RCFG")
    site.neighbour("10.0.0.5", mac: "80:c4:a8:58:df:e9")
    site.ptr("10.0.0.5", "PC5.corp.example.")
    site.lease(
      "10.0.0.5", mac: "80:c4:a8:58:df:e9", name: "pc5", fqdn: "pc5.lab.example",
      message: "REQUEST")
    site.host(mac: "80:c4:a8:58:df:e9", name: "PC5", hostSuffix: "ad.example")
    site.forward("pc5.corp.example", "10.0.0.5")
    site.forward("amt5.corp.example")
    site.forward("pc5.lab.example", "10.0.0.99")
    site.forward("pc5.ad.example", "2001:db8::5")
    site.forward("other.corp.example", "10.0.0.5")
    let device = try #require(site.devices.first)
    #expect(site.devices.count == 1)
    #expect(device.names.pointers.map(\.values) == [["pc5.corp.example"]])
    #expect(device.names.certificate.map(\.value) == ["alt5.corp.example", "amt5.corp.example"])
    #expect(device.names.dhcp.best?.value == "pc5.lab.example")
    #expect(device.names.dhcp.best?.source == "option 81")
    #expect(device.names.host.value == "PC5")
    #expect(
      device.names.forwards.map(\.name)
        == ["amt5.corp.example", "pc5.ad.example", "pc5.corp.example", "pc5.lab.example"])
    #expect(device.names.forwards.map(\.outcome) == [.noSuchName, .answered, .answered, .answered])
  }

  @Test("a bare name is met under the suffixes that the machine was given")
  func bareNames() throws {
    var site = SiteBuilder()
    site.pong("10.0.0.5", version: "9.5", state: .pre)
    site.lease("10.0.0.5", mac: "80:c4:a8:58:df:e9", name: "pc5", message: "REQUEST")
    site.lease("10.0.0.5", mac: "80:c4:a8:58:df:e9", domain: "corp.example")
    site.forward("pc5.corp.example", "10.0.0.5")
    site.forward("pc5.home.example")
    let device = try #require(site.devices.first)
    #expect(device.names.forwards.map(\.name) == ["pc5.corp.example", "pc5.home.example"])
    #expect(device.option15 == .known(Claim("corp.example", source: "dhcp", [3])))
  }

  @Test("the newest answer of each server counts, a question alone never")
  func answers() throws {
    var site = SiteBuilder()
    site.open("10.0.0.5", 16992)
    site.ptr("10.0.0.5", "old.corp.example")
    site.ptr("10.0.0.5", "new.corp.example")
    site.ptr("10.0.0.5", outcome: .questionOnly)
    site.ptr("10.0.0.5", "split.corp.example", server: "10.0.0.54")
    let device = try #require(site.devices.first)
    #expect(
      device.names.pointers.map(\.values) == [["new.corp.example"], ["split.corp.example"]])
  }

  @Test("one label under options 81 and 12 agrees, two contradict")
  func dhcpNames() throws {
    var site = SiteBuilder()
    site.open("10.0.0.5", 16992)
    site.lease(
      "10.0.0.5", mac: "80:c4:a8:58:df:e9", name: "pc5", fqdn: "PC5.corp.example",
      message: "REQUEST")
    #expect(site.devices.first?.names.dhcp.value == "PC5.corp.example")
    site.lease("10.0.0.5", mac: "80:c4:a8:58:df:e9", name: "other", message: "REQUEST")
    guard case .conflicting(let claims) = site.devices.first?.names.dhcp else {
      Issue.record("two names at once are a contradiction")
      return
    }
    #expect(claims.map(\.value) == ["PC5.corp.example", "other", "pc5"])
  }

  @Test("an offer of the address to another machine is not this one's lease")
  func offers() throws {
    var site = SiteBuilder()
    site.open("10.0.0.5", 16992)
    site.neighbour("10.0.0.5", mac: "80:c4:a8:58:df:e9")
    site.lease("10.0.0.5", mac: "80:c4:a8:58:df:e9", domain: "corp.example")
    site.lease("10.0.0.5", mac: "80:c4:a8:58:df:ff", domain: "evil.example", message: "OFFER")
    site.lease("10.0.0.5", mac: "80:c4:a8:58:df:e9", message: "NAK")
    let device = try #require(site.devices.first)
    #expect(device.option15.value == "corp.example")
    #expect(device.lease?.value.domainName == "corp.example")
  }

  @Test("a machine without a lease of its own has its segment's option 15")
  func segmentValue() throws {
    var site = SiteBuilder()
    site.open("10.0.0.5", 16992)
    site.lease("10.0.0.77", mac: "80:c4:a8:58:df:01", domain: "Corp.example.", relay: "10.0.0.1")
    #expect(
      site.devices.first?.option15 == .known(Claim("corp.example", source: "segment", [2])))
    site.lease(
      "10.0.0.78", mac: "80:c4:a8:58:df:02", domain: "lab.example", server: "10.0.0.2")
    guard case .conflicting(let claims) = site.devices.first?.option15 else {
      Issue.record("two values in one segment contradict")
      return
    }
    #expect(claims.map(\.source) == ["10.0.0.1", "10.0.0.2"])
    #expect(claims.map(\.value) == ["corp.example", "lab.example"])
  }

  @Test("segments: told by the operator, by masks, or taken around the device")
  func segments() throws {
    var site = SiteBuilder()
    site.open("10.1.1.5", 16992)
    site.open("10.2.3.5", 16992)
    site.open("10.3.0.5", 16992)
    site.open("2001:db8::5", 16993)
    site.lease(
      "10.2.0.9", mac: "80:c4:a8:58:df:01", domain: "corp.example", mask: 22,
      searchList: ["a.example"], nameServers: ["10.0.0.54", "10.0.0.53"])
    site.lease(nil, mac: "80:c4:a8:58:df:02", relay: "10.1.0.1")
    let view = Correlator.correlate(
      site.observations, knownSegments: [(net("10.1.0.0/22"), "Lyon"), (net("10.9.0.0/24"), "")])
    #expect(
      view.segments.map(\.prefix.description)
        == ["10.1.0.0/22", "10.2.0.0/22", "10.3.0.0/24", "10.9.0.0/24", "2001:db8::/64"])
    #expect(view.segments.map(\.isTold) == [true, true, false, true, false])
    #expect(view.segments[0].withoutOption15 == [6])
    #expect(view.segments[1].nameServers == [ip4("10.0.0.53"), ip4("10.0.0.54")])
    #expect(view.segments[1].searchLists == [["a.example"]])
    #expect(view.devices.map { $0.segment?.length } == [22, 22, 24, 64])
  }

  @Test(
    "a refused registration stays with the machine whose name it is, until it is asked for anew")
  func refusals() throws {
    var site = SiteBuilder()
    site.pong("10.0.0.5", version: "9.5", state: .post, openPort: 16992)
    site.lease("10.0.0.5", mac: "80:c4:a8:58:df:e9", name: "pc5", message: "REQUEST")
    site.lease("10.0.0.5", mac: "80:c4:a8:58:df:e9", domain: "corp.example")
    let wish = site.registration(
      "pc5.corp.example", "10.0.0.5", client: "10.0.0.5", id: 7, isRefused: false)
    // Another number, another client, another server: not the answer to this.
    site.registration("corp.example", "", client: "10.0.0.5", id: 8, isRefused: true)
    site.registration("corp.example", "", client: "10.0.0.6", id: 7, isRefused: true)
    site.registration(
      "corp.example", "", client: "10.0.0.5", server: "10.0.0.54", id: 7, isRefused: true)
    #expect(site.devices.first?.names.refusals == [])
    let answer = site.registration(
      "corp.example", "", client: "10.0.0.5", id: 7, isRefused: true)
    let refused = try #require(site.devices.first?.names.refusals.first)
    #expect(refused.name == "pc5.corp.example" && refused.values == ["10.0.0.5"])
    #expect(refused.server == ip("10.0.0.53"))
    #expect(refused.evidence == Evidence([wish, answer]))
    #expect(site.devices.first?.evidence.observations.contains(answer) == true)
    // Windows asks again with a signature: what is newest counts.
    site.registration("pc5.corp.example", "10.0.0.5", client: "10.0.0.5", id: 9, isRefused: false)
    #expect(site.devices.first?.names.refusals == [])
    // Numbers come round again.
    site.wait(.seconds(120))
    site.registration("corp.example", "", client: "10.0.0.5", id: 9, isRefused: true)
    #expect(site.devices.first?.names.refusals == [])
  }

  @Test("what a machine calls itself on its link is its name by hearsay, and makes no machine")
  func localNames() throws {
    var site = SiteBuilder()
    site.add(.localName(LocalNameSighting("pc5.local", .mdns)), at: "10.0.0.5", method: .passive)
    #expect(site.devices.isEmpty)
    site.pong("10.0.0.5", version: "9.5", state: .pre)
    site.add(.localName(LocalNameSighting("pc5", .netBIOS)), at: "10.0.0.5", method: .passive)
    site.add(.localName(LocalNameSighting("pc5", .netBIOS)), at: "10.0.0.5", method: .passive)
    site.forward("pc5.local", "10.0.0.99")
    let device = try #require(site.devices.first)
    #expect(device.names.local.map(\.value.name) == ["pc5", "pc5.local"])
    #expect(device.names.local.map(\.value.service) == [.netBIOS, .mdns])
    #expect(device.names.local.first?.evidence == [3, 4])
    #expect(device.evidence == [1, 2, 3, 4])
    #expect(device.lastSeen == device.firstSeen, "it tells nothing of AMT")
    #expect(device.names.forwards.isEmpty && device.names.dhcp.value == nil)
    #expect(DeviceQuery("PC5")?.matches(in: [device]) == [device])
    #expect(DeviceQuery("pc5.local")?.matches(in: [device]) == [device])
  }

  @Test("the sheet of an IPv6 link tells who hands out what, also where an answer names no link")
  func links() throws {
    func said(_ message: String, by server: String?, _ change: (inout IPv6Sighting) -> Void) -> Fact
    {
      var sighting = IPv6Sighting(message: message)
      sighting.server = server.map(ip)
      change(&sighting)
      return .ipv6(sighting)
    }
    var site = SiteBuilder()
    let dns = try #require(IPv6Address("2001:db8::53"))
    site.add(
      said("RA", by: "fe80::1") { $0.prefixes = [net("2001:db8:1::/64")] }, method: .passive)
    // Without an address in it: by its sender, who advertises one link alone.
    site.add(
      said("REPLY", by: "fe80::1") {
        $0.searchList = ["one.example"]
        $0.nameServers = [dns]
      }, method: .passive)
    for client: UInt64 in 5...9 {
      site.add(
        said("REPLY", by: "fe80::2") {
          $0.searchList = ["two.example"]
          $0.addresses = [IPv6Address(high: 0x2001_0DB8_0002_0000, low: client)]
        }, method: .passive)
    }
    // Nobody can tell which link this is.
    site.add(said("REPLY", by: "fe80::3") { $0.searchList = ["lost.example"] }, method: .passive)
    let view = site.view
    #expect(view.segments.map(\.prefix) == [net("2001:db8:1::/64"), net("2001:db8:2::/64")])
    #expect(view.segments.map(\.searchLists) == [[["one.example"]], [["two.example"]]])
    #expect(view.segments.map(\.servers6) == [[ip("fe80::1")], [ip("fe80::2")]])
    #expect(view.segments.map(\.nameServers6) == [[dns], []])
  }

  @Test("provision servers are listed once per name, type and server")
  func provisionServers() {
    var site = SiteBuilder()
    site.provisionServer("corp.example")
    site.provisionServer("corp.example", "10.0.0.80")
    site.provisionServer("lab.example")
    let view = site.view
    #expect(view.provisionServers.map(\.values) == [["10.0.0.80"], []])
    #expect(view.devices.isEmpty)
  }
}

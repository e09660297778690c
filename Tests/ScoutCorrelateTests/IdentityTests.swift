import ScoutCorrelate
import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

let realmA = "Digest:727734D63A1FC0423736E48DA554E462"
let realmB = "Digest:2517B2332AFD88353D5F5FD352697901"
let oldRealm = "Digest:C8090000000000000000000000000000"
let uuidA = "4c4b4568-195a-4260-8097-a4c14f566733"
let uuidB = "4c4b4568-195a-4260-8097-a4c14f566734"

extension SiteBuilder {
  var view: SiteView { Correlator.correlate(observations) }
  var devices: [Device] { view.devices }
}

extension Device {
  var addressTexts: [String] { addresses.map(\.value.description) }
}

@Suite("Identity") struct IdentityTests {
  @Test("everything at one address in one scan is one device")
  func oneAddress() throws {
    var site = SiteBuilder()
    site.open("10.0.0.5", 16992)
    site.pong("10.0.0.5", version: "9.0", state: .post, openPort: 16992)
    site.web("10.0.0.5", version: "9.0.30", realm: oldRealm)
    site.ptr("10.0.0.5", "pc5.corp.example")
    site.open("10.0.0.6", 16992)
    let devices = site.devices
    #expect(devices.map(\.addressTexts) == [["10.0.0.5"], ["10.0.0.6"]])
    #expect(devices.map(\.id.description) == ["D1", "D5"])
    let first = try #require(devices.first)
    #expect(first.evidence == [1, 2, 3, 4])
    #expect(first.ports.map(\.value.description) == ["16992", "623/udp"])
  }

  @Test("the same address in two sites is two devices")
  func sites() {
    var site = SiteBuilder()
    site.site = "Lyon"
    site.open("10.0.0.5", 16992)
    site.site = "Oslo"
    site.open("10.0.0.5", 16992)
    #expect(site.devices.map(\.site) == ["Lyon", "Oslo"])
  }

  @Test("what only attaches never makes a device")
  func attachments() {
    var site = SiteBuilder()
    site.lease("10.0.0.5", mac: "00:11:22:33:44:55", domain: "corp.example")
    site.ptr("10.0.0.5", "pc5.corp.example")
    site.neighbour("10.0.0.5", mac: "00:11:22:33:44:55")
    site.port("10.0.0.5", 16992, .tcp, .unreachable(by: nil))
    site.open("10.0.0.5", 5900)
    #expect(site.devices.isEmpty)
  }

  @Test("who keeps probes out is told once for each router, with the prefixes, in any order")
  func filters() throws {
    let router = try #require(IPAddress("10.9.0.1"))
    var site = SiteBuilder()
    for number in 0..<20 {
      site.port("10.0.\(number % 2).5", 16992, .tcp, .filtered(by: router))
    }
    site.port("10.0.7.1", 623, .udp, .filtered(by: nil))
    site.port("10.0.8.1", 16992, .tcp, .unreachable(by: router))
    let view = Correlator.correlate(site.observations)
    #expect(view.filters.map(\.router) == [nil, router] && view.devices.isEmpty)
    #expect(view.filters.map(\.probes) == [1, 20])
    #expect(view.filters.last?.prefixes.map(\.description) == ["10.0.0.0/24", "10.0.1.0/24"])
    #expect(view.filters.last?.evidence.observations.count == 10)
    #expect(Correlator.correlate(site.observations.reversed()).filters == view.filters)
  }

  @Test("a realm follows its machine to another address, and the earlier id stays")
  func realmMoves() throws {
    var site = SiteBuilder()
    site.web("10.0.0.5", version: "15.0.23.1706", realm: realmA)
    site.scan = 2
    site.wait(.seconds(7 * 86400))
    site.web("10.0.0.9", version: "15.0.23.1706", realm: realmA)
    site.web("10.0.0.5", version: "16.1.25.1917", realm: realmB)
    let devices = site.devices
    #expect(devices.map(\.id.description) == ["D1", "D3"])
    #expect(devices[0].addressTexts == ["10.0.0.9", "10.0.0.5"])
    #expect(devices[0].aliases.map(\.description) == ["D2"])
    #expect(devices[1].addressTexts == ["10.0.0.5"])
    #expect(devices.map(\.realm.value) == [realmA, realmB])
  }

  @Test("a realm of old firmware never merges alone")
  func oldRealms() {
    var site = SiteBuilder()
    site.web("10.0.0.5", version: "9.0.30", realm: oldRealm)
    site.web("10.0.0.6", version: "9.0.30", realm: oldRealm)
    #expect(site.devices.count == 2)
    site.neighbour("10.0.0.5", mac: "00:11:22:33:44:55")
    site.neighbour("10.0.0.6", mac: "00:11:22:33:44:55")
    #expect(site.devices.count == 1, "but its hardware address does")
  }

  @Test("an old realm and its address together hold over any time")
  func oldRealmAtPlace() {
    var site = SiteBuilder()
    site.web("10.0.0.5", version: "9.0.30", realm: oldRealm)
    site.wait(.seconds(90 * 86400))
    site.web("10.0.0.5", version: "9.0.30", realm: oldRealm)
    #expect(site.devices.count == 1)
  }

  @Test("an address is trusted for a while only")
  func patience() {
    var site = SiteBuilder()
    site.pong("10.0.0.5", version: "9.5", state: .pre)
    site.wait(.seconds(31 * 86400))
    site.pong("10.0.0.5", version: "9.5", state: .pre)
    #expect(site.devices.count == 1)
    site.wait(.seconds(40 * 86400))
    site.pong("10.0.0.5", version: "9.5", state: .pre)
    #expect(site.devices.count == 2)
  }

  @Test("a new tenant of an address is a new device")
  func tenants() {
    var site = SiteBuilder()
    site.lease("10.0.0.5", mac: "00:11:22:33:44:55")
    site.pong("10.0.0.5", version: "9.5", state: .pre)
    site.wait(.seconds(7 * 86400))
    site.lease("10.0.0.5", mac: "00:11:22:33:44:66")
    site.pong("10.0.0.5", version: "11.8", state: .pre)
    let devices = site.devices
    #expect(devices.map(\.version.value?.description) == ["9.5", "11.8"])
    #expect(
      devices.map(\.macs.first?.value) == [mac("00:11:22:33:44:55"), mac("00:11:22:33:44:66")])
  }

  @Test("a UUID joins files and realms under it; placeholders join nothing")
  func uuids() {
    var site = SiteBuilder()
    site.host("10.0.0.5", uuid: uuidA, version: "11.8.50.3425")
    site.host("10.0.1.5", uuid: uuidA, version: "11.8.50.3425", wireless: true)
    site.host("10.0.0.6", uuid: "03000200-0400-0500-0006-000700080009")
    site.host("10.0.0.7", uuid: "03000200-0400-0500-0006-000700080009")
    site.host("10.0.0.8", uuid: "ffffffff-ffff-ffff-ffff-ffffffffffff")
    let devices = site.devices
    #expect(devices.count == 4)
    #expect(devices[0].addressTexts == ["10.0.0.5", "10.0.1.5"])
    #expect(devices[1].uuid == .unknown(.notTold))
  }

  @Test("a file finds its machine by hardware address, by address, and by name")
  func files() {
    var site = SiteBuilder()
    site.pong("10.0.0.5", version: "15.0", state: .pre)
    site.pong("10.0.0.6", version: "15.0", state: .pre)
    site.neighbour("10.0.0.6", mac: "80:c4:a8:58:df:e9")
    site.pong("10.0.0.7", version: "15.0", state: .pre)
    site.lease(
      "10.0.0.7", mac: "80:c4:a8:58:df:ea", name: "PC-7", message: "REQUEST")
    site.host(uuid: uuidA, version: "15.0.10.1447", hostAddress: "10.0.0.5")
    site.host(mac: "80:c4:a8:58:df:e9", uuid: uuidB, version: "15.0.10.1447")
    site.host(version: "15.0.10.1447", name: "pc-7")
    let devices = site.devices
    #expect(devices.count == 3)
    #expect(devices.allSatisfy { $0.version.value == firmware("15.0.10.1447") })
  }

  @Test("one name on two machines joins neither")
  func twins() {
    var site = SiteBuilder()
    site.host(uuid: uuidA, name: "PC-1")
    site.host(uuid: uuidB, name: "PC-1")
    site.pong("10.0.0.7", version: "15.0", state: .pre)
    site.lease("10.0.0.7", mac: "80:c4:a8:58:df:ea", name: "PC-1", message: "REQUEST")
    #expect(site.devices.count == 3)
  }

  @Test("a certificate's key joins, unless it is a copy")
  func certificateKeys() {
    var site = SiteBuilder()
    site.tls("10.0.0.5", name: "pc5.corp.example", key: "k5")
    site.wait(.seconds(60 * 86400))
    site.tls("10.0.0.9", name: "pc5.corp.example", key: "k5")
    #expect(site.devices.count == 1)
    site.web("10.0.0.9", 16993, realm: realmA)
    #expect(site.devices.count == 1)
    site.tls("10.0.0.10", name: "pc5.corp.example", key: "k5")
    site.web("10.0.0.10", 16993, realm: realmB)
    #expect(site.devices.count == 3)
  }

  @Test("a key or a hardware address at many addresses of one scan names no machine")
  func proxies() {
    var site = SiteBuilder()
    for host in 1...5 {
      site.tls("10.0.0.\(host)", name: "lb.example", key: "shared")
      site.open("10.0.1.\(host)", 16992)
      site.neighbour("10.0.1.\(host)", mac: "00:11:22:33:44:55")
    }
    let devices = site.devices
    #expect(devices.count == 10)
    #expect(devices.allSatisfy { $0.macs.isEmpty })
  }

  @Test("different UUIDs behind one hardware address stay apart and both show it")
  func veto() {
    var site = SiteBuilder()
    site.host(mac: "80:c4:a8:58:df:e9", uuid: uuidA)
    site.host(mac: "80:c4:a8:58:df:e9", uuid: uuidB)
    let devices = site.devices
    #expect(devices.count == 2)
    #expect(
      devices[0].uuid
        == .conflicting([
          Claim(uuid(uuidA), source: "import", [1]), Claim(uuid(uuidB), source: "import", [2]),
        ]))
    #expect(devices[1].uuid.best?.value == uuid(uuidB))
  }

  @Test("one realm under two UUIDs, one UUID with two realms: conflicts, both visible")
  func strongConflicts() {
    var site = SiteBuilder()
    site.web("10.0.0.5", realm: realmA)
    site.host("10.0.0.5", uuid: uuidA)
    site.web("10.0.0.6", realm: realmA)
    site.web("10.0.0.7", realm: realmB)
    site.host("10.0.0.7", uuid: uuidA)
    let devices = site.devices
    #expect(devices.count == 2, "an address is too weak to join two realms")
    #expect(devices.contains { if case .conflicting = $0.realm { true } else { false } })
  }

  @Test("two realms that take turns at one address are shown as a contradiction")
  func turns() {
    var site = SiteBuilder()
    site.web("10.0.0.5", 16992, realm: realmA)
    site.web("10.0.0.5", 16993, realm: realmB)
    let devices = site.devices
    #expect(devices.count == 2)
    for device in devices {
      guard case .conflicting(let claims) = device.realm else {
        Issue.record("the contradiction is hidden")
        continue
      }
      #expect(claims.count == 2)
    }
  }
}

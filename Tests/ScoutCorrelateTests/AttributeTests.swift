import ScoutCorrelate
import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@Suite("Attributes") struct AttributeTests {
  private func only(_ site: SiteBuilder) throws -> Device {
    let devices = site.devices
    try #require(devices.count == 1)
    return try #require(devices.first)
  }

  @Test("agreeing versions keep the most precise, with all evidence")
  func precision() throws {
    var site = SiteBuilder()
    site.pong("10.0.0.5", version: "11.8", state: .post)
    site.web("10.0.0.5", version: "11.8.50.3425")
    let device = try only(site)
    #expect(device.version == .known(Claim(firmware("11.8.50.3425"), source: "http", [1, 2])))
  }

  @Test("contradicting versions show both, the web server's first")
  func contradiction() throws {
    var site = SiteBuilder()
    site.pong("10.0.0.5", version: "9.5", state: .post)
    site.web("10.0.0.5", version: "11.8.50.3425")
    let device = try only(site)
    #expect(
      device.version
        == .conflicting([
          Claim(firmware("11.8.50.3425"), source: "http", [2]),
          Claim(firmware("9.5"), source: "pong", [1]),
        ]))
  }

  @Test("an update between two scans is no contradiction")
  func update() throws {
    var site = SiteBuilder()
    site.web("10.0.0.5", version: "11.8.50.3425", realm: realmA)
    site.pong("10.0.0.5", version: "11.8", state: .post)
    site.wait(.seconds(7 * 86400))
    site.web("10.0.0.5", version: "11.8.90.3987", realm: realmA)
    let device = try only(site)
    #expect(device.version == .known(Claim(firmware("11.8.90.3987"), source: "http", [2, 3])))
  }

  @Test("a span stands where no version is known")
  func spans() throws {
    var site = SiteBuilder()
    let span = VersionSpan(from: FirmwareVersion(4), below: FirmwareVersion(5, 1))
    site.pong("10.0.0.5", span: span)
    #expect(try only(site).span == span)
    #expect(try only(site).version == .unknown(.notTold))
    site.web("10.0.0.5", version: "5.0.50")
    #expect(try only(site).span == nil)
  }

  @Test("the state comes from pong, certificate, web server and file")
  func states() throws {
    var pre = SiteBuilder()
    pre.pong("10.0.0.5", version: "9.5", state: .pre)
    #expect(try only(pre).state.value == .pre)
    var setUp = SiteBuilder()
    setUp.tls("10.0.0.5", name: "AMT RCFG", state: .in)
    #expect(try only(setUp).state == .known(Claim(.in, source: "tls", [1])))
    var post = SiteBuilder()
    post.web("10.0.0.5", version: "9.0.30")
    #expect(try only(post).state == .known(Claim(.post, source: "http", [1])))
    var host = SiteBuilder()
    host.host("10.0.0.5", state: .post, controlMode: .client)
    #expect(try only(host).state.value == .post)
    #expect(try only(host).controlMode == .known(Claim(.client, source: "import", [1])))
    var other = SiteBuilder()
    other.web("10.0.0.5", product: .none)
    #expect(try only(other).state == .unknown(.notTold))
    var changed = SiteBuilder()
    changed.pong("10.0.0.5", version: "9.5", state: .pre)
    changed.wait(.seconds(2 * 86400))
    changed.web("10.0.0.5", version: "9.5.30")
    #expect(try only(changed).state.value == .post)
  }

  @Test("products: a title yields to a header, something else yields to AMT, a pong to a sibling")
  func products() throws {
    var bare = SiteBuilder()
    bare.web("10.0.0.5", product: .none)
    #expect(try only(bare).product.value == Product.none)
    bare.pong("10.0.0.5", version: "11.8", state: .pre)
    #expect(try only(bare).product.value == .amt)
    var sibling = SiteBuilder()
    sibling.pong("10.0.0.5", version: "11.8", state: .post)
    sibling.web("10.0.0.5", product: .ism, version: "11.8.92", from: "title")
    #expect(try only(sibling).product == .known(Claim(.ism, source: "http", [1, 2])))
    var torn = SiteBuilder()
    torn.web("10.0.0.5", 16993, product: .ism, from: "title")
    torn.web("10.0.0.5", 16992, product: .amt)
    #expect(
      try only(torn).product
        == .conflicting([Claim(.amt, source: "http", [2]), Claim(.ism, source: "http", [1])]))
  }

  @Test("why something is not known: nobody asked, nothing came, nothing was told")
  func reasons() throws {
    var open = SiteBuilder()
    open.open("10.0.0.5", 16992)
    #expect(try only(open).product == .unknown(.notAsked))
    #expect(try only(open).controlMode == .unknown(.needsHostOrCredentials))
    #expect(try only(open).option15 == .unknown(.notAsked))
    var silent = SiteBuilder()
    silent.web("10.0.0.5", product: .unknown, outcome: .silent)
    #expect(try only(silent).version == .unknown(.noAnswer))
    #expect(try only(silent).realm == .unknown(.noAnswer))
    var vague = SiteBuilder()
    vague.web("10.0.0.5", server: "AMT")
    #expect(try only(vague).version == .unknown(.notTold))
    #expect(try only(vague).names.amt == .unknown(.needsHostOrCredentials))
    var refused = SiteBuilder()
    refused.web("10.0.0.5", outcome: .notConnected)
    #expect(refused.devices.isEmpty)
  }

  @Test("addresses: where AMT answers, then the file's, then leases")
  func addresses() throws {
    var site = SiteBuilder()
    site.lease("10.0.0.2", mac: "80:c4:a8:58:df:e9")
    site.host(
      "10.0.0.3", mac: "80:c4:a8:58:df:e9", uuid: uuidA, hostAddress: "10.0.0.4")
    site.neighbour("10.0.0.9", mac: "80:c4:a8:58:df:e9")
    site.pong("10.0.0.9", version: "9.5", state: .pre)
    let device = try only(site)
    #expect(device.addressTexts == ["10.0.0.9", "10.0.0.3", "10.0.0.4", "10.0.0.2"])
    #expect(device.segment == net("10.0.0.0/24"))
    #expect(device.lease?.value.yourAddress == ip4("10.0.0.2"))
  }

  @Test("only the newest answer of each port is kept; ports remember when they were seen")
  func newest() throws {
    var site = SiteBuilder()
    site.web("10.0.0.5", 16992, version: "9.0.30")
    site.wait(.seconds(60))
    site.web("10.0.0.5", 16992, version: "9.0.31")
    site.web("10.0.0.5", 16993, version: "9.0.31")
    let device = try only(site)
    #expect(device.webs.map(\.value.version) == [firmware("9.0.31"), firmware("9.0.31")])
    #expect(device.webs.map(\.value.port) == [16992, 16993])
    let port = try #require(device.ports.first)
    #expect(port.first == .testStart && port.last > port.first && port.evidence == [1, 2])
    #expect(device.firstSeen == .testStart)
  }
}

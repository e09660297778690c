import ScoutModel
import ScoutTestKit
import Testing

@testable import ScoutAssess

@Suite("Ranking") struct RankingTests {
  @Test("follows the purpose of the site")
  func purposes() {
    #expect(Purpose(profile()) == .simple)
    #expect(Purpose(profile { $0.needs = [.unattended] }) == .control)
    #expect(Purpose(profile { $0.consentAvailable = false }) == .control)
    #expect(Purpose(profile { $0.needs = [.unattended, .tls] }) == .settings)
    #expect(Purpose(profile { $0.smallSite = true }) == .handful)
    #expect(
      Purpose(
        profile {
          $0.smallSite = true; $0.touchAllowed = false
        }) == .simple)
  }

  @Test("has the effort of each remedy at its place")
  func efforts() { #expect(Remedy.allCases.map(\.order) == Array(Remedy.allCases.indices)) }

  @Test("is data: another order gives another advice")
  func data() {
    var ranking = Ranking.current
    ranking.points[.simple]?[.manual] = -1
    let book = RuleBook.current2026
    let changed = RuleBook(
      id: "own", version: "1", rules: book.rules, ranking: ranking, methods: book.methods,
      isCurrent: true)
    let view = SiteView(devices: [factory("12.0.93.2000")], segments: [])
    let result = Assessor(current: changed).assess(view, profile: SiteProfile(), at: noon)
    #expect(result.assessments.first?.recommendation.advice == .manual)
    #expect(result.assessments.first?.recommendation.rulebook == "own")
  }

  @Test("prefers the vendor's keys only where option 15 is of no use")
  func keys() throws {
    let site = profile {
      var own = DeviceProfile(match: "10.0.0.5")
      own.pskPreloaded = true
      $0.devices = [own]
    }
    #expect(try assess(factory("9.1.41.3024"), site).recommendation.advice == .hostBased)
    #expect(
      try assess(factory("9.1.41.3024", option15: "x.local"), site).recommendation.advice == .psk)
    #expect(
      try assess(factory("9.1.41.3024", option15: "corp"), site).recommendation.advice == .psk)
    #expect(
      try assess(factory("11.8.94.4494", option15: "x.local"), site).recommendation.advice
        == .hostBased)
  }

  @Test(
    "knows single machines by name, MAC, UUID or address",
    arguments: [
      "pc", "pc.corp.example", "00:11:22:33:44:55", "4C4C4544-0043-4210-8054-B5C04F4D3132",
      "10.0.0.5",
    ])
  func matches(key: String) throws {
    let device = Device.sample(
      mac: "00:11:22:33:44:55", uuid: "4c4c4544-0043-4210-8054-b5c04f4d3132",
      version: "9.1.41.3024",
      state: .pre, pong: pong(), option15: "x.local", ptr: ["PC.corp.example"])
    let site = profile {
      var own = DeviceProfile(match: key)
      own.pskPreloaded = true
      $0.devices = [own]
    }
    #expect(try assess(device, site).recommendation.advice == .psk)
  }

  @Test("takes the profile's longest prefix")
  func prefixes() throws {
    let site = profile {
      var wide = SegmentProfile(prefix: net("10.0.0.0/8"))
      wide.option15 = "wide.example"
      var narrow = SegmentProfile(prefix: net("10.0.0.0/24"))
      narrow.option15 = "narrow.example"
      $0.segments = [wide, narrow]
      $0.certificates = [provisioning("a.narrow.example")]
    }
    let result = try assess(factory("12.0.93.2000", option15: nil), site)
    #expect(result.recommendation.eligibility(.pki) == .eligible)
  }
}

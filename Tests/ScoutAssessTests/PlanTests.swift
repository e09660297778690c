import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutAssess

/// Devices that are not configured, one for each suffix and version, in segments of their own.
private func fleet(_ machines: [(suffix: String?, version: String, count: Int)]) -> SiteView {
  var devices: [Device] = []
  for (place, machine) in machines.enumerated() {
    for number in 0..<machine.count {
      let id = Int64(place * 1000 + number + 1)
      let address = "10.\(place).0.\(number + 1)"
      var device = Device.sample(
        id, address, product: .amt, version: machine.version, state: .pre,
        option15: machine.suffix)
      device.pongs = [seen(pong(firmware(machine.version)))]
      devices.append(device)
    }
  }
  return SiteView(devices: devices, segments: [])
}

private func plan(
  _ view: SiteView, _ change: (inout SiteProfile) -> Void = { _ in }
) -> SitePlan {
  Assessor().assess(view, profile: profile(change), at: noon).plan
}

@Suite("The plan of a site") struct PlanTests {
  @Test("puts every suffix against every certificate, by the rule of each generation")
  func matrix() throws {
    let view = fleet([
      ("east.corp.example.org", "12.0.93.2000", 3), ("firm.local", "9.1.41.3024", 2),
    ])
    let coverage = plan(view) {
      $0.certificates = [provisioning("setup.corp.example.org"), provisioning("a.firm.local")]
    }.coverage
    #expect(coverage.suffixes.map(\.suffix) == ["east.corp.example.org", "firm.local"])
    #expect(coverage.suffixes.map(\.devices) == [3, 2])
    let east = try #require(coverage.suffixes.first)
    // Under .org siblings are known only to firmware with the table.
    #expect(east.fits[0].early.fits == .no && east.fits[0].later.fits == .yes)
    #expect(east.fits[0].later.match == "sibling" && east.fits[1].later.fits == .no)
    #expect(coverage.certificates.map(\.devicesFitting) == [3, 2])
    #expect(coverage.certificates.map(\.devicesGained) == [3, 2])
    #expect(coverage.suffixes[1].kind == "privateUse" && coverage.suffixes[1].advice == nil)
  }

  @Test("says what to write into option 15 where nothing fits")
  func advice() {
    let view = fleet([
      ("firm.local", "12.0.93.2000", 2), ("co.uk", "12.0.93.2000", 1), ("lan", "12.0.93.2000", 1),
      ("other.example.net", "12.0.93.2000", 1),
    ])
    let rows = plan(view) { $0.certificates = [provisioning("setup.corp.example.com")] }
      .coverage.suffixes
    for suffix in ["firm.local", "lan"] {
      let row = rows.first { $0.suffix == suffix }
      #expect(row?.advice?.contains("write corp.example.com into option 15") == true)
    }
    #expect(rows.first { $0.suffix == "co.uk" }?.advice?.contains("registry") == true)
    #expect(
      rows.first { $0.suffix == "other.example.net" }?.advice?.contains("Add a name under") == true)
  }

  @Test("counts devices without a suffix, and those whose suffix nobody knows")
  func missing() {
    let coverage = plan(fleet([("", "12.0.93.2000", 2), (nil, "12.0.93.2000", 3)])).coverage
    #expect(coverage.withoutSuffix == 2 && coverage.suffixUnknown == 3)
    #expect(coverage.purchase == nil)
  }

  @Test("finds the smallest set of names: siblings of one domain need one")
  func purchase() throws {
    let view = fleet([
      ("east.corp.example", "12.0.93.2000", 3), ("corp.example.com", "12.0.93.2000", 5),
      ("west.example.com", "9.1.41.3024", 2), ("branch.example.net", "12.0.93.2000", 1),
      ("site.local", "12.0.93.2000", 4),
    ])
    let purchase = try #require(plan(view).coverage.purchase)
    #expect(purchase.isSmallest)
    #expect(purchase.beyond == ["site.local"])
    // corp.example.com and west.example.com share example.com; .example has no sibling rule.
    #expect(purchase.names.count == 3)
    #expect(purchase.devices == 11 && purchase.covered == 11)
    #expect(purchase.names.first?.devices == 7)
    #expect(purchase.names.allSatisfy { $0.name.hasPrefix("provisionserver.") })
  }

  @Test("knows that early firmware needs a name of its own where later firmware does not")
  func early() throws {
    let mixed = fleet([("a.firm.org", "3.2.1", 1), ("b.firm.org", "12.0.93.2000", 1)])
    let purchase = try #require(plan(mixed).coverage.purchase)
    #expect(purchase.names.count == 1 && purchase.covered == 2)
    #expect(purchase.names.first?.name == "provisionserver.a.firm.org")
    let both = fleet([("a.firm.org", "3.2.1", 1), ("b.firm.org", "3.2.1", 1)])
    #expect(try #require(plan(both).coverage.purchase).names.count == 2)
  }

  @Test("chooses greedily, and says so, where there are many suffixes")
  func greedy() throws {
    let machines = (0..<30).map { ("s\($0).firm\($0).example", "12.0.93.2000", $0 % 3 + 1) }
    let purchase = try #require(
      plan(fleet(machines.map { (suffix: $0.0, version: $0.1, count: $0.2) })).coverage.purchase)
    #expect(!purchase.isSmallest && purchase.names.count == 30)
    #expect(purchase.covered == purchase.devices && purchase.devices == 60)
    #expect(purchase.names.map(\.devices) == purchase.names.map(\.devices).sorted(by: >))
  }

  @Test("orders the work in waves, with visits counted")
  func waves() throws {
    var off = factory("11.8.94.4494")
    var host = HostInventory(tool: "rpc amtinfo")
    host.enabled = false
    off.hosts = [seen(host)]
    let devices = [
      configured("8.1.71.1000"), factory("6.1.0.2000"), off, factory("12.0.93.2000"),
      factory("5.2.1"), .sample(product: nil, ports: [16992]),
      configured("11.8.94.4494", .admin, secure: true),
    ].enumerated().map { number, device in renumbered(device, number + 1) }
    let waves = plan(SiteView(devices: devices, segments: [])).waves
    #expect(waves.map(\.kind) == [.secure, .firmware, .enable, .hostBased, .hands, .measure])
    #expect(waves.map(\.touches) == [0, 0, 1, 0, 1, 0])
    #expect(waves.first { $0.kind == .hands }?.devices.map(\.method) == [.psk])
    #expect(waves.first { $0.kind == .firmware }?.devices.map(\.id.description) == ["D2"])
    // The wave after the update configures the same device.
    let next = waves.filter { wave in wave.devices.contains { $0.id.description == "D2" } }
    #expect(next.count == 2)
    #expect(waves.allSatisfy { !$0.title.isEmpty })
  }

  private func renumbered(_ device: Device, _ number: Int) -> Device {
    var copy = Device(
      id: DeviceID(ObservationID(Int64(number))), firstSeen: device.firstSeen,
      lastSeen: device.lastSeen)
    copy.addresses = [seen(ip("10.0.0.\(number)"))]
    copy.product = device.product
    copy.version = device.version
    copy.state = device.state
    copy.controlMode = device.controlMode
    copy.ports = device.ports
    copy.pongs = device.pongs
    copy.webs = device.webs
    copy.hosts = device.hosts
    copy.segment = Prefix("10.0.0.0/24")
    copy.evidence = device.evidence
    return copy
  }

  @Test("gives the share that needs no visit, and the worst blocker beside it")
  func readiness() throws {
    let view = fleet([("corp.example.com", "12.0.93.2000", 3), ("firm.local", "12.0.93.2000", 1)])
    let shares = plan(view) {
      $0.certificates = [provisioning("setup.corp.example.com")]
      $0.needs = [.unattended]
      $0.touchAllowed = false
    }.readiness
    let site = try #require(shares.first)
    #expect(site.devices == 4 && site.withoutTouch == 3 && site.blocked == 1)
    #expect(site.share == 75)
    #expect(site.worstBlocker?.rule == "suffix-mismatch" && site.worstBlockerDevices == 1)
    #expect(site.worstSegment == Prefix("10.1.0.0/24"))
    #expect(shares.map(\.name) == ["site", "10.0.0.0/24", "10.1.0.0/24"])
    #expect(shares.map(\.share) == [75, 100, 0])
    let none = plan(SiteView(devices: [], segments: []))
    #expect(none.readiness.first?.share == nil && none.waves.isEmpty)
  }

  @Test("each of the checks a to m has a result, and says what to do where it is not good")
  func checks() {
    for view in [SiteView(devices: [], segments: []), SpeedTests.site(40).0] {
      let checks = plan(view).checks
      #expect(checks.map(\.id) == "abcdefghijklm".map(String.init))
      for check in checks {
        #expect(!check.title.isEmpty)
        if check.result != .good { #expect(check.action?.isEmpty == false, "\(check.id)") }
        #expect(
          check.statements.allSatisfy { !$0.source.isEmpty && $0.rule == "check-\(check.id)" })
        #expect(check.result == .good || check.action?.hasSuffix(".") == true, "\(check.id)")
      }
    }
    let empty = plan(SiteView(devices: [], segments: [])).checks
    #expect(
      empty.filter { $0.result == .notMeasured }.map(\.id) == [
        "a", "b", "c", "d", "e", "f", "g", "k", "l",
      ])
    #expect(empty.filter { $0.result == .question }.map(\.id) == ["h", "j"])
  }

  @Test("is the same for the same observations in any order")
  func deterministic() {
    let (view, profile) = SpeedTests.site(60)
    let first = Assessor().assess(view, profile: profile, at: noon)
    var shuffled = view
    shuffled.devices.reverse()
    let second = Assessor().assess(shuffled, profile: profile, at: noon)
    #expect(first.plan == second.plan)
    #expect(first.assessments == second.assessments)
  }
}

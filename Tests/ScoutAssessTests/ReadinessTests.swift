import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutAssess

@Suite("Readiness") struct ReadinessTests {
  /// One device of each kind, with the group it belongs to under `profile`.
  private static var devices: [(device: Device, group: Readiness)] {
    var off = factory("11.8.94.4494")
    var host = HostInventory(tool: "rpc amtinfo")
    host.enabled = false
    off.hosts = [seen(host)]
    return [
      (configured("11.8.94.4494", .admin, secure: true), .configured),
      // Open to a takeover: a finding and the first wave, and configured all the same.
      (configured("8.1.71.1000"), .configured),
      (factory("12.0.93.2000"), .remote),
      (factory("5.2.1"), .visit),
      // A way is advised, and the firmware must be updated before it can be gone.
      (factory("6.1.0.2000"), .blocked),
      (off, .blocked),
      (factory("8.1.71.3608", product: .sbt), .blocked),
      (.sample(product: nil, ports: [16992]), .unknown),
      (factory("8.1.71.3608", product: .cme), .lookAlike),
      (factory(nil, product: .dash), .lookAlike),
      (factory(nil, product: .bmc), .lookAlike),
      (factory(nil, product: Product.none), .lookAlike),
    ]
  }

  @Test("stands by one rule: what must come first blocks, what has no AMT is not counted")
  func groups() throws {
    for (device, group) in Self.devices {
      let assessment = try assess(device)
      #expect(
        assessment.readiness == group,
        "\(device.product.best?.value.rawValue ?? "-") \(device.version) \(assessment.recommendation)"
      )
    }
  }

  @Test("is the same in the plan as in each machine's assessment")
  func plan() throws {
    let (view, profile) = SpeedTests.site(60)
    let site = Assessor().assess(view, profile: profile, at: noon)
    var counts: [Readiness: Int] = [:]
    for assessment in site.assessments { counts[assessment.readiness, default: 0] += 1 }
    let share = try #require(site.plan.readiness.first)
    #expect(share.configured == counts[.configured] ?? 0)
    #expect(share.withoutTouch == counts[.remote] ?? 0)
    #expect(share.withTouch == counts[.visit] ?? 0)
    #expect(share.blocked == counts[.blocked] ?? 0)
    #expect(share.undecided == counts[.unknown] ?? 0)
    #expect(share.devices == Readiness.shown.reduce(0) { $0 + (counts[$1] ?? 0) })
    #expect(counts.count > 2)
  }
}

import ScoutModel
import ScoutTestKit
import Testing

@testable import ScoutAssess

@Suite("More knowledge") struct MonotonicTests {
  /// Steps by which a device becomes known, each adding one observation.
  private static let steps: [(String, @Sendable (inout Device) -> Void)] = [
    ("version", { $0.version = .told(firmware("12.0.93.2000"), by: "import", [2]) }),
    ("option 15", { $0.option15 = .told("corp.example.com", by: "dhcp", [3]) }),
    ("state", { $0.state = .told(.pre, by: "pong", [4]) }),
    ("pong", { $0.pongs = [seen(pong(), [4])] }),
    (
      "host",
      {
        var host = HostInventory(tool: "rpc amtinfo")
        var adapter = HostAdapter(wireless: false)
        adapter.mac = mac("00:11:22:33:44:55")
        adapter.linkUp = true
        adapter.dhcpEnabled = true
        host.adapters = [adapter]
        $0.hosts = [seen(host, [5])]
      }
    ),
  ]

  private static let sites = [
    profile(), profile { $0.needs = [.unattended] },
    profile {
      $0.needs = [.unattended]
      $0.certificates = [provisioning("a.corp.example.com")]
    },
    profile { $0.smallSite = true }, profile { $0.agentAllowed = false },
  ]

  @Test("never turns a settled method into an open one", arguments: sites.indices)
  func settled(site: Int) throws {
    let site = Self.sites[site]
    for mask in 0..<(1 << Self.steps.count) {
      var device = Device.sample(ports: [16993])
      for (bit, step) in Self.steps.enumerated() where mask & (1 << bit) != 0 {
        step.1(&device)
      }
      let before = try assess(device, site)
      for (bit, step) in Self.steps.enumerated() where mask & (1 << bit) == 0 {
        let after = try assess(device.with(step.1), site)
        for (old, new) in [
          (before.recommendation, after.recommendation),
          (before.recommendation2011, after.recommendation2011),
        ] {
          for verdict in old.verdicts where verdict.eligibility != .undetermined {
            #expect(
              new.eligibility(verdict.method) != .undetermined,
              "\(verdict.method) after \(step.0)")
          }
          if old.advice != .unknown { #expect(new.advice != .unknown, "after \(step.0)") }
        }
      }
    }
  }

  @Test("never blocks: what is not known only asks")
  func unknownNeverBlocks() throws {
    let bare = Device.sample(ports: [16993])
    for site in Self.sites {
      let result = try assess(bare, site)
      for verdict in result.recommendation.verdicts where verdict.eligibility == .ineligible {
        // Policy and the profile's certificates are known; nothing else may stand against it.
        let allowed = ["host-based-agent", "client-control-limits", "certificate-needed"]
        #expect(verdict.rules.allSatisfy { allowed.contains($0) }, "\(verdict.rules)")
      }
    }
  }
}

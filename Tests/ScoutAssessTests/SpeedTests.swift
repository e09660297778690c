import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutAssess

@Suite("Speed") struct SpeedTests {
  /// A mixed site: every fifth device configured, names from several sources, leases, certificates.
  static func site(_ count: Int) -> (SiteView, SiteProfile) {
    let versions = [
      "6.2.20.1000", "9.1.41.3024", "11.8.50.3425", "12.0.93.2000", "15.0.45.2000", "16.1.27.2000",
    ]
    let devices = (0..<count).map { number -> Device in
      let id = Int64(number + 1)
      let address = "10.\(number / 65536).\(number / 256 % 256).\(number % 256)"
      let name = "pc\(number).corp.example.com"
      let isConfigured = number % 5 == 0
      var web: WebSighting?
      if isConfigured {
        var sighting = WebSighting(port: 16992, secure: false, outcome: .complete)
        sighting.product = .amt
        sighting.version = firmware(versions[number % versions.count])
        sighting.statuses = [303]
        web = sighting
      }
      return Device.sample(
        id, address, mac: "00:11:22:33:44:55", version: versions[number % versions.count],
        state: isConfigured ? .post : .pre, ports: isConfigured ? [16992, 16993] : [],
        pong: pong(firmware("11.8")), web: web,
        certificate: isConfigured ? certificate(name) : nil, option15: "corp.example.com",
        dhcpName: name, ptr: [number % 7 == 0 ? "old\(number).corp.example.com" : name]
      ).resolving(name, to: address)
    }
    let profile = profile {
      $0.certificates = [
        provisioning("setup.corp.example.com"), provisioning("*.other.example.net"),
      ]
      $0.homeDomains = [domain("corp.example.com")]
      $0.needs = [.unattended]
    }
    return (SiteView(devices: devices, segments: []), profile)
  }

  @Test("suffices for large sites")
  func speed() {
    #if DEBUG
      let count = 500
    #else
      let count = 100_000
    #endif
    let (view, profile) = Self.site(count)
    let clock = ContinuousClock()
    var result: SiteAssessment?
    let elapsed = clock.measure {
      result = Assessor().assess(view, profile: profile, at: noon)
    }
    #expect(result?.assessments.count == count)
    print("\(count) devices assessed in \(elapsed)")
    #expect(elapsed < .seconds(30))
  }
}

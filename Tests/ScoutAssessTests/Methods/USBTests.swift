import ScoutModel
import ScoutTestKit
import Testing

@testable import ScoutAssess

@Suite("Stick") struct USBTests {
  private func verdict(_ device: Device, _ change: (inout SiteProfile) -> Void = { _ in }) throws
    -> MethodVerdict
  {
    try #require(assess(device, profile(change)).recommendation.verdict(.usb))
  }

  @Test("needs a visit")
  func touch() throws {
    let none = try verdict(factory("12.0.93.2000")) { $0.touchAllowed = false }
    #expect(none.eligibility == .ineligible && none.rules == ["usb-touch"])
  }

  @Test("cannot set what some sites need", arguments: [Need.tls, .ieee8021x, .kerberos])
  func settings(need: Need) throws {
    let none = try verdict(factory("12.0.93.2000")) { $0.needs = [need] }
    #expect(none.eligibility == .ineligible && none.rules == ["usb-settings"])
  }

  @Test("is taken in the factory state only")
  func factoryState() throws {
    let busy = factory("12.0.93.2000").with { $0.state = .told(.in, by: "pong", [1]) }
    #expect(try verdict(busy).rules == ["usb-factory-only"])
    #expect(try verdict(factory("12.0.93.2000")).eligibility == .eligible)
  }

  @Test("is not supported without a wired port")
  func lanless() throws {
    let device = factory("12.0.93.2000").with { $0.pongs = [] }
    let none = try verdict(device) {
      var own = DeviceProfile(match: "10.0.0.5")
      own.wiredPort = false
      $0.devices = [own]
    }
    #expect(none.eligibility == .ineligible)
    #expect(none.rules == ["no-wired-port", "usb-without-lan"])
  }
}

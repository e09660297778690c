import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutAssess

private func explain(_ device: Device, _ profile: SiteProfile = SiteProfile()) throws -> Explanation
{
  try #require(
    Assessor().explanation(
      of: device.id, in: SiteView(devices: [device], segments: []), profile: profile, at: noon))
}

@Suite("The explanation of a device") struct ExplanationTests {
  @Test("goes through all gates where none decides")
  func whole() throws {
    let result = try explain(
      factory("12.0.93.2000"), profile { $0.certificates = [provisioning("a.corp.example.com")] })
    #expect(result.gates.map(\.number) == Array(1...9))
    #expect(result.gates.allSatisfy { !$0.question.isEmpty && !$0.statements.isEmpty })
    #expect(
      result.gates.flatMap(\.statements).allSatisfy { !$0.source.isEmpty && !$0.rule.isEmpty })
    #expect(
      result.assessment
        == (try assess(
          factory("12.0.93.2000"),
          profile { $0.certificates = [provisioning("a.corp.example.com")] })))
    #expect(result.inputs.first { $0.name == "version" }?.value == "12.0.93.2000")
    #expect(result.inputs.first { $0.name == "control mode" }?.value == nil)
  }

  @Test(
    "ends at the gate that decides",
    arguments: [
      (factory("9.5", product: .cme), 1, GateResult.stops),
      (.sample(product: nil, ports: [16992]), 1, .open),
      (configured("11.8.94.4494", .admin), 2, .stops),
    ])
  func stops(device: Device, gate: Int, result: GateResult) throws {
    let gates = try explain(device).gates
    #expect(gates.last?.number == gate && gates.last?.result == result)
  }

  @Test("tells what is open at a gate, and never stops for it")
  func open() throws {
    let gates = try explain(factory(nil, option15: nil)).gates
    #expect(gates.count == 9)
    #expect(gates.contains { $0.result == .open })
    #expect(gates.dropFirst(2).allSatisfy { $0.result != .stops })
  }

  @Test("fills every place of its sentences")
  func filled() throws {
    let result = try explain(
      configured("8.1.71.1000"), profile { $0.homeDomains = [domain("corp.example.com")] })
    #expect(result.gates.flatMap(\.statements).allSatisfy { !$0.text.contains("{") })
    #expect(
      Assessor().explanation(
        of: DeviceID(ObservationID(99)), in: SiteView(devices: [], segments: []),
        profile: SiteProfile(), at: noon) == nil)
  }

  @Test("finds a device by whatever names it")
  func search() {
    let device = Device.sample(
      7, "10.0.0.5", mac: "00:11:22:33:44:55", uuid: "4c4b4568-195a-4260-8097-a4c14f566733",
      dhcpName: "PC-0042.corp.example.com", hostName: "other"
    ).with { $0.aliases = [DeviceID(ObservationID(9))] }
    let view = SiteView(devices: [device, .sample(8, "10.0.0.6")], segments: [])
    for text in [
      "D7", "d9", "10.0.0.5", "00:11:22:33:44:55", "4C4B4568-195A-4260-8097-A4C14F566733",
      "pc-0042.corp.example.com.", "PC-0042", "other",
    ] {
      #expect(DeviceQuery(text)?.matches(in: view.devices).map(\.id) == [device.id], "\(text)")
    }
    for text in ["D1", "pc", "10.0.0.7", "", "pc-0042.other.example"] {
      #expect(DeviceQuery(text)?.matches(in: view.devices).isEmpty != false, "\(text)")
    }
  }
}

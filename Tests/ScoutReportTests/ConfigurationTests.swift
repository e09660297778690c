import Foundation
import ScoutModel
import ScoutTestKit
import Testing

@testable import ScoutReport

@Suite("Configurations in the report") struct ConfigurationTests {
  /// The sample, whose first machine has told its configuration and its side ports.
  private func input(_ told: WSManSighting = .sample()) -> ReportInput {
    var input = SampleSite().input
    func seen<Value>(_ value: Value) -> Seen<Value> {
      let device = input.site.assessments[0].device
      return Seen(value, device.evidence, first: device.lastSeen, last: device.lastSeen)
    }
    let device = input.site.assessments[0].device.with { device in
      device.configurations = [seen(told)]
      device.sidePorts = [
        seen(PortSighting(port: 623, transport: .tcp, state: .closed)),
        seen(PortSighting(port: 664, transport: .tcp, state: .silent)),
        seen(
          PortSighting(port: 5900, transport: .tcp, state: .open, greeting: "RFB 003.008")),
      ]
      device.names.reached = [seen("pc-11.corp.example")]
    }
    let old = input.site.assessments[0]
    input.site.assessments[0] = Assessment(
      device: device, recommendation: old.recommendation,
      recommendation2011: old.recommendation2011, nameVerdict: old.nameVerdict,
      confidence: old.confidence)
    return input
  }

  @Test("the page has them with the machine, a line a statement")
  func page() throws {
    let text = try Report(input()).text(.html)
    for part in [
      "Its configuration, in its own words", "Told on port 16993 inside TLS", "pc-7.corp.example",
      "shared with the operating system", "nobody is asked", "network, on, no plain connections",
      "pc-7.corp.example, shown by AMT", "server mps.corp.example:4433", "calls from time to time",
      "network corp-wifi", "realm CORP.EXAMPLE", "as machine-7 of CORP", "done with a certificate",
      "allowed control modes: ", "listener on", "port 5900 off", "operating system: by DHCP",
      "its byte order is inferred", "AMT_8021XProfile: fault", "623: refuses", "664: silent",
      "5900: open, “RFB 003.008”",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    let plain = try Report(SampleSite().input).text(.html)
    #expect(!plain.contains("in its own words") && !plain.contains("Ports of DASH and VNC"))
  }

  @Test("what was not told has no line") func untold() {
    var told = WSManSighting(port: 16992, secure: false, ending: .read, credential: "default")
    #expect(ConfigurationFacts(told).rows.isEmpty)
    told.consent = AMTConsent()
    told.redirection = AMTRedirection()
    told.general = AMTGeneral()
    told.wired8021x = AMT8021x()
    #expect(ConfigurationFacts(told).rows.isEmpty)
    told.environment = AMTEnvironment()
    #expect(
      ConfigurationFacts(told).rows.map(\.lines) == [["none: there is no environment detection"]])
  }

  @Test("report.json has them by the published schema, and leaves out what was not told")
  func json() throws {
    let text = try Report(input()).text(.json)
    try JSONTests.check(text, schema: "report")
    let report = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let devices = report?["devices"] as? [[String: Any]] ?? []
    let told = try #require((devices.first?["configuration"] as? [[String: Any]])?.first)
    #expect(told["sku"] as? Int == 16_392)
    #expect((told["consent"] as? [String: Any])?["required"] as? Int == 0)
    #expect((told["redirection"] as? [String: Any])?["storage"] as? Bool == false)
    #expect((told["consent"] as? [String: Any])?["state"] == nil, "not told is not there")
    let ports = devices.first?["side_ports"] as? [[String: Any]] ?? []
    #expect(ports.map { $0["state"] as? String } == ["closed", "silent", "open"])
    #expect(devices.dropFirst().allSatisfy { ($0["configuration"] as? [Any])?.isEmpty == true })
    var bare = WSManSighting(port: 16992, secure: false, ending: .read, credential: "default")
    bare.version = firmware("9.0.30")
    try JSONTests.check(Report(input(bare)).text(.json), schema: "report")
  }

  @Test("every member that a device can tell stands in the schema")
  func members() throws {
    let text = try Report(input()).text(.json)
    let report = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let device = (report?["devices"] as? [[String: Any]])?.first
    let told = try #require((device?["configuration"] as? [[String: Any]])?.first)
    let schema = try JSONSerialization.jsonObject(
      with: Data(contentsOf: repository.appending(path: "reports/schema/report.schema.json")))
    let definitions = (schema as? [String: Any])?["$defs"] as? [String: Any]
    let properties = (definitions?["device"] as? [String: Any])?["properties"] as? [String: Any]
    let item = (properties?["configuration"] as? [String: Any])?["items"] as? [String: Any]
    try compare(told, item, "configuration")
  }

  private func compare(_ told: [String: Any], _ schema: [String: Any]?, _ path: String) throws {
    let properties = try #require(schema?["properties"] as? [String: Any], "\(path)")
    for (name, value) in told {
      let part = try #require(properties[name] as? [String: Any], "\(path).\(name)")
      if let object = value as? [String: Any], part["properties"] != nil {
        try compare(object, part, "\(path).\(name)")
      } else if let first = (value as? [[String: Any]])?.first {
        try compare(first, part["items"] as? [String: Any], "\(path).\(name)")
      }
    }
  }
}

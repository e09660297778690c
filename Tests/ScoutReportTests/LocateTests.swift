import Foundation
import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutReport

@Suite("Locating a machine") struct LocateTests {
  private static let first = Device.sample(
    1, "10.0.0.5", otherAddresses: ["10.0.9.5"], mac: "80:c4:a8:58:df:e9",
    uuid: "4c4b4568-195a-4260-8097-a4c14f566733", version: "15.0.42.2235", state: .post,
    ports: [16993], certificate: certificate("amt5.corp.example"), option15: "corp.example",
    dhcpName: "pc5", ptr: ["pc5.corp.example"]
  ).resolving("pc5.corp.example", to: "10.0.0.99")
  private static let second = Device.sample(
    2, "10.0.0.6", mac: "80:c4:a8:58:df:ea", version: "9.5", state: .pre,
    ptr: ["pc6.corp.example"])

  private func site() -> SiteAssessment {
    var view = SiteView(devices: [Self.first, Self.second], segments: [])
    view.coverage.presencePing = true
    var site = SiteAssessment(profile: SiteProfile(), view: view)
    let step = Statement("Nothing.", rule: "none", source: "test")
    for device in view.devices {
      let advice = Recommendation(rulebook: "current-2026", advice: .unknown, nextStep: step)
      var assessment = Assessment(
        device: device, recommendation: advice, recommendation2011: advice, nameVerdict: .unknown,
        confidence: .medium)
      if device.id.observation.rawValue == 1 {
        assessment.findings = [
          Finding(
            id: "AMT-NAME-001", severity: .medium, device: device.id, address: device.address,
            title: "pc5.corp.example resolves to 10.0.0.99, and AMT answers elsewhere",
            detail: "A console reaches another machine.", remedy: "Remove the old record.",
            source: "test", evidence: device.evidence)
        ]
      }
      site.assessments.append(assessment)
    }
    return site
  }

  private func found(_ text: String) -> [String] {
    DeviceQuery(text)?.matches(in: site().view.devices).map(\.id.description) ?? ["no query"]
  }

  @Test(
    "takes addresses, hardware addresses, UUIDs, ids and names, with or without a domain",
    arguments: [
      ("10.0.0.5", ["D1"]), ("10.0.9.5", ["D1"]), ("80:C4:A8:58:DF:E9", ["D1"]),
      ("80c4a858dfea", ["D2"]), ("4c4b4568195a42608097a4c14f566733", ["D1"]), ("d2", ["D2"]),
      ("PC5", ["D1"]), ("pc5.corp.example.", ["D1"]), ("amt5", ["D1"]),
      ("pc5.other.example", ["D1"]), ("pc6.corp.example", ["D2"]), ("10.0.0.99", ["D1"]),
      ("10.0.0.7", []), ("pc7", []), ("a b", ["no query"]), ("", ["no query"]),
    ])
  func queries(text: String, ids: [String]) { #expect(found(text) == ids) }

  private func location(own: [IPAddress] = []) -> Location? {
    let input = ReportInput(site: site(), scans: [], generated: .testStart, program: "test") {
      Observation(
        id: $0, scan: 1,
        sighting: Sighting(
          time: .testStart, endpoint: Endpoint(), method: .active, fact: .neighbour))
    }
    let later = Timestamp(microseconds: Timestamp.testStart.microseconds + 7_300_000_000)
    return site().assessments.first.map { Location($0, input, at: later, own: own) }
  }

  @Test("says on one screen where AMT answers, every name and its age, and what to do")
  func screen() throws {
    let text = try #require(location()).lines(width: 100).joined(separator: "\n")
    for words in [
      "D1: AMT 15.0.42.2235, configured, seen 2 hours ago", "AMT answers at 10.0.0.5",
      "10.0.9.5", "amt5.corp.example", "certificate", "≠ 10.0.0.99", "DNS, 10.0.0.53",
      "2 hours ago", "DHCP option 15 corp.example, by its own lease",
      "medium AMT-NAME-001: pc5.corp.example resolves to 10.0.0.99", "Remove the old record.",
      "80:c4:a8:58:df:e9", "4c4b4568-195a-4260-8097-a4c14f566733",
    ] {
      #expect(text.contains(words), "\(words) is missing in\n\(text)")
    }
    #expect(!text.contains("machine you are on"))
    #expect(text.split(separator: "\n").count < 40)
  }

  @Test("says that a machine cannot reach its own AMT")
  func own() throws {
    let text = try #require(location(own: [ip("10.0.0.5")])).lines(width: 80)
    #expect(text.contains { $0.contains("cannot reach its own AMT") })
  }

  @Test("the JSON says the same")
  func json() throws {
    let text = try #require(location()).json
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["answers_at"] as? [String] == ["10.0.0.5", "10.0.9.5"])
    #expect(object["id"] as? String == "D1")
    let names = try #require(object["names"] as? [[String: Any]])
    #expect(names.contains { $0["leads_here"] as? Bool == false })
    #expect((object["disagrees"] as? [[String: Any]])?.first?["id"] as? String == "AMT-NAME-001")
  }

  @Test("names of the link, refused registrations and questions stand by their own sources")
  func hearsay() throws {
    let device = Self.first.with { device in
      device.names.local = [
        Seen(LocalNameSighting("pc5.local", .mdns), [7], first: .testStart, last: .testStart)
      ]
      device.names.refusals = [
        Lookup(
          name: "pc5.corp.example", type: "A", outcome: .registrationRefused,
          values: ["10.0.0.5"], server: ip("10.0.0.53"), evidence: [8])
      ]
      device.names.searches = [
        Seen("provisionserver.corp.example", [9], first: .testStart, last: .testStart)
      ]
    }
    let old = site().assessments[0]
    let assessment = Assessment(
      device: device, recommendation: old.recommendation,
      recommendation2011: old.recommendation2011, nameVerdict: .unknown, confidence: .low)
    let input = ReportInput(site: site(), scans: [], generated: .testStart, program: "test") { _ in
      nil
    }
    let location = Location(assessment, input, at: .testStart)
    let rows = location.lines(width: 120)
    func row(_ words: String...) -> Bool {
      rows.contains { line in words.allSatisfy { line.contains($0) } }
    }
    #expect(row("pc5.local", "link", "mDNS"), "\(rows)")
    #expect(row("pc5.corp.example", "refused: 10.0.0.5", "DNS, 10.0.0.53"), "\(rows)")
    #expect(row("provisionserver.corp.example", "asked for"), "\(rows)")
    let json = location.json
    #expect(json.contains(#""name":"pc5.local","kind":"link""#), "\(json)")
  }

  @Test("what peers wrote can neither move nor hide anything")
  func hostile() {
    for text in HostileText.all {
      var device = Self.first
      device.names.host = .told(text, by: "import", [1])
      device.realm = .told(text, by: "http", [1])
      device.option15 = .told(text, by: "dhcp", [1])
      device.names.local = [
        Seen(LocalNameSighting(text, .mdns), [1], first: .testStart, last: .testStart)
      ]
      device.names.searches = [Seen(text, [1], first: .testStart, last: .testStart)]
      device.names.refusals = [
        Lookup(
          name: text, type: "A", outcome: .registrationRefused, values: [text], server: nil,
          evidence: [1])
      ]
      var assessment = site().assessments[0]
      assessment = Assessment(
        device: device, recommendation: assessment.recommendation,
        recommendation2011: assessment.recommendation2011, nameVerdict: .unknown,
        confidence: .low)
      let input = ReportInput(site: site(), scans: [], generated: .testStart, program: "test") {
        _ in nil
      }
      let location = Location(assessment, input, at: .testStart)
      for line in location.lines(width: nil) + [location.json] {
        #expect(!line.unicodeScalars.contains { Visible.isHidden($0) }, "\(line.debugDescription)")
      }
    }
  }
}

@Suite("Lines of watch") struct WatchLineTests {
  private let old = Device.sample(
    1, "10.0.0.5", version: "15.0", state: .pre, option15: "corp.example", ptr: ["pc5.corp.example"]
  )

  private func lines(_ change: DeviceChange, _ others: DeviceChange...) -> [String] {
    var changes = SiteChanges()
    changes.devices = [change] + others
    return WatchLine.lines(for: changes, at: .testStart).map(\.text)
  }

  @Test("a new device, in one line")
  func new() {
    #expect(
      lines(DeviceChange(old: nil, new: old)) == [
        "2026-03-02 08:00:00 D1 10.0.0.5 new: AMT, 15.0, not configured, pc5.corp.example"
      ])
  }

  @Test("nothing, where nothing that a person would name has changed")
  func same() {
    let seenAgain = old.with { $0.lastSeen = Timestamp(microseconds: .max) }
    #expect(lines(DeviceChange(old: old, new: seenAgain)) == [])
  }

  @Test("address, name, option 15, state and version, each a line")
  func changes() {
    let new = Device.sample(
      1, "10.0.0.9", otherAddresses: ["10.0.0.5"], version: "15.0.42.2235", state: .post,
      controlMode: .admin, option15: "", ptr: ["new5.corp.example"])
    let start = "2026-03-02 08:00:00 D1 10.0.0.9"
    #expect(
      lines(DeviceChange(old: old, new: new)) == [
        "\(start) addresses: 10.0.0.5 → 10.0.0.9, 10.0.0.5",
        "\(start) names: pc5.corp.example → new5.corp.example",
        "\(start) option 15: corp.example → (empty)",
        "\(start) state: not configured → configured, admin control (ACM)",
        "\(start) version: 15.0 → 15.0.42.2235",
      ])
  }

  @Test("a device that turns out to be another one")
  func merged() {
    let heir = Device.sample(1, "10.0.0.5").with { $0.aliases = [DeviceID(ObservationID(7))] }
    let gone = Device.sample(7, "10.0.0.9")
    #expect(
      lines(DeviceChange(old: heir, new: heir), DeviceChange(old: gone, new: nil)) == [
        "2026-03-02 08:00:00 D7 10.0.0.9 is one machine with D1"
      ])
  }

  @Test("what a segment hands out, and the same as JSON")
  func segment() throws {
    var changes = SiteChanges()
    changes.segments = [
      SegmentChange(
        prefix: net("10.0.0.0/24"), site: "", old: .told("corp.example", by: "segment", [1]),
        new: .conflicting([
          Claim("corp.example", source: "10.0.0.1", [1]),
          Claim("lab.example", source: "10.0.0.2", [2]),
        ]))
    ]
    let line = try #require(WatchLine.lines(for: changes, at: .testStart).first)
    #expect(
      line.text
        == "2026-03-02 08:00:00 10.0.0.0/24 option 15: corp.example → corp.example or lab.example")
    #expect(
      line.json
        == #"{"time":"2026-03-02T08:00:00Z","change":"segment-option15","device":null,"#
        + #""place":"10.0.0.0/24","old":"corp.example","new":"corp.example or lab.example"}"#)
  }
}

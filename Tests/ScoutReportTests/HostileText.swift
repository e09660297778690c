import ScoutModel
import ScoutNet
import ScoutReport
import ScoutTestKit

/// What a peer could send to break a report.
enum HostileText {
  static let all = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\"\u{301} onmouseover=alert(1) x=\"",
    "\u{600}\" onmouseover=alert(1)",
    "</style><script>alert(1)</script>",
    "<!--", "]]>", "&lt;b&gt; &amp;",
    "\u{202E}exe.gpj\u{202C}", "a\u{200B}b\u{FEFF}",
    "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n=1",
    "line one\r\nline two\nline three", "nul\0nul", "\u{1B}[31mred\u{1B}[0m",
    String(repeating: "a", count: 300), String(repeating: "\u{301}", count: 300),
    "javascript:alert(1)", "https://evil.example/x.js", "{{constructor}}", "${x}", "\\u003c",
    "a,b;c\td\"e", "'", "\"", "\"\"", "\u{FFFD}\u{FFFF}", "😀👩‍👩‍👧",
    "Büro Zürich, Straße 5; Ærø łódź", "1/2", "10-12", "2026-03-02", "12:30", "1E5", "5 %", "TRUE",
    "`code", "`<b>`",
  ]

  /// The sample with hostile texts wherever the network, a file or a user can put one.
  static var input: ReportInput {
    var input = SampleSite().input
    var site = input.site
    site.profile.site = all[0]
    for index in site.assessments.indices { site.assessments[index] = spoiled(site, index) }
    for text in all {
      let number = Int64(all.firstIndex(of: text) ?? 0)
      site.findings.append(
        .sample(
          "AMT-NET-001", .low, nil, title: text, detail: text, remedy: text, source: text,
          Evidence([ObservationID(number)])))
      site.view.provisionServers.append(
        Lookup(
          name: text, type: "A", outcome: .answered, values: [text], server: nil, evidence: .none))
    }
    for index in site.view.segments.indices {
      site.view.segments[index].option15 = all.map { Claim($0, source: $0, [1]) }
      site.view.segments[index].searchLists = [all]
      site.view.segments[index].servers6 = [ip("fe80::1")]
    }
    input.site = site
    for index in input.scans.indices {
      input.scans[index].targets = all
      input.scans[index].runner = RunnerFacts(
        version: all[0], host: all[1], user: all[2], command: all, interfaces: all, engine: all[3])
    }
    input.find = { ids in
      ids.map { id in
        let text = all[Int(id.rawValue.magnitude % UInt64(all.count))]
        var web = WebSighting(port: 16992, secure: false, outcome: .complete)
        web.server = text
        web.title = text
        web.realm = text
        web.defects = [text]
        return Observation(
          id: id, scan: 1,
          sighting: Sighting(
            time: .testStart, endpoint: Endpoint(), method: .imported,
            origin: Origin(text, position: 3), fact: .web(web)))
      }
    }
    return input
  }

  private static func spoiled(_ site: SiteAssessment, _ index: Int) -> Assessment {
    let old = site.assessments[index]
    func text(_ offset: Int) -> String { all[(index * 3 + offset) % all.count] }
    let device = old.device.with { device in
      device.site = text(0)
      device.realm = .told(text(1), by: text(2))
      device.option15 = .conflicting(all.map { Claim($0, source: $0, .none) })
      device.names.dhcp = .told(text(3), by: text(4))
      device.names.host = .told(text(5), by: text(6))
      device.names.certificate = all.map {
        Seen($0, .none, first: .testStart, last: .testStart)
      }
      device.names.pointers = [
        Lookup(
          name: device.address?.reverseName ?? "", type: "PTR", outcome: .answered, values: all,
          server: nil, evidence: .none)
      ]
      device.names.reached = device.names.certificate
      device.configurations = all.map {
        Seen(.sample(text: $0), [1], first: .testStart, last: .testStart)
      }
      device.sidePorts = all.map {
        let port = PortSighting(port: 5900, transport: .tcp, state: .open, greeting: $0)
        return Seen(port, [1], first: .testStart, last: .testStart)
      }
      device.names.forwards = all.map {
        Lookup(name: $0, type: $0, outcome: .answered, values: [$0], server: nil, evidence: .none)
      }
      device.names.refusals = device.names.forwards
      device.names.local = all.map {
        Seen(LocalNameSighting($0, .netBIOS), .none, first: .testStart, last: .testStart)
      }
      device.names.searches = device.names.certificate
    }
    var assessment = Assessment(
      device: device, recommendation: old.recommendation,
      recommendation2011: old.recommendation2011, nameVerdict: old.nameVerdict,
      confidence: old.confidence)
    let statements = all.map { Statement($0, rule: $0, source: $0, evidence: [1, 2]) }
    assessment.nameReasons = statements
    assessment.confidenceReasons = statements
    assessment.recommendation.reasons = statements
    assessment.recommendation.blockers = statements
    assessment.recommendation.missing = statements
    assessment.recommendation.nextStep = statements[index % statements.count]
    assessment.recommendation.verdicts = MethodVerdict.samples([1])
    assessment.recommendation.verdicts[0].costs = all
    assessment.recommendation.verdicts[0].givesUp = all
    assessment.findings = [
      .sample(
        text(1), .critical, device, title: text(2), detail: text(3), remedy: text(4),
        source: text(5), [1])
    ]
    return assessment
  }
}

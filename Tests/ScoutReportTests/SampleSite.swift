import ScoutModel
import ScoutNet
import ScoutReport
import ScoutTestKit

/// A small site in which every part of a report has something to say.
struct SampleSite {
  private(set) var site: SiteAssessment
  private(set) var observations: [ObservationID: Observation] = [:]
  var scans: [Scan] = []
  private var builder = SiteBuilder()
  private var assessments: [Assessment] = []

  /// The report on it, with nothing that depends on the clock.
  var input: ReportInput {
    let observations = self.observations
    return ReportInput(
      site: site, scans: scans, generated: moment("2026-03-02T10:15:00Z"),
      program: "amtscout 1.0", observation: { observations[$0] })
  }

  init() {
    var profile = SiteProfile()
    profile.site = "Lyon"
    var office = SegmentProfile(prefix: net("10.1.0.0/24"))
    office.name = "Second floor"
    office.option15 = "corp.example"
    profile.segments = [office]
    site = SiteAssessment(profile: profile, view: SiteView(devices: [], segments: []))
    addConfigured()
    addReady()
    addTroubled()
    addStrangers()
    finish()
  }

  /// Adds one machine, the observations that show it made by `see`.
  mutating func add(
    _ address: String, see: (inout SiteBuilder) -> Void,
    device change: (inout Device, Evidence) -> Void,
    judge: (inout Assessment, Evidence) -> Void
  ) {
    let first = builder.observations.count
    builder.open(address, 16992)
    see(&builder)
    let ids = builder.observations[first...].map(\.id)
    let evidence = Evidence(ids)
    var device = Device.sample(ids[0].rawValue, address)
    device.evidence = evidence
    device.firstSeen = builder.observations[first].time
    device.lastSeen = builder.now
    change(&device, evidence)
    let step = Statement("Measure the firmware’s version.", rule: "measure", source: "")
    var assessment = Assessment(
      device: device,
      recommendation: Recommendation(rulebook: "current-2026", advice: .unknown, nextStep: step),
      recommendation2011: Recommendation(rulebook: "seed-2011", advice: .unknown, nextStep: step),
      nameVerdict: .unknown, confidence: .medium)
    judge(&assessment, evidence)
    assessments.append(assessment)
  }

  private mutating func addConfigured() {
    for (number, version) in [(11, "11.8.50.3425"), (12, "15.0.23.1706"), (13, "9.0.30")] {
      let address = "10.1.0.\(number)"
      let name = "pc-\(number).corp.example"
      add(address) { see in
        see.web(address, version: version, realm: "Digest:A407000000000000000000000000000\(number)")
        see.tls(address, name: name, versions: version.hasPrefix("9") ? ["1.0"] : ["1.0", "1.2"])
        see.pong(
          address, version: version.hasPrefix("9") ? "9.0" : nil, state: .post, openPort: 16992)
      } device: { device, evidence in
        device.version = .told(firmware(version), by: "http", evidence)
        device.product = .told(.amt, by: "http", evidence)
        device.state = .told(.post, by: "pong", evidence)
        device.controlMode =
          number == 11 ? .told(.admin, by: "import", evidence) : device.controlMode
        device.realm = .told("Digest:A4070000", by: "http", evidence)
        device = Device.named(device, name, dhcp: "pc-\(number)", leadingTo: address, evidence)
      } judge: { assessment, evidence in
        assessment.recommend(.configured, "Nothing to do: it is configured and answers.", evidence)
        assessment.recommendation2011 = assessment.recommendation
        assessment.nameVerdict = .consistent
        assessment.confidence = .high
        assessment.findings = [
          .sample(
            "AMT-TLS-001", number == 13 ? .critical : .high, assessment.device,
            title: "Port 16992 answers without TLS",
            detail: "Passwords and sessions can be read and replayed by anybody in the network.",
            remedy: "Enable TLS on the machine. Close port 16992 afterwards.",
            source: "Intel KB-91553, 14 Nov 2023", evidence)
        ]
      }
    }
  }

  private mutating func addReady() {
    for number in 21...25 {
      let address = "10.1.0.\(number)"
      add(address) { see in
        see.pong(address, version: "11.8", state: .pre, openPort: 0)
        see.neighbour(address, mac: "00:1b:21:00:00:\(number)")
      } device: { device, evidence in
        device.version = .told(firmware("11.8"), by: "pong", evidence)
        device.state = .told(.pre, by: "pong", evidence)
        device.macs = [
          Seen(mac("00:1b:21:00:00:\(number)"), evidence, first: .testStart, last: .testStart)
        ]
        device.ports = [
          Seen(OpenPort(623, .udp), evidence, first: .testStart, last: .testStart)
        ]
        let name = "pc-\(number).corp.example"
        device = Device.named(device, name, dhcp: "pc-\(number)", leadingTo: address, evidence)
      } judge: { assessment, evidence in
        let advice: Advice = number < 24 ? .hostBased : .pki
        assessment.recommend(
          advice, "Run the host-based set-up from the software distribution.", evidence)
        assessment.recommendation.alternatives = [.pki, .usb]
        assessment.recommendation2011.advice = .hostBased
        assessment.nameVerdict = .consistent
        assessment.recommendation.verdicts = MethodVerdict.samples(evidence)
      }
    }
  }

  private mutating func addTroubled() {
    add("10.1.0.31") { see in
      see.web("10.1.0.31", version: "16.1.25.1917")
      see.tls("10.1.0.31", name: "lt-31.corp.local", dnsNames: ["lt-31.corp.local"])
    } device: { device, evidence in
      device.version = .conflicting([
        Claim(firmware("16.1.25.1917"), source: "http", evidence),
        Claim(firmware("15.0"), source: "pong", evidence),
      ])
      device.state = .told(.in, by: "pong", evidence)
      device = Device.named(
        device, "lt-31.corp.example", dhcp: "lt-31", leadingTo: "10.1.0.99", evidence)
      device.addresses.append(
        Seen(ip("2001:db8::31"), evidence, first: .testStart, last: .testStart))
      device.names.certificate = [
        Seen("lt-31.corp.local", evidence, first: .testStart, last: .testStart)
      ]
    } judge: { assessment, evidence in
      assessment.recommend(.pki, "Correct the forward record of lt-31.corp.example.", evidence)
      assessment.recommendation2011.advice = .psk
      assessment.nameVerdict = .mismatch
      assessment.nameReasons = [
        Statement(
          "The name that the address leads to leads to another address, 10.1.0.99.",
          rule: "name-forward", source: "2011 guidance", evidence: evidence)
      ]
      assessment.confidence = .low
      assessment.findings = [
        .sample(
          "AMT-NAME-002", .medium, assessment.device,
          title: "lt-31.corp.example leads to 10.1.0.99, AMT answers at 10.1.0.31",
          detail: "Consoles that go by the name reach another machine. Certificates fail.",
          remedy: "Correct the forward record. Let DHCP update it from now on.",
          source: "2011 guidance", evidence)
      ]
      assessment.recommendation.verdicts = MethodVerdict.samples(evidence)
    }
    for number in 41...44 {
      let address = "10.1.1.\(number)"
      add(address) { see in
        see.pong(address, version: "8.1", state: .pre, openPort: 0)
      } device: { device, evidence in
        device.version = .told(firmware("8.1"), by: "pong", evidence)
        device.state = .told(.pre, by: "pong", evidence)
      } judge: { assessment, evidence in
        assessment.recommend(
          number == 44 ? .usb : .none, "Set option 15 in the segment to the certificate’s domain.",
          evidence)
        assessment.recommendation2011.advice = .psk
        // The last can be configured otherwise.
        guard number < 44 else { return }
        assessment.recommendation.blockers = [
          Statement(
            "The segment hands out no option 15, so no certificate can fit.",
            rule: "option15-missing", source: "Intel SDK, rootcertificatehashes", evidence: evidence
          )
        ]
        assessment.findings = [
          .sample(
            "AMT-DHCP-001", .high, assessment.device, title: "No option 15 is handed out",
            detail: "Without it set-up with a certificate fails on every machine of the segment.",
            remedy: "Set option 15 in the DHCP scope. Check it with a second capture.",
            source: "Intel SDK", evidence)
        ]
      }
    }
  }

  private mutating func addStrangers() {
    add("10.1.1.60") { see in
      see.pong("10.1.1.60", span: VersionSpan(from: firmware("4.0"), below: firmware("5.1")))
    } device: { device, _ in
      device.span = VersionSpan(from: firmware("4.0"), below: firmware("5.1"))
      device.product = .told(.amt, by: "pong")
    } judge: { assessment, evidence in
      assessment.recommend(.unknown, "Run a discovery tool on the machine.", evidence)
      assessment.confidence = .low
    }
    add("10.1.1.70") { see in
      see.web("10.1.1.70", product: .none, server: "nginx/1.24 <script>alert(1)</script>")
    } device: { device, evidence in
      device.product = .told(.none, by: "http", evidence)
    } judge: { assessment, evidence in
      assessment.recommend(.none, "Nothing: it is another web server.", evidence)
      assessment.readiness = .lookAlike
      assessment.recommendation2011.advice = .none
    }
    add("10.1.1.71") { see in
      see.pong("10.1.1.71", product: .bmc, enterprise: 4542)
    } device: { device, evidence in
      device.product = .told(.bmc, by: "pong", evidence)
    } judge: { assessment, evidence in
      assessment.recommend(.none, "Nothing: it is a server’s controller.", evidence)
      assessment.readiness = .lookAlike
      assessment.recommendation2011.advice = .none
    }
  }

  private mutating func finish() {
    for observation in builder.observations { observations[observation.id] = observation }
    site.assessments = assessments
    site.rulebooks = [
      RulebookFact(id: "current-2026", version: "1.0", rules: 48),
      RulebookFact(id: "seed-2011", version: "1.0", rules: 12),
    ]
    var office = Segment(prefix: net("10.1.0.0/24"), site: "", isTold: true)
    office.option15 = [Claim("corp.example", source: "10.1.0.1", [1])]
    office.servers = [ip4("10.1.0.1")]
    office.nameServers = [ip4("10.1.0.53")]
    var lab = Segment(prefix: net("10.1.1.0/24"), site: "", isTold: false)
    lab.withoutOption15 = [2, 3]
    lab.servers = [ip4("10.1.1.1")]
    site.view = SiteView(devices: assessments.map(\.device), segments: [office, lab])
    site.plan = .sample(assessments)
    site.view.provisionServers = [
      Lookup(
        name: "provisionserver.corp.example", type: "A", outcome: .noSuchName, values: [],
        server: ip("10.1.0.53"), evidence: [1])
    ]
    site.findings = [
      .sample(
        "AMT-DNS-001", .medium, nil, title: "provisionserver.corp.example does not exist",
        detail: "AMT that asks for its configuration finds no server.",
        remedy: "Add the name to the domain. Point it at the set-up server.",
        source: "Intel SDK", [1])
    ]
    site.view.coverage = Coverage.sample
    scans = [Scan.sample]
  }
}

extension Device {
  /// Gives it a name that its address and DHCP know, and that leads to `target`.
  static func named(
    _ device: Device, _ name: String, dhcp: String, leadingTo target: String, _ evidence: Evidence
  ) -> Device {
    device.with { device in
      guard let address = device.address else { return }
      device.names.pointers = [
        Lookup(
          name: address.reverseName, type: "PTR", outcome: .answered, values: [name],
          server: ip("10.1.0.53"), evidence: evidence)
      ]
      device.names.forwards = [
        Lookup(
          name: name, type: "A", outcome: .answered, values: [target], server: ip("10.1.0.53"),
          evidence: evidence)
      ]
      device.names.dhcp = .told(dhcp, by: "option 12", evidence)
      device.option15 = .told("corp.example", by: "dhcp", evidence)
    }
  }
}

extension Assessment {
  /// Sets today's advice, with a reason and the next step.
  mutating func recommend(_ advice: Advice, _ step: String, _ evidence: Evidence) {
    recommendation.advice = advice
    recommendation.nextStep = Statement(step, rule: "next-\(advice.rawValue)", source: "")
    recommendation.reasons = [
      Statement(
        "Firmware and state leave this way.", rule: "rank", source: "Intel SDK",
        certainty: .inferred, evidence: evidence)
    ]
    recommendation2011.advice = advice
    readiness =
      switch advice {
      case .configured: .configured
      case .hostBased, .hostBasedACM, .pki: .remote
      case .psk, .usb, .manual: .visit
      case .enable, .none: .blocked
      case .unknown: .unknown
      }
  }
}

extension MethodVerdict {
  /// One verdict for each method, each of another kind.
  static func samples(_ evidence: Evidence) -> [MethodVerdict] {
    ConfigurationMethod.allCases.enumerated().map { index, method in
      var verdict = MethodVerdict(method, [.eligible, .undetermined, .ineligible][index % 3])
      verdict.reasons = [
        Statement(
          "The firmware is 11.8, the method asks for 6.2 or later.", rule: "min-version",
          source: "Intel SCS 11 help", evidence: evidence)
      ]
      if verdict.eligibility == .undetermined {
        verdict.missing = [
          Statement("Which certificate is owned.", rule: "need-certificate", source: "")
        ]
      }
      verdict.costs = index == 0 ? ["an agent on the machine"] : ["a touch"]
      verdict.givesUp = index == 0 ? ["control without consent"] : []
      return verdict
    }
  }
}

extension Finding {
  static func sample(
    _ id: String, _ severity: Severity, _ device: Device?, title: String, detail: String,
    remedy: String, source: String, _ evidence: Evidence
  ) -> Finding {
    Finding(
      id: id, severity: severity, device: device?.id, address: device?.address, title: title,
      detail: detail, remedy: remedy, source: source, evidence: evidence)
  }
}

extension Coverage {
  static var sample: Coverage {
    var coverage = Coverage()
    coverage.total.addresses = 508
    coverage.total.probes = 2540
    coverage.total.repetitions = 610
    coverage.total.open = 31
    coverage.total.refused = 88
    coverage.total.silent = 2421
    coverage.total.pongs = 14
    coverage.total.silentAddresses = 461
    coverage.total.notSent = 3
    coverage.presencePing = true
    coverage.prefixes = [
      PrefixCounts(prefix: net("10.1.0.0/24"), counts: coverage.total),
      PrefixCounts(prefix: net("10.1.1.0/24"), counts: ProbeCounts()),
    ]
    coverage.dhcpRequests = 4
    return coverage
  }
}

extension Scan {
  static var sample: Scan {
    var scan = Scan(
      id: 1, started: .testStart, targets: ["10.1.0.0/23"], seed: 4711,
      runner: RunnerFacts(
        version: "1.0", host: "survey-01", user: "consultant",
        command: ["amtscout", "assess", "10.1.0.0/23", "--profile", "Lyon site.yaml"],
        interfaces: ["eth0 10.1.0.250/23"], engine: "connect"))
    scan.ended = moment("2026-03-02T08:04:12Z")
    scan.ports = [16992, 16993, 16994, 16995]
    scan.presencePing = true
    scan.rate = 500
    scan.coverage = .sample
    return scan
  }
}

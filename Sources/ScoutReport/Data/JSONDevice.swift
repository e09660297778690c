import ScoutModel
import ScoutNet

// The parts of a device as report.json shows them; columns of devices.csv keep their names.

extension JSONPen {
  mutating func write<Value>(_ seen: Seen<Value>, _ value: (Value) -> String) {
    object { pen in
      pen.member("value", value(seen.value))
      pen.member("first_seen", seen.first.description)
      pen.member("last_seen", seen.last.description)
      pen.member("evidence", seen.evidence)
    }
  }

  mutating func write<Value>(_ claim: Claim<Value>, _ value: (Value) -> String) {
    object { pen in
      pen.member("value", value(claim.value))
      pen.member("source", claim.source)
      pen.member("evidence", claim.evidence)
    }
  }

  /// Known: `value`, `source`, `evidence`. Not known: `value` null and `unknown` or `conflicting`.
  mutating func member<Value>(
    _ name: StaticString, _ known: Known<Value>, _ value: (Value) -> String
  ) {
    self.name(name)
    write(known, value)
  }

  mutating func write<Value>(_ known: Known<Value>, _ value: (Value) -> String) {
    switch known {
    case .known(let claim): write(claim, value)
    case .unknown(let why):
      object { pen in
        pen.member("value", String?.none)
        pen.member("unknown", why.code)
      }
    case .conflicting(let claims):
      object { pen in
        pen.member("value", String?.none)
        pen.list("conflicting", claims) { $0.write($1, value) }
      }
    }
  }

  mutating func write(_ lookup: Lookup) {
    object { pen in
      pen.member("name", lookup.name)
      pen.member("type", lookup.type)
      pen.member("outcome", lookup.outcome.code)
      pen.member("values", lookup.values)
      pen.member("server", lookup.server?.description)
      pen.member("evidence", lookup.evidence)
    }
  }

  private mutating func write(_ verdict: MethodVerdict) {
    object { pen in
      pen.member("method", verdict.method.rawValue)
      pen.member("eligibility", verdict.eligibility.rawValue)
      pen.member("reasons", verdict.reasons)
      pen.member("missing", verdict.missing)
      pen.member("costs", verdict.costs)
      pen.member("gives_up", verdict.givesUp)
    }
  }

  private mutating func member(_ name: StaticString, _ recommendation: Recommendation) {
    object(name) { pen in
      pen.member("rulebook", recommendation.rulebook)
      pen.member("method", recommendation.advice.rawValue)
      pen.member("reasons", recommendation.reasons)
      pen.list("verdicts", recommendation.verdicts) { $0.write($1) }
      pen.member("alternatives", recommendation.alternatives.map(\.rawValue))
      pen.member("blockers", recommendation.blockers)
      pen.member("missing", recommendation.missing)
      pen.member("next_step", recommendation.nextStep)
    }
  }

  mutating func write(_ finding: Finding) {
    object { pen in
      pen.member("id", finding.id)
      pen.member("severity", finding.severity.rawValue)
      pen.member("device", finding.device?.description)
      pen.member("ip", finding.address?.description)
      pen.member("title", finding.title)
      pen.member("detail", finding.detail)
      pen.member("remedy", finding.remedy)
      pen.member("source", finding.source)
      pen.member("confidence", finding.confidence.rawValue)
      pen.member("evidence", finding.evidence)
    }
  }

  mutating func write(_ note: IdentityNote) {
    object { pen in
      pen.member("kind", note.kind.rawValue)
      pen.member("text", note.text)
      pen.member("time", note.time.description)
      pen.member("evidence", note.evidence)
    }
  }

  mutating func write(_ observation: Observation) {
    let sighting = observation.sighting
    object { pen in
      pen.member("id", observation.id.rawValue)
      pen.member("scan", observation.scan)
      pen.member("time", observation.time.description)
      pen.member("kind", observation.fact.kind)
      pen.member("method", sighting.method.rawValue)
      pen.member("ip", sighting.endpoint.address?.description)
      pen.member("mac", sighting.endpoint.mac?.description)
      pen.member("origin", sighting.origin?.name)
      pen.member("position", sighting.origin?.position)
      pen.member("text", ObservationText(observation).summary)
    }
  }

  /// One machine with what was judged of it and the observations that it rests on.
  mutating func write(_ assessment: Assessment, site: String, _ observations: [Observation]) {
    let device = assessment.device
    let columns = DeviceColumns(assessment, site: site)
    object { pen in
      pen.member("id", device.id.description)
      pen.member("aliases", device.aliases.map(\.description))
      pen.list("identity", device.identity) { $0.write($1) }
      pen.member("site", device.site.isEmpty ? site : device.site)
      pen.member("segment", device.segment?.description)
      pen.list("ips", device.addresses) { $0.write($1, \.description) }
      pen.list("macs", device.macs) { $0.write($1, \.description) }
      pen.member("uuid", device.uuid, \.description)
      pen.member("product", device.product, \.rawValue)
      pen.member("version", device.version, \.description)
      if let span = device.span {
        pen.object("version_span") {
          $0.member("from", span.lower.description)
          $0.member("below", span.upper.description)
        }
      } else {
        pen.member("version_span", String?.none)
      }
      pen.member("state", device.state, \.rawValue)
      pen.member("control_mode", device.controlMode, \.rawValue)
      pen.list("ports_open", device.ports) { $0.write($1, \.description) }
      pen.list("side_ports", device.sidePorts) { $0.write(JSONValue(sidePort: $1)) }
      pen.member("tls", columns.tls.split(separator: " ").map(String.init))
      pen.member("realm", device.realm, \.self)
      pen.member(device.names, option15: device.option15)
      pen.list("configuration", device.configurations) { $0.write(JSONValue(configuration: $1)) }
      pen.member("name_verdict", assessment.nameVerdict.rawValue)
      pen.member("name_reasons", assessment.nameReasons)
      pen.member("confidence", assessment.confidence.rawValue)
      pen.member("confidence_reasons", assessment.confidenceReasons)
      pen.member("readiness", assessment.readiness.rawValue)
      pen.member("recommendation", assessment.recommendation)
      pen.member("recommendation_2011", assessment.recommendation2011)
      pen.list("findings", assessment.findings) { $0.write($1) }
      pen.member("first_seen", device.firstSeen.description)
      pen.member("last_seen", device.lastSeen.description)
      pen.list("observations", observations) { $0.write($1) }
    }
  }

  /// What few devices have stands only where there is some.
  private mutating func member(_ names: DeviceNames, option15: Known<String>) {
    object("names") { pen in
      pen.member("amt_fqdn", names.amt, \.text)
      pen.member("host", names.host, \.self)
      pen.member("dhcp_name", names.dhcp, \.self)
      pen.member("dhcp_option15", option15, \.self)
      pen.list("tls_name", names.certificate) { $0.write($1, \.self) }
      pen.list("ptr", names.pointers) { $0.write($1) }
      pen.list("forward", names.forwards) { $0.write($1) }
      if !names.reached.isEmpty { pen.list("reached", names.reached) { $0.write($1, \.self) } }
      if !names.refusals.isEmpty { pen.list("refused", names.refusals) { $0.write($1) } }
      if !names.local.isEmpty {
        pen.list("local", names.local) { pen, seen in
          pen.object { pen in
            pen.member("value", seen.value.name)
            pen.member("source", seen.value.service.rawValue)
            pen.member("first_seen", seen.first.description)
            pen.member("last_seen", seen.last.description)
            pen.member("evidence", seen.evidence)
          }
        }
      }
      if !names.searches.isEmpty { pen.list("searched", names.searches) { $0.write($1, \.self) } }
    }
  }
}

// The same parts where they stand among others.
extension JSONValue {
  init(_ evidence: Evidence) { self.init(writing: { $0.write(evidence) }) }
  init<Value>(_ claim: Claim<Value>, _ value: (Value) -> String) {
    self.init(writing: { $0.write(claim, value) })
  }
  init<Value>(_ known: Known<Value>, _ value: (Value) -> String) {
    self.init(writing: { $0.write(known, value) })
  }
  init(_ statement: Statement) { self.init(writing: { $0.write(statement) }) }
  init(_ statements: [Statement]) { self.init(writing: { $0.list(statements) { $0.write($1) } }) }
  init(_ note: IdentityNote) { self.init(writing: { $0.write(note) }) }
  init(_ lookup: Lookup) { self.init(writing: { $0.write(lookup) }) }
  init(_ finding: Finding) { self.init(writing: { $0.write(finding) }) }
  init(_ observation: Observation) { self.init(writing: { $0.write(observation) }) }

  init(_ assessment: Assessment, _ input: ReportInput) {
    let observations = input.observations(assessment.device.evidence)
    self.init(writing: { $0.write(assessment, site: input.site.profile.site, observations) })
  }
}

extension WhyUnknown {
  /// The word in report.json.
  var code: String {
    switch self {
    case .notAsked: "not-asked"
    case .noAnswer: "no-answer"
    case .notTold: "not-told"
    case .needsHostOrCredentials: "needs-host-or-credentials"
    }
  }
}

extension NameOutcome {
  /// The word in report.json.
  var code: String {
    switch self {
    case .answered: "answered"
    case .noSuchName: "no-such-name"
    case .noData: "no-data"
    case .serverFailed: "server-failed"
    case .noAnswer: "no-answer"
    case .questionOnly: "question-only"
    case .registered: "registered"
    case .registrationRefused: "registration-refused"
    }
  }
}

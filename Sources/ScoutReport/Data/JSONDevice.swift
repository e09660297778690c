import ScoutModel
import ScoutNet

// The parts of a device as report.json shows them; columns of devices.csv keep their names.

extension JSONValue {
  init(_ evidence: Evidence) {
    self = .array(evidence.observations.map { .number($0.rawValue) })
  }

  init<Value>(_ seen: Seen<Value>, _ value: (Value) -> String) {
    self = [
      "value": .string(value(seen.value)),
      "first_seen": .string(seen.first.description),
      "last_seen": .string(seen.last.description),
      "evidence": JSONValue(seen.evidence),
    ]
  }

  init<Value>(_ claim: Claim<Value>, _ value: (Value) -> String) {
    self = [
      "value": .string(value(claim.value)),
      "source": .string(claim.source),
      "evidence": JSONValue(claim.evidence),
    ]
  }

  /// Known: `value`, `source`, `evidence`. Not known: `value` null and `unknown` or `conflicting`.
  init<Value>(_ known: Known<Value>, _ value: (Value) -> String) {
    switch known {
    case .known(let claim): self = JSONValue(claim, value)
    case .unknown(let why): self = ["value": .null, "unknown": .string(why.code)]
    case .conflicting(let claims):
      self = ["value": .null, "conflicting": .array(claims.map { JSONValue($0, value) })]
    }
  }

  init(_ statement: Statement) {
    self = [
      "text": .string(statement.text),
      "rule": .string(statement.rule),
      "source": .string(statement.source),
      "certainty": .string(statement.certainty.rawValue),
      "evidence": JSONValue(statement.evidence),
    ]
  }

  init(_ statements: [Statement]) { self = .array(statements.map { JSONValue($0) }) }

  init(_ lookup: Lookup) {
    self = [
      "name": .string(lookup.name),
      "type": .string(lookup.type),
      "outcome": .string(lookup.outcome.code),
      "values": JSONValue(lookup.values),
      "server": JSONValue(lookup.server?.description),
      "evidence": JSONValue(lookup.evidence),
    ]
  }

  init(_ verdict: MethodVerdict) {
    self = [
      "method": .string(verdict.method.rawValue),
      "eligibility": .string(verdict.eligibility.rawValue),
      "reasons": JSONValue(verdict.reasons),
      "missing": JSONValue(verdict.missing),
      "costs": JSONValue(verdict.costs),
      "gives_up": JSONValue(verdict.givesUp),
    ]
  }

  init(_ recommendation: Recommendation) {
    self = [
      "rulebook": .string(recommendation.rulebook),
      "method": .string(recommendation.advice.rawValue),
      "reasons": JSONValue(recommendation.reasons),
      "verdicts": .array(recommendation.verdicts.map { JSONValue($0) }),
      "alternatives": JSONValue(recommendation.alternatives.map(\.rawValue)),
      "blockers": JSONValue(recommendation.blockers),
      "missing": JSONValue(recommendation.missing),
      "next_step": JSONValue(recommendation.nextStep),
    ]
  }

  init(_ finding: Finding) {
    self = [
      "id": .string(finding.id),
      "severity": .string(finding.severity.rawValue),
      "device": JSONValue(finding.device?.description),
      "ip": JSONValue(finding.address?.description),
      "title": .string(finding.title),
      "detail": .string(finding.detail),
      "remedy": .string(finding.remedy),
      "source": .string(finding.source),
      "confidence": .string(finding.confidence.rawValue),
      "evidence": JSONValue(finding.evidence),
    ]
  }

  init(_ note: IdentityNote) {
    self = [
      "kind": .string(note.kind.rawValue),
      "text": .string(note.text),
      "time": .string(note.time.description),
      "evidence": JSONValue(note.evidence),
    ]
  }

  init(_ observation: Observation) {
    let sighting = observation.sighting
    self = [
      "id": .number(observation.id.rawValue),
      "scan": .number(observation.scan),
      "time": .string(observation.time.description),
      "kind": .string(observation.fact.kind),
      "method": .string(sighting.method.rawValue),
      "ip": JSONValue(sighting.endpoint.address?.description),
      "mac": JSONValue(sighting.endpoint.mac?.description),
      "origin": JSONValue(sighting.origin?.name),
      "position": sighting.origin?.position.map { JSONValue($0) } ?? .null,
      "text": .string(ObservationText(observation).summary),
    ]
  }

  /// One machine with what was judged of it and the observations that it rests on.
  init(_ assessment: Assessment, _ input: ReportInput) {
    let device = assessment.device
    let columns = DeviceColumns(assessment, site: input.site.profile.site)
    self = [
      "id": .string(device.id.description),
      "aliases": JSONValue(device.aliases.map(\.description)),
      "identity": .array(device.identity.map { JSONValue($0) }),
      "site": .string(device.site.isEmpty ? columns.site : device.site),
      "segment": JSONValue(device.segment?.description),
      "ips": .array(device.addresses.map { JSONValue($0, \.description) }),
      "macs": .array(device.macs.map { JSONValue($0, \.description) }),
      "uuid": JSONValue(device.uuid, \.description),
      "product": JSONValue(device.product, \.rawValue),
      "version": JSONValue(device.version, \.description),
      "version_span": device.span.map {
        ["from": .string($0.lower.description), "below": .string($0.upper.description)]
      } ?? .null,
      "state": JSONValue(device.state, \.rawValue),
      "control_mode": JSONValue(device.controlMode, \.rawValue),
      "ports_open": .array(device.ports.map { JSONValue($0, \.description) }),
      "side_ports": .array(device.sidePorts.map { JSONValue(sidePort: $0) }),
      "tls": JSONValue(columns.tls.split(separator: " ").map(String.init)),
      "realm": JSONValue(device.realm, \.self),
      "names": JSONValue(device.names, option15: device.option15),
      "configuration": .array(device.configurations.map { JSONValue(configuration: $0) }),
      "name_verdict": .string(assessment.nameVerdict.rawValue),
      "name_reasons": JSONValue(assessment.nameReasons),
      "confidence": .string(assessment.confidence.rawValue),
      "confidence_reasons": JSONValue(assessment.confidenceReasons),
      "readiness": .string(assessment.readiness.rawValue),
      "recommendation": JSONValue(assessment.recommendation),
      "recommendation_2011": JSONValue(assessment.recommendation2011),
      "findings": .array(assessment.findings.map { JSONValue($0) }),
      "first_seen": .string(device.firstSeen.description),
      "last_seen": .string(device.lastSeen.description),
      "observations": .array(input.observations(device.evidence).map { JSONValue($0) }),
    ]
  }
}

extension JSONValue {
  /// What few devices have stands only where there is some.
  fileprivate init(_ names: DeviceNames, option15: Known<String>) {
    var members: [(String, JSONValue)] = [
      ("amt_fqdn", JSONValue(names.amt, \.text)),
      ("host", JSONValue(names.host, \.self)),
      ("dhcp_name", JSONValue(names.dhcp, \.self)),
      ("dhcp_option15", JSONValue(option15, \.self)),
      ("tls_name", .array(names.certificate.map { JSONValue($0, \.self) })),
      ("ptr", .array(names.pointers.map { JSONValue($0) })),
      ("forward", .array(names.forwards.map { JSONValue($0) })),
    ]
    if !names.reached.isEmpty {
      members.append(("reached", .array(names.reached.map { JSONValue($0, \.self) })))
    }
    if !names.refusals.isEmpty {
      members.append(("refused", .array(names.refusals.map { JSONValue($0) })))
    }
    if !names.local.isEmpty {
      members.append(
        (
          "local",
          .array(
            names.local.map { seen in
              [
                "value": .string(seen.value.name), "source": .string(seen.value.service.rawValue),
                "first_seen": .string(seen.first.description),
                "last_seen": .string(seen.last.description), "evidence": JSONValue(seen.evidence),
              ]
            })
        ))
    }
    if !names.searches.isEmpty {
      members.append(("searched", .array(names.searches.map { JSONValue($0, \.self) })))
    }
    self = .object(members)
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

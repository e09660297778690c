import ScoutModel
import ScoutNet

extension Report {
  /// The version of the form of report.json and run.json.
  ///
  /// The second number rises when members are added, which readers must bear; the first when a
  /// member changes its meaning or goes away.
  package static let schemaVersion = "1.2"

  /// Same observations and same rules give the same bytes: what differs by run is in run.json.
  func writeJSON(to buffer: TextBuffer, _ sideBySide: SideBySide) throws {
    let site = input.site
    let summary = overview.summary
    try buffer.write("{\"format\":\"amtscout-report\",\n")
    try member("schema_version", .string(Self.schemaVersion), to: buffer)
    try member("site", .string(site.profile.site), to: buffer)
    try member("rulebooks", .array(site.rulebooks.map { JSONValue($0) }), to: buffer)
    try member("summary", JSONValue(summary), to: buffer)
    try member("coverage", JSONValue(site.view.coverage), to: buffer)
    try list("segments", site.view.segments, to: buffer) { JSONValue($0) }
    try list("provision_servers", site.view.provisionServers, to: buffer) { JSONValue($0) }
    try list("findings", site.findings, to: buffer) { JSONValue($0) }
    try list("accepted", input.accepted.accepted, to: buffer) { JSONValue($0) }
    try list("observations", siteEvidence, to: buffer) { JSONValue($0) }
    try buffer.write("\"devices\":[")
    let parts = Parts(of: site.assessments.count, by: 32)
    try inOrder(parts.count, atOnce: 8, sideBySide) {
      devices(parts[$0])
    } _: {
      try buffer.write($0)
    }
    try buffer.write("]\n}\n")
  }

  /// Some machines, one a line, each line begun by what parts it from the one before; their
  /// observations are looked up at once.
  private func devices(_ places: Range<Int>) -> String {
    let batch = input.site.assessments[places]
    var found = input.find(
      batch.indices.flatMap { batch[$0].device.evidence.observations })[...]
    var pen = JSONPen()
    for index in batch.indices {
      // They come in the order asked for; those that are lost are passed over.
      var own: [Observation] = []
      for id in batch[index].device.evidence.observations where found.first?.id == id {
        if let next = found.popFirst() { own.append(next) }
      }
      pen.put(index > 0 ? ",\n" : "\n")
      pen.write(batch[index], site: input.site.profile.site, own)
    }
    return pen.text
  }

  /// What the statements about the site and its segments rest on.
  private var siteEvidence: [Observation] {
    let view = input.site.view
    var ids = input.site.findings.flatMap(\.evidence.observations)
    ids += view.provisionServers.flatMap(\.evidence.observations)
    for segment in view.segments {
      ids += (segment.option15 + segment.configured).flatMap(\.evidence.observations)
      ids += segment.withoutOption15.observations
    }
    return input.observations(Evidence(ids))
  }

  func writeRun(to buffer: TextBuffer) throws {
    try buffer.write("{\"format\":\"amtscout-run\",\n")
    try member("schema_version", .string(Self.schemaVersion), to: buffer)
    try member("generated", .string(input.generated.description), to: buffer)
    try member("program", .string(input.program), to: buffer)
    try member("site_sha256", JSONValue(input.digest), to: buffer)
    try member("rulebooks", .array(input.site.rulebooks.map { JSONValue($0) }), to: buffer)
    try member("coverage", JSONValue(input.site.view.coverage), to: buffer)
    try list("scans", input.scans, to: buffer, last: true) { JSONValue($0) }
    try buffer.write("}\n")
  }

  private func member(_ name: String, _ value: JSONValue, to buffer: TextBuffer) throws {
    try buffer.write("\"\(name)\":\(value.text),\n")
  }

  /// One element a line, so that two reports can be compared line by line.
  private func list<Element>(
    _ name: String, _ elements: [Element], to buffer: TextBuffer, last: Bool = false,
    _ value: (Element) -> JSONValue
  ) throws {
    try buffer.write("\"\(name)\":[")
    for (index, element) in elements.enumerated() {
      try buffer.write(index > 0 ? ",\n" : "\n")
      try buffer.write(value(element))
    }
    try buffer.write(last ? "]\n" : "],\n")
  }
}

extension JSONValue {
  init(_ entry: AcceptedFindings.Entry) {
    self = [
      "id": .string(entry.finding.id),
      "severity": .string(entry.finding.severity.rawValue),
      "device": JSONValue(entry.finding.device?.description),
      "ip": JSONValue(entry.finding.address?.description),
      "title": .string(entry.finding.title),
      "reason": .string(entry.acceptance.reason),
      "by": JSONValue(entry.acceptance.by),
      "until": .string(entry.acceptance.lastDay),
    ]
  }

  init(_ rulebook: RulebookFact) {
    self = [
      "id": .string(rulebook.id), "version": .string(rulebook.version),
      "rules": JSONValue(rulebook.rules),
    ]
  }

  init(_ summary: SiteSummary) {
    func counts(_ tallies: [Tally]) -> JSONValue {
      .object(tallies.map { ($0.key, JSONValue($0.count)) })
    }
    self = [
      "found": JSONValue(summary.found),
      "look_alikes": JSONValue(summary.lookAlikes),
      "readiness": .object(
        Readiness.shown.map { ($0.rawValue, JSONValue(summary.count($0))) }),
      "methods": counts(summary.methods),
      "methods_2011": counts(summary.methods2011),
      "generations": counts(summary.generations),
      "states": counts(summary.states),
      "severities": .object(
        Severity.allCases.reversed().map {
          ($0.rawValue, JSONValue(summary.severities[$0] ?? 0))
        }),
      "blockers": .array(
        summary.blockers.map {
          [
            "rule": .string($0.rule), "text": .string($0.text),
            "devices": JSONValue($0.devices), "removed_by": .string($0.removedBy),
          ]
        }),
      "decisions": .array(
        summary.decisions.map { ["do": .string($0.headline), "why": .string($0.reason)] }),
    ]
  }

  init(_ segment: Segment) {
    var members: [(String, JSONValue)] = [
      ("prefix", .string(segment.prefix.description)),
      ("site", .string(segment.site)),
      ("told", .bool(segment.isTold)),
      ("option15", .array(segment.option15.map { JSONValue($0, \.self) })),
      ("without_option15", JSONValue(segment.withoutOption15)),
      ("dhcp_servers", JSONValue(segment.servers.map(\.description))),
      ("name_servers", JSONValue(segment.nameServers.map(\.description))),
      ("search_lists", .array(segment.searchLists.map { JSONValue($0) })),
    ]
    if !segment.servers6.isEmpty {
      members.append(("servers6", JSONValue(segment.servers6.map(\.description))))
      members.append(("name_servers6", JSONValue(segment.nameServers6.map(\.description))))
    }
    if !segment.configured.isEmpty {
      members.append(
        ("configured_option15", .array(segment.configured.map { JSONValue($0, \.self) })))
    }
    self = .object(members)
  }

  init(_ counts: ProbeCounts) {
    self = [
      "addresses": JSONValue(counts.addresses), "probes": JSONValue(counts.probes),
      "repetitions": JSONValue(counts.repetitions), "open": JSONValue(counts.open),
      "refused": JSONValue(counts.refused), "silent": JSONValue(counts.silent),
      "unreachable": JSONValue(counts.unreachable), "pongs": JSONValue(counts.pongs),
      "silent_addresses": JSONValue(counts.silentAddresses),
      "strays": JSONValue(counts.strays),
      "kernel_repetitions": JSONValue(counts.kernelRepetitions),
      "not_sent": JSONValue(counts.notSent),
      "answers_dropped": JSONValue(counts.answersDropped ?? 0),
    ]
  }

  init(_ coverage: Coverage) {
    var members: [(String, JSONValue)] = [
      ("total", JSONValue(coverage.total)),
      (
        "prefixes",
        .array(
          coverage.prefixes.map {
            ["prefix": .string($0.prefix.description), "counts": JSONValue($0.counts)]
          })
      ),
      ("presence_ping", .bool(coverage.presencePing)),
      ("captured", JSONValue(coverage.captured)),
      ("capture_dropped", JSONValue(coverage.captureDropped)),
      ("dhcp_requests", JSONValue(coverage.dhcpRequests)),
      ("dhcp_answers", JSONValue(coverage.dhcpAnswers)),
      ("unfinished", .bool(coverage.unfinished)),
    ]
    if let inquiries = coverage.dhcpInquiries {
      members.append(("dhcp_inquiries", .array(inquiries.map { JSONValue($0) })))
    }
    self = .object(members)
  }

  init(_ inquiry: DHCPInquiryFacts) {
    self = [
      "segment": .string(inquiry.segment.description),
      "interface": .string(inquiry.interface),
      "servers": JSONValue(inquiry.servers.map(\.description)),
      "trouble": JSONValue(inquiry.trouble),
    ]
  }

  init(_ scan: Scan) {
    self = [
      "id": .number(scan.id),
      "started": .string(scan.started.description),
      "ended": JSONValue(scan.ended?.description),
      "targets": JSONValue(scan.targets),
      "exclusions": JSONValue(scan.exclusions),
      "ports": .array(scan.ports.map { JSONValue($0) }),
      "presence_ping": .bool(scan.presencePing),
      "rate": JSONValue(scan.rate),
      "seed": .string(scan.seed.description),
      "progress": JSONValue(scan.progress),
      "shard": JSONValue(scan.shard),
      "runner": [
        "version": .string(scan.runner.version),
        "host": .string(scan.runner.host),
        "user": .string(scan.runner.user),
        "command": JSONValue(scan.runner.command),
        "interfaces": JSONValue(scan.runner.interfaces),
        "engine": .string(scan.runner.engine),
      ],
      "coverage": JSONValue(scan.coverage),
    ]
  }
}

package import ScoutJSON
import ScoutModel
import ScoutNet
package import ScoutReport
package import ScoutStore
import ScoutTLS

/// Makes a report that can be shown to strangers: names, addresses, hardware addresses, UUIDs, realms
/// and fingerprints are replaced, each value by the same pseudonym wherever it stands.
///
/// It works on the stored form of the model, so that a part that is added later is covered as well:
/// what no rule knows is treated as a sentence, in which everything known is replaced.
package struct Redaction: JSONRewriting, Sendable {
  private let pseudonyms: Pseudonyms
  private var words: RedactedText
  private let sentences = Remembered<Sentence, Sentence>()

  /// - Parameter key: what the pseudonyms depend on. The same key gives the same ones.
  package init(key: [UInt8]) {
    pseudonyms = Pseudonyms(key: key)
    words = RedactedText(pseudonyms)
  }

  /// A key that nobody can foretell.
  package static var randomKey: [UInt8] { secureRandomBytes(32) }

  /// The input with everything replaced, its evidence included.
  ///
  /// - Parameter file: where the evidence is read from.
  package func redacted(_ input: ReportInput, of file: SiteFile) throws -> ReportInput {
    var learned = self
    let assessments = input.site.assessments
    try learned.learn(assessments.count) { try JSONWriter.bytes(assessments[$0].device) }
    try learned.learn(input.site.profile)
    try learned.learn(file)
    for scan in input.scans { try learned.learn(scan) }
    return try learned.replaced(input, of: file)
  }

  private func replaced(_ input: ReportInput, of file: SiteFile) throws -> ReportInput {
    var result = input
    var site = try replacedForm(of: input.site.withoutDevices)
    let assessments = input.site.assessments
    site.assessments = try Self.side(assessments.count) { try replaced(assessments[$0]) }
      .sorted(by: SiteAssessment.byAddress)
    result.site = site
    result.scans = try input.scans.map(replacedForm)
    result.accepted = try replacedForm(of: input.accepted)
    result.changes = input.changes?.replacing(
      name: pseudonyms.name, address: pseudonyms.address,
      file: { $0.contains("/") || $0.contains(".") ? pseudonyms.file($0) : $0 })
    // Whoever has the site file could tell by it which one this is.
    result.digest = nil
    // What cannot be replaced is not shown.
    result.find = { ids in
      ((try? file.stored(ids)) ?? []).compactMap { stored in
        guard let text = try? rewritten(stored.text, from: .sentence) else { return nil }
        return try? stored.with(text).observation()
      }
    }
    return result
  }

  // MARK: The stored form

  private mutating func learn(_ value: some Encodable) throws {
    try learn(JSONWriter.bytes(value))
  }

  private mutating func learn(_ file: SiteFile) throws {
    var texts: [[UInt8]] = []
    func take() throws {
      let taken = texts
      texts.removeAll(keepingCapacity: true)
      try learn(taken.count) { taken[$0] }
    }
    try file.forEachRow { stored in
      texts.append(stored.text)
      if texts.count == Self.rows { try take() }
    }
    try take()
  }

  private mutating func learn(_ text: [UInt8]) throws { try learn(1) { _ in text } }

  private mutating func learn(_ count: Int, _ text: @Sendable (Int) throws -> [UInt8]) throws {
    let heard = try Self.side(count) { index in
      let learner = Learner()
      _ = try learner.rewritten(try text(index), from: .sentence)
      return (learner.names, learner.versions)
    }
    for (names, versions) in heard {
      for name in names { words.learn(name: name) }
      for version in versions { words.learn(version: version) }
    }
  }

  /// So many observations are listened to at once.
  private static let rows = 1 << 14

  /// What comes of each number below `count`, in their order, made on all cores.
  private static func side<Value: Sendable>(
    _ count: Int, _ make: @Sendable (Int) throws -> Value
  ) throws -> [Value] {
    let parts = Parts(of: count, by: 128)
    var values: [Value] = []
    try inOrder(parts.count, onAllCores) { number in
      Result { try parts[number].map(make) }
    } _: {
      values += try $0.get()
    }
    return values
  }

  /// Listens to what stands where names and versions do.
  private final class Learner: JSONRewriting {
    private(set) var names: [String] = []
    private(set) var versions: [String] = []

    func place(of name: String, under owner: Kind, in object: JSONNames) -> Kind {
      Redaction.kind(of: name, under: owner, object)
    }

    func text(_ text: String, at kind: Kind, index: Int) -> String {
      if case .name = kind { names.append(text) }
      if case .version = kind { versions.append(text) }
      return ""
    }
  }

  private func replacedForm<Value: Codable>(of value: Value) throws -> Value {
    let text = try rewritten(JSONWriter.bytes(value), from: .sentence)
    return try JSONReader.value(Value.self, from: text, limit: JSONReader.ownLimit)
  }

  // MARK: What there is most of

  /// Statements and findings make up nine tenths of an assessment and are the same for many machines,
  /// so their parts are replaced one by one; a test sees to it that none is missed.
  private func replaced(_ assessment: Assessment) throws -> Assessment {
    var bare = assessment
    bare.recommendation = assessment.recommendation.withoutStatements
    bare.recommendation2011 = assessment.recommendation2011.withoutStatements
    bare.nameReasons = []
    bare.confidenceReasons = []
    bare.findings = []
    var result = try replacedForm(of: bare)
    result.recommendation = replaced(assessment.recommendation)
    result.recommendation2011 = replaced(assessment.recommendation2011)
    result.nameReasons = assessment.nameReasons.map(replaced)
    result.confidenceReasons = assessment.confidenceReasons.map(replaced)
    result.findings = assessment.findings.map(replaced)
    return result
  }

  private func replaced(_ recommendation: Recommendation) -> Recommendation {
    var result = recommendation
    result.reasons = recommendation.reasons.map(replaced)
    result.verdicts = recommendation.verdicts.map { verdict in
      var result = verdict
      result.reasons = verdict.reasons.map(replaced)
      result.missing = verdict.missing.map(replaced)
      result.costs = verdict.costs.map(sentence)
      result.givesUp = verdict.givesUp.map(sentence)
      return result
    }
    result.blockers = recommendation.blockers.map(replaced)
    result.missing = recommendation.missing.map(replaced)
    result.nextStep = replaced(recommendation.nextStep)
    return result
  }

  private func replaced(_ statement: Statement) -> Statement {
    let shown = sentences.value(of: statement.sentence) { sentence in
      Sentence(
        self.sentence(sentence.text), rule: sentence.rule,
        source: self.sentence(sentence.source), certainty: sentence.certainty)
    }
    return Statement(shown, evidence: statement.evidence)
  }

  private func replaced(_ finding: Finding) -> Finding {
    Finding(
      id: finding.id, severity: finding.severity, device: finding.device,
      address: finding.address.map(pseudonyms.address), title: sentence(finding.title),
      detail: sentence(finding.detail), remedy: sentence(finding.remedy),
      source: sentence(finding.source), evidence: finding.evidence,
      confidence: finding.confidence)
  }

  private func sentence(_ text: String) -> String { prefix(text) ?? words(text) }

  /// What stands under a key.
  package enum Kind {
    case name, sentence, realm, digits, kept, version, bytes, file, command
    case word(String)
  }

  /// The kinds by key; a key that only gives structure hands its owner's kind on.
  private static let kinds: [String: Kind] = {
    var kinds: [String: Kind] = [:]
    for key in [
      "names", "amt", "pointers", "forwards", "certificate", "dhcp", "option15", "values", "name",
      "hostName", "hostDNSSuffix", "dnsSuffix", "remoteAccessHost", "domainName", "fqdn",
      "searchList", "searchLists", "dnsNames", "commonNames", "homeDomains", "match", "pkiSuffix",
      "issuerCommonName", "provisionServers", "host", "records", "device", "hostOSFQDN", "domains",
      "domain", "dhcpDNSSuffix", "trustedDNSSuffix", "serverFQDN", "trustedNames", "principals",
      "local", "refusals", "searches", "reached",
    ] { kinds[key] = .name }
    for key in [
      "unknown", "rule", "type", "outcome", "message", "tool", "kind", "transport", "method",
      "product", "state", "controlMode", "eligibility", "certainty", "severity", "advice",
      "rulebook", "rulebooks", "alternatives", "confidence", "nameVerdict", "needs", "form",
      "medium", "keyType", "signatureAlgorithm", "extendedKeyUsages", "algorithm", "rootHashes",
      "engine", "dhcpMode", "remoteAccessNetwork", "qop", "productFrom", "finding",
      "isHome", "inside", "passes", "fits", "result", "provisionServer", "firmware", "id", "ending",
      "allowedControlModes", "service",
    ] { kinds[key] = .kept }
    for key in ["realm", "digestRealm"] { kinds[key] = .realm }
    for key in [
      "fingerprint", "fingerprintSHA1", "fingerprintSHA384", "keyFingerprint", "serial", "nonce",
      "pid",
    ] { kinds[key] = .digits }
    for key in ["version", "span", "hint", "lower", "upper"] { kinds[key] = .version }
    for key in ["head", "bytes"] { kinds[key] = .bytes }
    kinds["site"] = .word("site")
    kinds["user"] = .word("user")
    kinds["by"] = .word("user")
    kinds["organizationalUnits"] = .word("unit")
    kinds["networks"] = .word("network")
    // An entry's match can be a name, with stars.
    kinds["credential"] = .word("entry")
    kinds["origin"] = .file
    kinds["command"] = .command
    for key in [
      "title", "detail", "remedy", "text", "reason", "server", "location", "defects", "costs",
      "givesUp", "targets", "exclusions", "interfaces", "findings", "addresses", "macs", "uuid",
      "client",
    ] { kinds[key] = .sentence }
    return kinds
  }()

  /// Keys that carry no meaning of their own.
  private static let structure: Set<String> = [
    "_0", "value", "known", "conflicting", "answered", "first", "evidence",
  ]

  private static func kind(of key: String, under owner: Kind, _ object: JSONNames) -> Kind {
    if structure.contains(key) { return owner }
    switch key {
    // A segment and a certificate have names that name no host, a root hash that of its issuer, and
    // an origin that of a file.
    case "name" where object.contains("prefix") || object.contains("chain"): return .word("name")
    case "name" where object.contains("algorithm"): return .kept
    // Elsewhere these are addresses.
    case "servers" where object.contains("triggers"): return .name
    // What the firmware calls its parts.
    case "name" where object.contains("linkPolicy") || object.contains("trustedNames"):
      return .sentence
    // A word of ours on a machine, a sentence on a suffix.
    case "advice" where !object.contains("rulebook"): return .sentence
    // How a certificate fits, not which machine is meant.
    case "match" where object.contains("fits"): return .kept
    case "name":
      if case .file = owner { return .file }
      return .name
    // The router that says a port is filtered; elsewhere the person who accepted a finding.
    case "by" where !object.contains("reason"): return .sentence
    default: return kinds[key] ?? .sentence
    }
  }

  // MARK: Walking

  package func place(of name: String, under owner: Kind, in object: JSONNames) -> Kind {
    Self.kind(of: name, under: owner, object)
  }

  package func text(_ text: String, at kind: Kind, index: Int) -> String {
    if case .command = kind { return command(text, index) }
    return replaced(text, kind)
  }

  private func replaced(_ string: String, _ kind: Kind) -> String {
    switch kind {
    case .kept, .version: return string
    case .sentence: return sentence(string)
    case .name: return name(string)
    case .realm: return string.isEmpty ? "" : pseudonyms.realm(string)
    case .digits: return pseudonyms.digits(string)
    case .bytes: return ""
    case .file: return origin(string)
    case .command: return string
    case .word(let kind): return pseudonyms.word(string, kind)
    }
  }

  /// A name, or what else may stand where names stand.
  private func name(_ string: String) -> String {
    if string.isEmpty { return "" }
    if let prefix = prefix(string) { return prefix }
    if MACAddress(string) != nil || UUID128(string) != nil { return words(string) }
    return pseudonyms.name(string)
  }

  /// A file's name, an interface's, or a name server's address.
  private func origin(_ string: String) -> String {
    if let address = IPAddress(string) { return pseudonyms.address(address).description }
    return string.contains(".") || string.contains("/") ? pseudonyms.file(string) : words(string)
  }

  private func prefix(_ string: String) -> String? {
    guard string.contains("/"), let prefix = Prefix(string) else { return nil }
    return pseudonyms.prefix(prefix).description
  }

  /// A word of a command: options and the command's own words stay, what is given to them goes.
  private func command(_ word: String, _ index: Int) -> String {
    if index < 2 || word.hasPrefix("-") { return word }
    if let prefix = prefix(word) { return prefix }
    let shown = words(word)
    return shown == word ? pseudonyms.file(word) : shown
  }
}

extension Recommendation {
  fileprivate var withoutStatements: Recommendation {
    Recommendation(
      rulebook: rulebook, advice: advice, nextStep: Statement("", rule: "", source: ""))
  }
}

extension SiteAssessment {
  /// The site without what is kept of single machines, which is walked machine by machine.
  fileprivate var withoutDevices: SiteAssessment {
    var site = self
    site.assessments = []
    site.view.devices = []
    return site
  }

  fileprivate static func byAddress(_ left: Assessment, _ right: Assessment) -> Bool {
    switch (left.device.address, right.device.address) {
    case (let first?, let second?) where first != second: first < second
    case (nil, .some): false
    case (.some, nil): true
    default: left.device.id < right.device.id
    }
  }
}

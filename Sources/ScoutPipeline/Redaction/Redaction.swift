import Foundation
package import ScoutModel
import ScoutNet
package import ScoutReport
import ScoutTLS

/// Makes a report that can be shown to strangers: names, addresses, hardware addresses, UUIDs, realms
/// and fingerprints are replaced, each value by the same pseudonym wherever it stands.
///
/// It works on the stored form of the model, so that a part that is added later is covered as well:
/// what no rule knows is treated as a sentence, in which everything known is replaced.
package struct Redaction: Sendable {
  private let pseudonyms: Pseudonyms
  private var text: RedactedText

  /// - Parameter key: what the pseudonyms depend on. The same key gives the same ones.
  package init(key: [UInt8]) {
    pseudonyms = Pseudonyms(key: key)
    text = RedactedText(pseudonyms)
  }

  /// A key that nobody can foretell.
  package static var randomKey: [UInt8] { secureRandomBytes(32) }

  /// The input with everything replaced, its evidence included.
  ///
  /// - Parameter observations: everything that `input.observation` can return.
  package func redacted(
    _ input: ReportInput, observations: some Sequence<Observation>
  ) throws -> ReportInput {
    var learned = self
    for assessment in input.site.assessments { learned.learn(try Self.tree(assessment)) }
    learned.learn(try Self.tree(input.site.profile))
    for observation in observations { learned.learn(try Self.tree(observation)) }
    for scan in input.scans { learned.learn(try Self.tree(scan)) }
    return try learned.replaced(input)
  }

  private func replaced(_ input: ReportInput) throws -> ReportInput {
    var result = input
    var site = try replaced(input.site.withoutDevices)
    site.assessments = try input.site.assessments.map(replaced)
      .sorted(by: SiteAssessment.byAddress)
    site.view.devices = site.assessments.map(\.device)
    result.site = site
    result.scans = try input.scans.map(replaced)
    result.accepted = try replaced(input.accepted)
    result.changes = input.changes?.replacing(
      name: pseudonyms.name, address: pseudonyms.address,
      file: { $0.contains("/") || $0.contains(".") ? pseudonyms.file($0) : $0 })
    // Whoever has the site file could tell by it which one this is.
    result.digest = nil
    let find = input.observation
    result.observation = { id in
      guard let observation = find(id) else { return nil }
      // What cannot be replaced is not shown.
      return try? replaced(observation)
    }
    return result
  }

  // MARK: The stored form

  private static func tree(_ value: some Encodable) throws -> Any {
    try JSONSerialization.jsonObject(with: JSONEncoder().encode(value), options: .fragmentsAllowed)
  }

  private func replaced<Value: Codable>(_ value: Value) throws -> Value {
    let tree = replaced(try Self.tree(value), kind: .sentence)
    let data = try JSONSerialization.data(withJSONObject: tree, options: .fragmentsAllowed)
    return try JSONDecoder().decode(Value.self, from: data)
  }

  /// What stands under a key.
  private enum Kind {
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

  private func kind(of key: String, under owner: Kind, _ object: [String: Any]) -> Kind {
    if Self.structure.contains(key) { return owner }
    switch key {
    // A segment and a certificate have names that name no host, a root hash that of its issuer, and
    // an origin that of a file.
    case "name" where object["prefix"] != nil || object["chain"] != nil: return .word("name")
    case "name" where object["algorithm"] != nil: return .kept
    // Elsewhere these are addresses.
    case "servers" where object["triggers"] != nil: return .name
    // What the firmware calls its parts.
    case "name" where object["linkPolicy"] != nil || object["trustedNames"] != nil: return .sentence
    // A word of ours on a machine, a sentence on a suffix.
    case "advice" where object["rulebook"] == nil: return .sentence
    // How a certificate fits, not which machine is meant.
    case "match" where object["fits"] != nil: return .kept
    case "name":
      if case .file = owner { return .file }
      return .name
    // The router that says a port is filtered; elsewhere the person who accepted a finding.
    case "by" where object["reason"] == nil: return .sentence
    default: return Self.kinds[key] ?? .sentence
    }
  }

  // MARK: Walking

  private mutating func learn(_ tree: Any, kind: Kind = .sentence) {
    switch tree {
    case let object as [String: Any]:
      for (key, value) in object { learn(value, kind: self.kind(of: key, under: kind, object)) }
    case let list as [Any]:
      for value in list { learn(value, kind: kind) }
    case let string as String:
      if case .name = kind { text.learn(name: string) }
      if case .version = kind { text.learn(version: string) }
    default: break
    }
  }

  private func replaced(_ tree: Any, kind: Kind) -> Any {
    switch tree {
    case let object as [String: Any]:
      var result: [String: Any] = [:]
      for (key, value) in object {
        result[key] = replaced(value, kind: self.kind(of: key, under: kind, object))
      }
      return result
    case let list as [Any]:
      if case .command = kind { return command(list) }
      return list.map { replaced($0, kind: kind) }
    case let string as String: return replaced(string, kind)
    default: return tree
    }
  }

  private func replaced(_ string: String, _ kind: Kind) -> String {
    switch kind {
    case .kept, .version: return string
    case .sentence: return prefix(string) ?? text(string)
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
    if MACAddress(string) != nil || UUID128(string) != nil { return text(string) }
    return pseudonyms.name(string)
  }

  /// A file's name, an interface's, or a name server's address.
  private func origin(_ string: String) -> String {
    if let address = IPAddress(string) { return pseudonyms.address(address).description }
    return string.contains(".") || string.contains("/") ? pseudonyms.file(string) : text(string)
  }

  private func prefix(_ string: String) -> String? {
    guard string.contains("/"), let prefix = Prefix(string) else { return nil }
    return pseudonyms.prefix(prefix).description
  }

  /// The words of a command: options and the command's own words stay, what is given to them goes.
  private func command(_ words: [Any]) -> [Any] {
    words.enumerated().map { index, word in
      guard let word = word as? String, index > 1, !word.hasPrefix("-") else { return word }
      if let prefix = prefix(word) { return prefix }
      let shown = text(word)
      return shown == word ? pseudonyms.file(word) : shown
    }
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

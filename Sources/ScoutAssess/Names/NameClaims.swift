import ScoutModel
import ScoutNet

/// Where a name of a device was read.
enum NameOrigin: String, Hashable, Sendable, CaseIterable {
  case pointer, forward, certificate, dhcp, amt, host

  /// Whether the operating system gives the name, whose domain may differ from that of DNS.
  var isLoose: Bool { self == .dhcp || self == .host }

  /// For a sentence: "the PTR record".
  var words: String {
    switch self {
    case .pointer: "the PTR record"
    case .forward: "the forward look-up"
    case .certificate: "the certificate"
    case .dhcp: "the DHCP request"
    case .amt: "AMT itself"
    case .host: "the host"
    }
  }
}

/// One source's name for a device.
struct NameClaim {
  let name: DomainName
  let origin: NameOrigin
  let evidence: Evidence
  /// The first label, kept because every pair of claims is compared.
  let host: Substring
  let hasDomain: Bool

  init(name: DomainName, origin: NameOrigin, evidence: Evidence) {
    self.name = name
    self.origin = origin
    self.evidence = evidence
    host = name.text.prefix { $0 != "." }
    hasDomain = host.endIndex != name.text.endIndex
  }

  /// Whether both may well be one machine's names: the same full name, or the same host name where
  /// one of them has no domain.
  func agrees(with other: NameClaim) -> Bool {
    name == other.name || (host == other.host && (!hasDomain || !other.hasDomain))
  }

  /// Whether they name different machines. Names that the operating system gives may well have
  /// another domain than DNS has: a disjoint namespace is no contradiction.
  func contradicts(_ other: NameClaim) -> Bool {
    if agrees(with: other) { return false }
    if host != other.host { return true }
    return !origin.isLoose && !other.origin.isLoose
  }
}

/// Where the domain name system says that a name is.
enum Whereabouts: Hashable {
  case here, elsewhere, nowhere, unknown
}

/// A name that was looked up, and where it leads.
struct LocatedName {
  let name: DomainName
  var lookups: [Lookup]
  var whereabouts: Whereabouts
}

extension Device {
  /// Whether the files of several machines bear its identity, as where an image was cloned: then no
  /// one of their names is the machine's, and none was given up for another.
  fileprivate var isSeveralHosts: Bool {
    guard hosts.count > 1 else { return false }
    return Set(hosts.compactMap { $0.value.adapters.first { !$0.wireless }?.mac }).count > 1
  }
}

/// All names of a device, and where each of them leads.
struct NameClaims {
  /// In the order of ``NameOrigin``; none of the forward look-ups.
  private(set) var claims: [NameClaim] = []
  /// Few for each device, so that searching them beats a dictionary.
  private(set) var located: [LocatedName] = []
  /// Whether PTR records were asked for, and every answer was that there is none.
  let hasNoPointer: Bool
  private let pointers: [Lookup]

  init(_ device: Device) {
    pointers = device.names.pointers
    hasNoPointer =
      !pointers.isEmpty
      && pointers.allSatisfy { $0.outcome == .noSuchName || $0.outcome == .noData }
    for lookup in pointers where lookup.outcome == .answered {
      for value in lookup.values { add(value, .pointer, lookup.evidence) }
    }
    for name in device.names.certificate where Self.isMachine(name.value) {
      add(name.value, .certificate, name.evidence)
    }
    if let name = device.names.dhcp.best { add(name.value, .dhcp, name.evidence) }
    if let name = device.names.amt.best {
      claims.append(NameClaim(name: name.value, origin: .amt, evidence: name.evidence))
    }
    let hosts = device.isSeveralHosts ? device.names.host.claims : []
    for name in hosts.isEmpty ? [device.names.host.best].compactMap(\.self) : hosts {
      add(name.value, .host, name.evidence)
    }
    for lookup in device.names.forwards {
      guard let name = DomainName(lookup.name) else { continue }
      if let place = located.firstIndex(where: { $0.name == name }) {
        located[place].lookups.append(lookup)
      } else {
        located.append(LocatedName(name: name, lookups: [lookup], whereabouts: .unknown))
      }
    }
    for place in located.indices {
      located[place].whereabouts = Self.judge(located[place].lookups, device)
    }
  }

  private mutating func add(_ text: String, _ origin: NameOrigin, _ evidence: Evidence) {
    guard let name = DomainName(text) else { return }
    claims.append(NameClaim(name: name, origin: origin, evidence: evidence))
  }

  var pointerEvidence: Evidence {
    Evidence(pointers.flatMap(\.evidence.observations))
  }

  func named(by origin: NameOrigin) -> [NameClaim] { claims.filter { $0.origin == origin } }

  func location(of name: DomainName) -> Whereabouts {
    located.first { $0.name == name }?.whereabouts ?? .unknown
  }

  /// Where a claimed name leads; a bare host name leads where it does with any domain asked for.
  func location(of claim: NameClaim) -> Whereabouts {
    if let known = located.first(where: { $0.name == claim.name }) { return known.whereabouts }
    if claim.hasDomain { return .unknown }
    let found = fullNames(of: claim).map { location(of: $0) }
    if found.contains(.here) { return .here }
    if found.contains(.elsewhere) { return .elsewhere }
    return found.isEmpty || found.contains(.unknown) ? .unknown : .nowhere
  }

  /// Whether every name of both lists was looked up and leads to the device, so that each has a
  /// record of its own.
  func bothLeadHere(_ first: [NameClaim], _ second: [NameClaim]) -> Bool {
    !first.isEmpty && !second.isEmpty
      && (first + second).allSatisfy { location(of: $0) == .here }
  }

  /// The names that were looked up for a claim: its own, or its host name with a domain.
  func fullNames(of claim: NameClaim) -> [DomainName] {
    if located.contains(where: { $0.name == claim.name }) { return [claim.name] }
    guard !claim.hasDomain else { return [] }
    return located.map(\.name).filter { $0.host == claim.name.text }.sorted()
  }

  func evidence(ofLookups name: DomainName) -> Evidence {
    located.first { $0.name == name }
      .map { Evidence($0.lookups.flatMap(\.evidence.observations)) } ?? .none
  }

  /// The addresses that the domain name system gives for `name`, each once however many servers say
  /// it.
  func addresses(of name: DomainName) -> [String] {
    var seen: Set<String> = []
    let all = located.first { $0.name == name }?.lookups.flatMap(\.values) ?? []
    return all.filter { seen.insert($0).inserted }
  }

  private static func judge(_ lookups: [Lookup], _ device: Device) -> Whereabouts {
    var isElsewhere = false
    var isNowhere = false
    for lookup in lookups {
      switch lookup.outcome {
      case .answered:
        // Resolvers write addresses as we do, as a rule, and reading them takes longer.
        if device.addresses.contains(where: { lookup.values.contains($0.value.description) }) {
          return .here
        }
        let addresses = lookup.values.compactMap { IPAddress($0) }
        if addresses.contains(where: { address in
          device.addresses.contains { $0.value == address }
        }) {
          return .here
        }
        // AMT's IPv6 address is never the host's: another one there says nothing.
        if lookup.type != "AAAA" && !addresses.isEmpty { isElsewhere = true }
      case .noSuchName: isNowhere = true
      case .noData: if lookup.type == "A" { isNowhere = true }
      case .serverFailed, .noAnswer, .questionOnly, .registered, .registrationRefused: break
      }
    }
    return isElsewhere ? .elsewhere : isNowhere ? .nowhere : .unknown
  }

  private static let labels: Set<String> = [
    "amt", "iamt", "intelamt", "intel-amt", "localhost", "iamt-rcfg",
  ]

  /// Whether a certificate's name can be a machine's, rather than a maker's or a tool's label.
  static func isMachine(_ text: String) -> Bool {
    var hasLetter = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
        hasLetter = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."):
        continue
      default: return false
      }
    }
    // Digits and dots alone are an address.
    guard hasLetter else { return false }
    let lower = text.lowercased()
    return !Self.labels.contains(lower)
  }
}

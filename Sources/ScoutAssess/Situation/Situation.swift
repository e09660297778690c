import ScoutModel
import ScoutNet

/// One device with everything that the rules may ask of it, worked out once for both rulebooks.
///
/// A class, for it is handed to many functions, and copying its many parts would cost time.
final class Situation {
  let device: Device
  let profile: SiteProfile
  let own: DeviceProfile?
  let versions: VersionFacts
  let product: Product
  let state: InferredState
  let controlMode: ControlMode?
  let medium: MediumFacts
  let suffix: SuffixFacts
  /// The certificate that suits the device best, and how.
  let certificate: CertificateAnswers
  let provisionServer: Lookup?
  /// Whether something in between answers for the device's range.
  let isBehindMiddlebox: Bool
  /// Whether AMT is switched off, as the host says, and who says so.
  let isDisabled: Bool
  let hostEvidence: Evidence
  let sentences: SentenceStore
  private var answers: [Ternary]

  init(
    _ device: Device, profile: SiteProfile, index: SiteIndex, versions: VersionFacts,
    certificates: inout CertificateStore, sentences: SentenceStore = SentenceStore()
  ) {
    self.device = device
    self.sentences = sentences
    self.profile = profile
    self.versions = versions
    own = index.deviceProfile(of: device)
    product = device.product.best?.value ?? .unknown
    controlMode = device.controlMode.best?.value
    hostEvidence =
      device.hosts.isEmpty
      ? .none : Evidence(device.hosts.flatMap(\.evidence.observations))
    isDisabled = device.hosts.first { $0.value.enabled != nil }?.value.enabled == false
    state = InferredState(device, versions)
    let segment = index.segmentProfile(of: device.address)
    medium = MediumFacts(device, own, segment, versions, state)
    suffix = SuffixFacts(device, own, segment, index.segment(of: device))
    provisionServer = suffix.values.first.flatMap { index.provisionServer(under: $0) }
    certificate = CertificateAnswers(device, suffix, versions, &certificates)
    isBehindMiddlebox = index.middleboxes.contains { box in
      device.address.map(box.prefix.contains) == true
    }
    answers = []
    var all: [Ternary] = []
    all.reserveCapacity(Condition.allCases.count)
    for condition in Condition.allCases { all.append(answer(working: condition)) }
    answers = all
  }

  /// Whether `condition` holds.
  func answer(_ condition: Condition) -> Ternary { answers[condition.rawValue] }

  private func answer(working condition: Condition) -> Ternary {
    switch condition {
    case .always: .yes
    case .agentForbidden: Ternary(!profile.agentAllowed)
    case .touchForbidden: Ternary(!profile.touchAllowed)
    case .controlNeeded: Ternary(profile.needsControl)
    case .settingsNeeded: Ternary(!profile.needs.isDisjoint(with: [.tls, .ieee8021x, .kerberos]))
    case .noWiredPort: medium.hasWiredPort.negated
    case .onWireless: medium.isWireless
    case .onVPN: medium.isVPN
    case .noCertificate: Ternary(profile.certificates.isEmpty)
    case .certificateWithoutPurpose: certificate.lacksPurpose
    case .certificateWeak: certificate.isWeak
    case .certificateOfOldStrength: certificate.isOfOldStrength
    case .certificateOutOfDate: certificate.isOutOfDate
    case .rootNotTrusted: certificate.rootNotTrusted
    case .rootKnownBySHA1: certificate.isTrustedBySHA1
    case .chainOutOfOrder: certificate.isOutOfOrder
    case .suffixMissing: suffix.isMissing
    case .suffixMismatch: certificate.mismatch
    case .suffixLikely: certificate.isLikely
    case .keysImpossible:
      profile.touchAllowed || key != nil ? .no : Ternary(own?.pskPreloaded).negated
    case .keysPreloaded: Ternary(own?.pskPreloaded)
    case .keyNamed: Ternary(key != nil)
    case .beingProvisioned: state.value.map { Ternary($0 == .in) } ?? .unknown
    case .hostAddressStatic: medium.hostIsStatic
    case .provisionServerMissing:
      switch provisionServer?.outcome {
      case .answered: .no
      case .noSuchName, .noData: .yes
      default: .unknown
      }
    case .standardManageability: Ternary(product == .ism)
    case .takeoverPossible:
      switch versions.takeover {
      case .affected: .yes
      case .needsBuild: .unknown
      case .fixed, .notCovered, .unrecorded: .no
      }
    case .advisoriesOpen: Ternary(!versions.openAdvisories.isEmpty)
    case .consoleTLS10: Ternary(profile.consoleTLS == "1.0")
    case .consoleTLS11: Ternary(profile.consoleTLS == "1.1")
    }
  }

  /// The observations that the answer to `condition` rests on.
  func evidence(_ condition: Condition) -> Evidence {
    switch condition {
    case .suffixMissing, .suffixMismatch, .suffixLikely: suffix.evidence
    case .provisionServerMissing: provisionServer?.evidence ?? .none
    case .beingProvisioned: state.evidence
    case .rootNotTrusted, .rootKnownBySHA1: hostEvidence
    case .hostAddressStatic: medium.addressEvidence
    case .keyNamed: key?.evidence ?? .none
    case .noWiredPort, .onWireless: medium.evidence
    case .standardManageability: device.product.evidence
    case .takeoverPossible, .advisoriesOpen: device.version.evidence
    default: .none
    }
  }

  /// The observations that `rule` rests on for this device.
  func evidence(_ rule: RuleKey) -> Evidence {
    let own = evidence(rule.condition)
    guard rule.hasBounds else { return own }
    let version = device.version.evidence
    if own == .none || own == version { return version }
    return version == .none ? own : own + version
  }

  /// `text` with the device's own words in place of `{version}`, `{suffix}`, `{certificate}`.
  func filled(_ text: String) -> String {
    Template.fill(text) { name in
      switch name {
      case "version": versionText
      case "suffix":
        suffix.values.isEmpty ? "(none)" : suffix.values.map(clip).joined(separator: ", ")
      case "advisories": versions.openAdvisories.map(\.id).joined(separator: ", ")
      case "cure": versions.cure?.description ?? "the newest"
      case "clear": clearPorts.map(String.init).joined(separator: " and ")
      case "certificate": certificate.name ?? "the certificate"
      default: nil
      }
    }
  }

  /// The sentence with its places filled.
  func filled(_ sentence: Sentence) -> Sentence {
    sentences.shared(
      Sentence(
        filled(sentence.text), rule: sentence.rule, source: sentence.source,
        certainty: sentence.certainty))
  }

  /// The newest hello that names a pre-shared key.
  private var key: Seen<HelloSighting>? {
    device.hellos.filter { $0.value.pid != nil && $0.value.port == nil }
      .max { $0.last < $1.last }
  }

  /// The version as the evidence has it.
  var versionText: String { versions.text }

  /// Whether option 15 is of no use for certificates: missing, odd, or not what they are for.
  var hasOddSuffix: Bool {
    suffix.isMissing == .yes || certificate.mismatch == .yes
      || suffix.values.contains { SuffixKind($0).isOdd }
  }
}

/// Shortens a text that a peer sent, for a sentence of the report.
func clip(_ text: String) -> String {
  text.utf8.count <= 120 ? text : String(text.prefix(100)) + "…"
}

import ScoutModel

/// Puts devices into waves of work. A device whose firmware must be updated first stands in that
/// wave and in the one that configures it.
struct WaveBuilder {
  private let book: RuleBook
  private let profile: SiteProfile
  private let firmwareRules: Set<String>
  private var waves: [WaveKind: Wave] = [:]
  private var reasons: [WaveKind: [String: (Statement, Int)]] = [:]

  init(_ book: RuleBook, _ profile: SiteProfile) {
    self.book = book
    self.profile = profile
    firmwareRules = Set(book.rules.filter { $0.remedy == .firmware }.map(\.id))
  }

  mutating func add(_ situation: Situation, _ assessment: Assessment) {
    let advice = assessment.recommendation
    let method = ConfigurationMethod(rawValue: advice.advice.rawValue)
    switch advice.advice {
    case .none: return
    case .unknown: put(situation, .measure, touch: false, advice.missing.first)
    case .configured: maintain(situation, advice)
    case .enable:
      let isRemote = situation.versions.is161 == .yes && profile.agentAllowed
      put(situation, .enable, touch: !isRemote, advice.blockers.first)
    case .hostBased, .hostBasedACM, .pki, .psk, .usb, .manual:
      guard let method else { return }
      configure(situation, advice, method)
    }
  }

  private mutating func maintain(_ situation: Situation, _ advice: Recommendation) {
    if advice.blockers.contains(where: { $0.rule == Maintenance.patch.id }) {
      put(situation, .secure, touch: !profile.agentAllowed, advice.blockers.first)
    } else if advice.nextStep.rule != Maintenance.keep.id {
      put(situation, .maintain, touch: false, advice.nextStep)
    }
  }

  private mutating func configure(
    _ situation: Situation, _ advice: Recommendation, _ method: ConfigurationMethod
  ) {
    if let update = advice.blockers.first(where: { firmwareRules.contains($0.rule) }) {
      put(situation, .firmware, touch: !profile.agentAllowed, update)
    }
    let verdict = advice.verdicts.first { $0.method == method }
    let others = advice.blockers.first {
      !firmwareRules.contains($0.rule) && $0.rule != "psk-removed"
    }
    if advice.nextStep.rule.hasPrefix("measure-") {
      return put(situation, .measure, touch: false, advice.nextStep)
    }
    if verdict?.eligibility == .ineligible, let others {
      return put(situation, .prepared, touch: method.needsTouch(situation), others, method)
    }
    switch method {
    case .hostBased: put(situation, .hostBased, touch: false, nil, method)
    case .hostBasedACM, .pki: put(situation, .remote, touch: false, nil, method)
    case .psk, .usb, .manual:
      let touch = method.needsTouch(situation)
      put(situation, touch ? .hands : .remote, touch: touch, nil, method)
    }
  }

  private mutating func put(
    _ situation: Situation, _ kind: WaveKind, touch: Bool, _ reason: Statement?,
    _ method: ConfigurationMethod? = nil
  ) {
    let device = situation.device
    waves[kind, default: Wave(kind, title: kind.title)].devices.append(
      WaveDevice(
        id: device.id, address: device.address, segment: device.segment, needsTouch: touch,
        method: method))
    if touch { waves[kind]?.touches += 1 }
    guard let reason else { return }
    if let known = reasons[kind]?[reason.rule] {
      reasons[kind]?[reason.rule] = (known.0, known.1 + 1)
    } else {
      reasons[kind, default: [:]][reason.rule] = (reason, 1)
    }
  }

  /// The waves that have devices, in the order of the work.
  var all: [Wave] {
    WaveKind.allCases.compactMap { kind in
      guard var wave = waves[kind] else { return nil }
      wave.before = (reasons[kind] ?? [:]).values
        .sorted { $0.1 == $1.1 ? $0.0.rule < $1.0.rule : $0.1 > $1.1 }
        .map(\.0)
      return wave
    }
  }
}

extension ConfigurationMethod {
  /// Whether somebody must go to the machine.
  func needsTouch(_ situation: Situation) -> Bool {
    switch self {
    case .hostBased, .hostBasedACM, .pki: false
    case .psk: situation.own?.pskPreloaded != true
    case .usb, .manual: true
    }
  }
}

extension WaveKind {
  var title: String {
    switch self {
    case .secure: "Patch or unprovision configured devices that can be taken over"
    case .firmware: "Update firmware before it is configured"
    case .enable: "Switch AMT on"
    case .hostBased: "Configure from the host now, into client control mode"
    case .remote: "Configure without a visit now, into admin control mode"
    case .prepared: "Configure once certificate, option 15 or wire are as they must be"
    case .hands: "Go to the machines"
    case .measure: "Measure what decides"
    case .maintain: "Maintain what is configured"
    }
  }
}

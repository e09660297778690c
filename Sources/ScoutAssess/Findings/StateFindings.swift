import ScoutModel

/// How far the set-up of single devices has come.
enum StateFindings {
  static let inProgress = FindingKind(
    .state, 1, .medium, .sdkHello, title: "AMT is being configured right now",
    detail: "Its network interface stays open until the configuration ends, 255 hours at most.",
    remedy: "Find out which server configures it, and let it finish or stop it.")
  static let modeUnknown = FindingKind(
    .state, 2, .info, .scsHelp, title: "AMT is configured, its control mode is not known",
    detail: "Client and admin control mode look the same without credentials.",
    remedy: "Read it with credentials, or import `rpc amtinfo -json` from the machine.")
  static let visible = FindingKind(
    .state, 3, .info, .sdkPing, title: "AMT is not configured and answers the presence ping",
    detail: "It can be configured; until then nobody manages it.",
    remedy: "Include it in the roll-out, or switch AMT off in the BIOS.")
  static let clientMode = FindingKind(
    .state, 4, .medium, .scsHelp,
    title: "AMT is in client control mode, and the site needs control without the user",
    detail: "Remote display, redirection and remote boot ask the user; System Defense is missing.",
    remedy: "Upgrade it to admin control mode with a provisioning certificate.")
  static let disabled = FindingKind(
    .state, 5, .low, .sdkEnable, title: "The machine has AMT, and it is switched off",
    detail: "It cannot be configured until it is switched on.",
    remedy: "Enable AMT in the BIOS, or from 16.1 on from the operating system.")

  static let kinds = [inProgress, modeUnknown, visible, clientMode, disabled]

  static func findings(_ situation: Situation) -> [Finding] {
    guard situation.product.isConfigurable else { return [] }
    let device = situation.device
    var findings: [Finding] = []
    switch situation.state.value {
    case .in: findings.append(inProgress.about(device, [], situation.state.evidence))
    case .post where situation.controlMode == nil:
      findings.append(modeUnknown.about(device, [], situation.state.evidence))
    case .pre:
      if let pong = device.pongs.first { findings.append(visible.about(device, [], pong.evidence)) }
    case .post, nil: break
    }
    if situation.controlMode == .client && situation.profile.needsControl {
      findings.append(clientMode.about(device, [], device.controlMode.evidence))
    }
    if situation.isDisabled && situation.state.value != .post {
      findings.append(disabled.about(device, [], situation.hostEvidence))
    }
    return findings
  }
}

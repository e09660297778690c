import ScoutModel
import ScoutNet

/// What to do with devices that are configured already, most urgent first.
enum Maintenance {
  static let patch = Rule(
    "maintain-patch", .precedes, Advisories.sa00075.source, remedy: .firmware,
    "Firmware {version} is open to INTEL-SA-00075: anyone on the network can take the device over. "
      + "Update it, or unprovision it until that is done.")
  static let update = Rule(
    "maintain-update", .warns, Source("CVE", "the CVE records"), remedy: .firmware,
    "Firmware {version} is open to {advisories}: update it to {cure} or later.")
  static let password = Rule(
    "maintain-password", .warns, .configManager,
    "A tool found it configured and does not know its password: reset it in the MEBx, or, in client "
      + "control mode, unprovision it from the operating system.")
  static let enableTLS = Rule(
    "maintain-tls", .warns, .kbPlain,
    "It answers on {clear} without TLS, where passwords can be intercepted and replayed: enable "
      + "TLS.")
  static let upgrade = Rule(
    "maintain-upgrade-control", .warns, .sdkHash,
    "It is in client control mode, and this site needs control without the user: upgrade it to "
      + "admin control mode with a provisioning certificate, or configure it anew.")
  static let homeDomain = Rule(
    "maintain-home-domain", .warns, .sdkEnvironment,
    "DHCP option 15 {suffix} lies in none of the home domains: with environment detection its "
      + "ports close.")
  static let keep = Rule(
    "maintain-keep", .supports, .observed, "It is configured; nothing needs to change.")
  static let remoteAccess = Rule(
    "maintain-remote-access", .warns, certainty: .inferred, .outside,
    "It has a remote access server, so closed local ports may be meant: check it there.")

  static let all: [Rule] = [
    patch, update, password, enableTLS, upgrade, homeDomain, keep, remoteAccess,
  ]

  /// The rules that apply, most urgent first; ``keep`` where none does.
  static func rules(for situation: Situation) -> [Rule] {
    var rules: [Rule] = []
    if situation.answer(.takeoverPossible) == .yes { rules.append(patch) }
    if situation.answer(.advisoriesOpen) == .yes { rules.append(update) }
    if situation.isPasswordUnknown { rules.append(password) }
    if !situation.clearPorts.isEmpty { rules.append(enableTLS) }
    if situation.controlMode == .client && situation.profile.needsControl { rules.append(upgrade) }
    if situation.isOutsideHome == .yes { rules.append(homeDomain) }
    if situation.hasRemoteAccess && situation.device.ports.isEmpty { rules.append(remoteAccess) }
    return rules.isEmpty ? [keep] : rules
  }

  static func step(_ rule: Rule, _ situation: Situation) -> Statement {
    let text =
      switch rule.id {
      case patch.id: "Update the firmware, or unprovision the device until that is done"
      case update.id: situation.filled("Update the firmware to {cure} or later")
      case password.id:
        situation.controlMode == .client
          ? "Unprovision it from the operating system, and configure it anew"
          : "Reset its password in the MEBx, and configure it anew"
      case enableTLS.id: situation.filled("Enable TLS on the device and close {clear}")
      case upgrade.id: "Upgrade it to admin control mode with a provisioning certificate"
      case homeDomain.id: "Add the segment's DHCP option 15 to AMT's home domains"
      case remoteAccess.id: "Look for the device at its remote access server"
      default: "Keep it as it is, and include it in regular maintenance"
      }
    return Steps.of(text, rule.id, rule.source)
  }
}

extension Situation {
  /// The answer of AMT's web server without TLS, where there is one.
  var answersInClear: Seen<WebSighting>? {
    device.webs.first {
      !$0.value.secure && $0.value.port == 16992 && $0.value.product.isConfigurable
    }
  }

  /// The redirection port's answer without TLS, where there is one.
  var redirectsInClear: Seen<RedirectionSighting>? {
    device.redirections.first {
      !$0.value.secure && $0.value.port == 16994 && $0.value.enterprise == 343
    }
  }

  /// Those of AMT's ports that answer without TLS, though the product is one that can have it.
  var clearPorts: [Int] {
    guard product.isConfigurable else { return [] }
    return (answersInClear == nil ? [] : [16992]) + (redirectsInClear == nil ? [] : [16994])
  }

  var clearEvidence: Evidence {
    (answersInClear?.evidence ?? .none) + (redirectsInClear?.evidence ?? .none)
  }

  /// Whether option 15 lies in none of the home domains; unknown where either is.
  var isOutsideHome: Ternary {
    if profile.homeDomains.isEmpty { return .unknown }
    let given: [String]
    switch device.option15 {
    case .known(let claim): given = [claim.value]
    case .conflicting(let claims): given = claims.map(\.value)
    case .unknown:
      if suffix.isFromFirmware { return .unknown }
      given = suffix.values
    }
    if given.isEmpty { return .unknown }
    let outside = given.map { text in
      guard let name = DomainName(text) else { return true }
      return !profile.homeDomains.contains { name.isWithin($0) }
    }
    return outside.allSatisfy { $0 } ? .yes : outside.contains(true) ? .unknown : .no
  }

  /// Whether the newest tool that asked did not know the password.
  var isPasswordUnknown: Bool {
    device.hosts.last { $0.value.passwordUnknown != nil }?.value.passwordUnknown == true
  }

  var hasRemoteAccess: Bool {
    device.hosts.contains { !($0.value.remoteAccessHost ?? "").isEmpty }
  }
}

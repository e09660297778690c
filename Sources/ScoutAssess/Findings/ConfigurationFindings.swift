import ScoutModel
import ScoutNet

/// What a device's own configuration, read with credentials, holds against what the site needs.
enum ConfigurationFindings {
  static let asksUser = FindingKind(
    .state, 6, .medium, .sdkConsent, confidence: .high,
    title: "AMT is in admin control mode, and asks the user before {0}",
    detail: "The site profile needs work without a user; with this setting someone has to read a "
      + "code from the screen.",
    remedy: "Change the consent policy: firmware 7.0 and later lets admin control mode choose.")
  static let needUnmet = FindingKind(
    .state, 7, .medium, .profile, confidence: .high,
    title: "The site profile needs {0}, and it is switched off in AMT",
    detail: "The device itself told it, with credentials.",
    remedy: "Add it to the configuration of this device.")
  static let clientModeOnly = FindingKind(
    .state, 8, .low, .classes, confidence: .low,
    title: "AMT allows host-based set-up into client control mode alone",
    detail: "The site needs control without the user. That AllowedControlModes without the admin "
      + "mode keeps a host from reaching it is inferred from the property's name.",
    remedy: "Plan another way into admin control mode for this device, or try it on one machine.")
  static let plainBesideTLS = FindingKind(
    .tls, 10, .medium, .kbPlain, confidence: .high,
    title: "TLS is on, and AMT is set to accept plain connections too",
    detail: "Over plain connections passwords can be intercepted and replayed.",
    remedy: "Switch AcceptNonSecureConnections off.")
  static let suffixOutside = FindingKind(
    .env, 12, .medium, .sdkEnvironment,
    title: "AMT's home domains are {0}, and DHCP option 15 says {1}",
    detail: "Where environment detection runs it takes the machine for outside and closes AMT's "
      + "ports. It answered all the same: the suffix may be new, or the address static.",
    remedy: "Add the suffix, or a parent of it, to AMT's home domains.")
  static let domainsMissing = FindingKind(
    .env, 13, .low, .sdkEnvironment, confidence: .high,
    title: "AMT's home domains lack {0} of the site profile",
    detail: "Where the machine is handed that suffix AMT takes itself for outside and closes its "
      + "ports; without any home domain there is no environment detection.",
    remedy: "Set the site's home domains in AMT, or correct the site profile.")
  static let detectionStatic = FindingKind(
    .env, 14, .low, .sdkEnvironment, confidence: .high,
    title: "Home domains are set, and AMT's address is static: environment detection does not run",
    detail: "AMT stays open wherever the machine is.",
    remedy: "Let AMT use DHCP, or take the home domains out.")
  static let remoteAccessIdle = FindingKind(
    .env, 15, .low, .classes,
    title: "AMT knows the remote access server {0}, and nothing makes it call there",
    detail: "No policy rule names a trigger, and the user cannot start a connection either.",
    remedy: "Add a policy rule for alerts or for regular connections, or remove the server.")
  static let unsupportedRegistration = FindingKind(
    .dns, 20, .medium, .sdkNames, confidence: .high,
    title: "AMT registers the name that it shares with its host, and has an IPv6 address",
    detail: "AMT's own DNS client does not support a shared name together with IPv6.",
    remedy: "Give AMT a name of its own, or leave the registration to DHCP (option 81).")
  static let unregistered = FindingKind(
    .dns, 21, .low, .sdkNames, confidence: .high,
    title: "AMT has the name {0} of its own, and neither AMT nor the DHCP server registers it",
    detail: "The host registers its own name, not this one: the record has to be kept by hand.",
    remedy: "Turn on AMT's DNS client, or registration by the DHCP server (option 81).")
  static let vncOpen = FindingKind(
    .net, 10, .medium, .sdkSecurity, title: "Port 5900 is open for VNC: {0}",
    detail: "It has no TLS, and stays open on firmware 16.1 and later, where the other plain ports "
      + "are gone.",
    remedy: "Switch AMT's standard VNC port off and use redirection over TLS (16995).")
  static let silentToPing = FindingKind(
    .net, 11, .info, .sdkPing, confidence: .high,
    title: "The presence ping is switched off on this device",
    detail: "Scanners that look for AMT by its ping miss it; that it sends no pong means nothing.",
    remedy: "Leave it so where it is meant, and find the device by its ports.")
  static let noRedirection = FindingKind(
    .net, 12, .info, .classes, confidence: .high,
    title: "The redirection listener is switched off on this device",
    detail: "Ports 16994 and 16995 are closed; screen, serial line and storage cannot be used from "
      + "afar.",
    remedy: "Switch the listener on where redirection is wanted.")

  static let kinds = [
    asksUser, needUnmet, clientModeOnly, plainBesideTLS, suffixOutside, domainsMissing,
    detectionStatic, remoteAccessIdle, unsupportedRegistration, unregistered, vncOpen, silentToPing,
    noRedirection,
  ]

  static func findings(_ situation: Situation) -> [Finding] {
    guard situation.product.isConfigurable else { return [] }
    guard let told = situation.device.configuration else {
      return screen(situation, nil).map { [$0] } ?? []
    }
    return control(situation, told) + security(situation, told) + environment(situation, told)
      + names(situation, told) + ports(situation, told)
  }

  // MARK: - Who is in control

  private static func control(
    _ situation: Situation, _ told: Seen<WSManSighting>
  ) -> [Finding] {
    let device = situation.device
    let value = told.value
    var findings: [Finding] = []
    if situation.profile.needsControl {
      if situation.controlMode == .admin, let required = value.consent?.required, required != 0 {
        let words =
          switch required {
          case 1: "the screen is shown"
          case 4_294_967_295: "every session"
          default: "some sessions (code \(required))"
          }
        let remedy =
          value.consent?.canBeChanged == false
          ? "This device does not let the policy be changed: configure it anew." : nil
        findings.append(asksUser.about(device, [words], remedy: remedy, told.evidence))
      }
      if situation.controlMode == .client, !value.allowedControlModes.isEmpty,
        !value.allowedControlModes.contains(.admin)
      {
        findings.append(clientModeOnly.about(device, [], told.evidence))
      }
    }
    for need in Need.allCases where situation.profile.needs.contains(need) {
      let isOn: Bool? =
        switch need {
        case .tls: value.remoteTLS?.enabled
        case .ieee8021x: value.wired8021x?.enabled
        case .kerberos: value.kerberos?.enabled
        case .unattended, .systemDefense: nil
        }
      if isOn == false {
        findings.append(needUnmet.about(device, [need.words], told.evidence))
      }
    }
    return findings
  }

  private static func security(
    _ situation: Situation, _ told: Seen<WSManSighting>
  ) -> [Finding] {
    let device = situation.device
    guard let remote = told.value.remoteTLS, remote.enabled == true else { return [] }
    var findings: [Finding] = []
    if remote.acceptsPlain == true {
      let remedy =
        remote.plainSupported == true
        ? "Switch AcceptNonSecureConnections off on the machine itself: this firmware does not "
          + "let it be changed from afar." : nil
      findings.append(plainBesideTLS.about(device, [], remedy: remedy, told.evidence))
    }
    // Where the port itself was seen to ask for a certificate, that is told already.
    let wasAsked = device.tls.contains { $0.value.clientCertificateRequested == true }
    if remote.mutual == true, !wasAsked {
      findings.append(TLSFindings.mutual.about(device, ["16993"], told.evidence))
    }
    return findings
  }

  // MARK: - Where it takes itself to be

  private static func environment(
    _ situation: Situation, _ told: Seen<WSManSighting>
  ) -> [Finding] {
    let device = situation.device
    var findings: [Finding] = []
    if let environment = told.value.environment, environment.algorithm != 1 {
      let own = environment.domains.compactMap { DomainName($0) }
      let listed = environment.domains.prefix(4).map(clip).joined(separator: ", ")
      if !own.isEmpty {
        let given = device.option15.handed
        let isOutside = given.allSatisfy { text in
          guard let name = DomainName(text) else { return true }
          return !own.contains { name.isWithin($0) }
        }
        if !given.isEmpty, isOutside {
          findings.append(
            suffixOutside.about(
              device, [listed, given.map(clip).joined(separator: ", ")],
              told.evidence + device.option15.evidence))
        }
        if told.value.wire?.dhcp == false {
          findings.append(detectionStatic.about(device, [], told.evidence))
        }
      }
      let missing = situation.profile.homeDomains.filter { domain in
        !own.contains { domain.isWithin($0) }
      }
      if !missing.isEmpty {
        let words = missing.prefix(4).map { clip($0.text) }.joined(separator: ", ")
        findings.append(domainsMissing.about(device, [words], told.evidence))
      }
    }
    if let access = told.value.remoteAccess, let server = access.servers.first,
      access.triggers.isEmpty, told.value.unread["AMT_RemoteAccessPolicyRule"] == nil,
      // 32768: neither from the operating system nor from the firmware's menu.
      access.userInitiatedState == 32_768
    {
      findings.append(remoteAccessIdle.about(device, [clip(server)], told.evidence))
    }
    return findings
  }

  private static func names(
    _ situation: Situation, _ told: Seen<WSManSighting>
  ) -> [Finding] {
    let device = situation.device
    guard let general = told.value.general else { return [] }
    var findings: [Finding] = []
    if general.dynamicDNS == true, general.sharedFQDN == true,
      told.value.addresses6.contains(where: \.isGlobal)
    {
      findings.append(unsupportedRegistration.about(device, [], told.evidence))
    }
    if general.sharedFQDN == false, general.dynamicDNS == false,
      general.dynamicDNSByDHCP == false, let name = general.hostName
    {
      findings.append(unregistered.about(device, [clip(name)], told.evidence))
    }
    return findings
  }

  // MARK: - What listens

  private static func ports(
    _ situation: Situation, _ told: Seen<WSManSighting>
  ) -> [Finding] {
    let device = situation.device
    var findings: [Finding] = []
    if let finding = screen(situation, told) { findings.append(finding) }
    if told.value.general?.presencePing == false {
      findings.append(silentToPing.about(device, [], told.evidence))
    }
    if told.value.redirection?.listener == false {
      findings.append(noRedirection.about(device, [], told.evidence))
    }
    return findings
  }

  /// VNC without TLS: by the device's own word, else by what answers on the port, which AMT and its
  /// operating system share.
  private static func screen(_ situation: Situation, _ told: Seen<WSManSighting>?) -> Finding? {
    let device = situation.device
    if let isOn = told?.value.redirection?.vncPort {
      guard isOn, let told else { return nil }
      return vncOpen.about(
        device, ["it is AMT's, by its own settings"], confidence: .high, told.evidence)
    }
    let open = device.sidePorts.first {
      $0.value.port == 5900 && $0.value.greeting?.hasPrefix("RFB ") == true
    }
    guard let open, let greeting = open.value.greeting else { return nil }
    return vncOpen.about(
      device, ["\(clip(greeting)), AMT's own or the operating system's"], severity: .low,
      confidence: .low, open.evidence)
  }
}

extension Device {
  /// The newest configuration that it told.
  var configuration: Seen<WSManSighting>? {
    configurations.max { ($0.last, $0.value.port) < ($1.last, $1.value.port) }
  }
}

extension WSManSighting {
  /// TLS on the side of the network.
  var remoteTLS: AMTTLSSetting? { tls.first(where: \.isRemote) }
  /// The wired interface.
  var wire: AMTInterface? { interfaces.first { !$0.isWireless } }
}

extension AMTAddress6 {
  /// Whether it has an address that leads beyond its link.
  fileprivate var isGlobal: Bool {
    guard let text = address, case .v6(let parsed)? = IPAddress(text) else { return false }
    let isLinkLocal = parsed.high >> 54 == 0xFE80 >> 6
    return !isLinkLocal && !(parsed.high == 0 && parsed.low <= 1)
  }
}

extension Known<String> {
  /// Everything that was handed out.
  fileprivate var handed: [String] {
    switch self {
    case .known(let claim): [claim.value]
    case .conflicting(let claims): claims.map(\.value)
    case .unknown: []
    }
  }
}

extension Need {
  /// For a sentence.
  fileprivate var words: String {
    switch self {
    case .unattended: "unattended work"
    case .tls: "TLS"
    case .ieee8021x: "802.1X"
    case .kerberos: "Kerberos"
    case .systemDefense: "System Defense"
    }
  }
}

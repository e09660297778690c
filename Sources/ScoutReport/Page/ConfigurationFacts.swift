import ScoutModel
import ScoutNet

/// What a machine told with credentials, in a reader's words. Nothing is said of what it did not tell.
struct ConfigurationFacts {
  private let told: WSManSighting

  init(_ told: WSManSighting) { self.told = told }

  /// The terms and what stands beside them, one line each.
  var rows: [(term: String, lines: [String])] {
    [
      ("Firmware's parts", software), ("Names", names), ("DNS registration", registration),
      ("Set-up", setup), ("Home domains", environment), ("Interfaces", interfaces),
      ("IPv6", addresses6), ("TLS settings", tls), ("Certificates", certificates),
      ("User consent", consent), ("Redirection", redirection), ("802.1X", wired8021x),
      ("Wireless", wireless), ("Remote access", remoteAccess), ("Kerberos", kerberos),
      ("Presence ping", line(told.general?.presencePing, "answered", "not answered")),
      ("UUID", uuid), ("Not told", unread),
    ].filter { !$0.lines.isEmpty }
  }

  // MARK: - Parts

  private var software: [String] {
    told.software.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      + (told.sku.map { ["SKU \($0)"] } ?? [])
  }

  private var names: [String] {
    guard let general = told.general else { return [] }
    var lines: [String] = []
    if let name = general.hostName {
      lines.append([name, general.domainName].compactMap(\.self).joined(separator: "."))
    }
    if let shared = general.sharedFQDN {
      lines.append(shared ? "shared with the operating system" : "AMT's own")
    }
    if let host = general.hostOSFQDN { lines.append("operating system: \(host)") }
    return lines
  }

  private var registration: [String] {
    line(told.general?.dynamicDNS, "AMT's own client on", "AMT's own client off")
      + line(
        told.general?.dynamicDNSByDHCP, "left to the DHCP server", "not left to the DHCP server")
  }

  private var setup: [String] {
    var lines: [String] = []
    if !told.allowedControlModes.isEmpty {
      let modes = told.allowedControlModes.map(\.word).joined(separator: ", ")
      lines.append("allowed control modes: \(modes)")
    }
    guard let setup = told.setup else { return lines }
    switch setup.tlsMode {
    case 1: lines.append("done with a certificate")
    case 2: lines.append("done with a pre-shared key")
    default: break
    }
    if let suffix = setup.dhcpDNSSuffix { lines.append("suffix by DHCP: \(suffix)") }
    if let suffix = setup.trustedDNSSuffix { lines.append("suffix set in the firmware: \(suffix)") }
    if let server = setup.serverFQDN { lines.append("server: \(server)") }
    return lines
  }

  private var environment: [String] {
    guard let environment = told.environment else { return [] }
    let all = environment.domains + environment.prefixes6
    return all.isEmpty ? ["none: there is no environment detection"] : all
  }

  private var interfaces: [String] {
    told.interfaces.map { interface in
      var parts = [interface.isWireless ? "wireless" : "wired"]
      if let mac = interface.mac { parts.append(mac.description) }
      if let address = interface.address { parts.append(address.description) }
      if let dhcp = interface.dhcp { parts.append(dhcp ? "by DHCP" : "static") }
      if let link = interface.linkUp { parts.append(link ? "link up" : "link down") }
      return parts.joined(separator: ", ")
    } + line(told.hostDHCP, "operating system: by DHCP", "operating system: static")
  }

  private var addresses6: [String] { told.addresses6.compactMap(\.address) }

  private var tls: [String] {
    told.tls.compactMap { setting in
      guard let enabled = setting.enabled else { return nil }
      var parts = [setting.isRemote ? "network" : "machine itself", enabled ? "on" : "off"]
      if enabled, setting.mutual == true { parts.append("asks for a client certificate") }
      if enabled, let plain = setting.acceptsPlain {
        parts.append(plain ? "plain connections too" : "no plain connections")
      }
      if !setting.trustedNames.isEmpty {
        parts.append("trusts \(setting.trustedNames.joined(separator: ", "))")
      }
      return parts.joined(separator: ", ")
    }
  }

  private var certificates: [String] {
    told.certificates.map { entry in
      var parts = [entry.certificate?.commonNames.first ?? entry.name]
      if entry.isTrustedRoot == true { parts.append("trusted root") }
      if entry.isTLSServer { parts.append("shown by AMT") }
      if let end = entry.certificate?.notAfter { parts.append("valid to \(end.date)") }
      return parts.joined(separator: ", ")
    }
  }

  private var consent: [String] {
    guard let consent = told.consent else { return [] }
    let policy: [String] =
      switch consent.required {
      case 0: ["nobody is asked"]
      case 1: ["asked before the screen is shown"]
      case 4_294_967_295: ["asked before every session"]
      case let code?: ["code \(code)"]
      case nil: []
      }
    return policy + line(consent.canBeChanged, "the policy can be changed", "the policy is fixed")
  }

  private var redirection: [String] {
    guard let redirection = told.redirection else { return [] }
    var lines = line(redirection.listener, "listener on", "listener off")
    lines += line(redirection.serial, "serial line on", "serial line off")
    lines += line(redirection.storage, "storage on", "storage off")
    switch redirection.screenState {
    case 2: lines.append("screen on")
    case 3: lines.append("screen off")
    case 6: lines.append("screen on, not offered")
    default: break
    }
    lines += line(
      redirection.screenByFirmware, "screen allowed in the MEBx", "screen off in the MEBx")
    lines += line(redirection.vncPort, "port 5900 on", "port 5900 off")
    return lines
  }

  private var wired8021x: [String] {
    guard let wired = told.wired8021x else { return [] }
    var lines = line(wired.enabled, "on", "off")
    if let user = wired.user {
      lines.append("as \([user, wired.domain].compactMap(\.self).joined(separator: " of "))")
    }
    return lines
  }

  private var wireless: [String] {
    guard let wireless = told.wireless else { return [] }
    return line(wireless.profileSync, "profiles follow the host", "profiles do not follow the host")
      + wireless.networks.map { "network \($0)" }
  }

  private var remoteAccess: [String] {
    guard let access = told.remoteAccess else { return [] }
    var lines = access.servers.map { "server \($0)" }
    let words = access.triggers.map { trigger in
      switch trigger {
      case 0: "by the user"
      case 1: "on alerts"
      case 2: "from time to time"
      default: "trigger \(trigger)"
      }
    }
    if !words.isEmpty { lines.append("calls \(words.joined(separator: ", "))") }
    return lines + line(access.isConnected, "connected", "not connected")
  }

  private var kerberos: [String] {
    guard let kerberos = told.kerberos else { return [] }
    var lines = line(kerberos.enabled, "on", "off")
    if let realm = kerberos.realm { lines.append("realm \(realm)") }
    return lines + kerberos.principals
  }

  /// The byte order of the value is not documented, so the reader is told.
  private var uuid: [String] { told.uuid.map { ["\($0) (its byte order is inferred)"] } ?? [] }

  private var unread: [String] {
    told.unread.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
  }

  private func line(_ flag: Bool?, _ yes: String, _ no: String) -> [String] {
    flag.map { [$0 ? yes : no] } ?? []
  }
}

extension MachineDetail {
  /// What the machine told with credentials, one block for each port that told.
  var configurations: Markup {
    let blocks: [Markup] = device.configurations.map { seen in
      let told = seen.value
      let way = told.secure ? "inside TLS" : "without TLS"
      let rows: [Markup] = ConfigurationFacts(told).rows.map { term, lines in
        "<div><dt>\(term)</dt><dd>\(lines.map { "<div>\($0)</div>" as Markup })</dd></div>\n"
      }
      return """
        <p>Told on port \(told.port) \(way) on \(seen.last.short), with the credential for \
        \(told.credential)\(references(seen.evidence))</p>
        <dl class="known">
        \(rows)</dl>

        """
    }
    return blocks.isEmpty ? "" : "<h4>Its configuration, in its own words</h4>\n\(blocks)"
  }
}

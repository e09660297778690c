import ScoutModel
import ScoutNet

// A configuration that a device told with credentials, as report.json shows it. Members that it did
// not tell are absent: absent is not false.

/// The members of an object that are known, in order.
private struct Members {
  private(set) var members: [(String, JSONValue)] = []

  init(_ fill: (inout Members) -> Void) { fill(&self) }

  mutating func add(_ name: String, _ text: String?) {
    if let text { members.append((name, .string(text))) }
  }
  mutating func add(_ name: String, _ flag: Bool?) {
    if let flag { members.append((name, .bool(flag))) }
  }
  mutating func add(_ name: String, _ number: Int?) {
    if let number { members.append((name, JSONValue(number))) }
  }
  mutating func add(_ name: String, _ texts: [String]) {
    if !texts.isEmpty { members.append((name, JSONValue(texts))) }
  }
  mutating func add(_ name: String, _ numbers: [Int]) {
    if !numbers.isEmpty { members.append((name, .array(numbers.map { JSONValue($0) }))) }
  }
  mutating func add(_ name: String, _ texts: [String: String]) {
    if texts.isEmpty { return }
    let sorted = texts.sorted { $0.key < $1.key }
    members.append((name, .object(sorted.map { ($0.key, .string($0.value)) })))
  }
  mutating func add(_ name: String, _ value: JSONValue) { members.append((name, value)) }
  mutating func add<Part>(_ name: String, _ part: Part?, _ fill: (inout Members, Part) -> Void) {
    if let part { members.append((name, JSONValue(part, fill))) }
  }
  mutating func add<Part>(_ name: String, _ parts: [Part], _ fill: (inout Members, Part) -> Void) {
    if !parts.isEmpty { members.append((name, .array(parts.map { JSONValue($0, fill) }))) }
  }
}

extension JSONValue {
  fileprivate init<Part>(_ part: Part, _ fill: (inout Members, Part) -> Void) {
    self = .object(Members { fill(&$0, part) }.members)
  }

  /// What one device told at one port.
  init(configuration seen: Seen<WSManSighting>) {
    self = JSONValue(seen.value) { members, told in
      members.add("port", Int(told.port))
      members.add("secure", told.secure)
      members.add("time", seen.last.description)
      members.add("credential", told.credential)
      members.add("evidence", JSONValue(seen.evidence))
      members.add("product", told.product?.rawValue)
      members.add("version", told.version?.description)
      members.add("sku", told.sku)
      members.add("uuid", told.uuid?.description)
      members.add("software", told.software)
      members.add("state", told.state?.rawValue)
      members.add("control_mode", told.controlMode?.rawValue)
      members.add("allowed_control_modes", told.allowedControlModes.map(\.rawValue))
      members.add("host_dhcp", told.hostDHCP)
      members.addNetwork(told)
      members.addSecurity(told)
      members.addAccess(told)
      members.add("unread", told.unread)
    }
  }

  /// A port that identified devices are asked for besides.
  init(sidePort seen: Seen<PortSighting>) {
    let state =
      switch seen.value.state {
      case .open: "open"
      case .closed: "closed"
      case .filtered: "filtered"
      case .unreachable: "unreachable"
      case .silent: "silent"
      }
    self = [
      "port": JSONValue(seen.value.port),
      "state": .string(state),
      "greeting": JSONValue(seen.value.greeting),
      "last_seen": .string(seen.last.description),
      "evidence": JSONValue(seen.evidence),
    ]
  }
}

extension Members {
  /// Names, addresses, and where it takes itself to be.
  fileprivate mutating func addNetwork(_ told: WSManSighting) {
    add("general", told.general) { members, general in
      members.add("host_name", general.hostName)
      members.add("domain_name", general.domainName)
      members.add("host_os_fqdn", general.hostOSFQDN)
      members.add("shared_fqdn", general.sharedFQDN)
      members.add("realm", general.digestRealm)
      members.add("network_enabled", general.networkEnabled)
      members.add("interface_enabled", general.interfaceEnabled)
      members.add("ping_response", general.pingResponse)
      members.add("presence_ping", general.presencePing)
      members.add("wsman_only", general.wsmanOnly)
      members.add("ddns", general.dynamicDNS)
      members.add("ddns_by_dhcp", general.dynamicDNSByDHCP)
      members.add("ddns_ttl", general.dynamicDNSTTL)
      members.add("ddns_interval", general.dynamicDNSInterval)
      members.add("dhcp_needs_host_name", general.dhcpNeedsHostName)
      members.add("preferred_family", general.preferredFamily)
      members.add("privacy_level", general.privacyLevel)
      members.add("power_source", general.powerSource)
      members.add("idle_timeout", general.idleTimeout)
      members.add("thunderbolt_dock", general.thunderboltDock)
    }
    add("environment", told.environment) { members, environment in
      members.add("algorithm", environment.algorithm)
      members.add("domains", environment.domains)
      members.add("prefixes6", environment.prefixes6)
    }
    add("interfaces", told.interfaces) { members, interface in
      members.add("name", interface.name)
      members.add("wireless", interface.isWireless)
      members.add("mac", interface.mac?.description)
      members.add("ip", interface.address?.description)
      members.add("subnet_mask", interface.subnetMask)
      members.add("gateway", interface.gateway)
      members.add("name_servers", interface.nameServers)
      members.add("dhcp", interface.dhcp)
      members.add("link_up", interface.linkUp)
      members.add("link_policy", interface.linkPolicy)
      members.add("link_preference", interface.linkPreference)
      members.add("shared_mac", interface.sharedMAC)
      members.add("shared_static_address", interface.sharedStaticAddress)
      members.add("shared_dynamic_address", interface.sharedDynamicAddress)
      members.add("address_sync", interface.addressSync)
      members.add("vlan", interface.vlan)
      members.add("wireless_protection", interface.wirelessProtection)
      members.add("connection", interface.connection)
    }
    add("ipv6", told.addresses6) { members, address in
      members.add("name", address.name)
      members.add("ip", address.address)
      members.add("router", address.router)
      members.add("name_server", address.nameServer)
      members.add("interface_id_type", address.interfaceIDType)
    }
    add("wireless", told.wireless) { members, wireless in
      members.add("enabled_state", wireless.enabledState)
      members.add("profile_sync", wireless.profileSync)
      members.add("host_software_policy", wireless.hostSoftwarePolicy)
      members.add("shares_with_firmware", wireless.sharesWithFirmware)
      members.add("networks", wireless.networks)
    }
  }

  /// How it was set up, and by what it is known.
  fileprivate mutating func addSecurity(_ told: WSManSighting) {
    add("setup", told.setup) { members, setup in
      members.add("mode", setup.mode)
      members.add("zero_touch", setup.zeroTouch)
      members.add("password_model", setup.passwordModel)
      members.add("dhcp_dns_suffix", setup.dhcpDNSSuffix)
      members.add("trusted_dns_suffix", setup.trustedDNSSuffix)
      members.add("server_fqdn", setup.serverFQDN)
      members.add("tls_mode", setup.tlsMode)
      members.add("certificate_chain_status", setup.certificateChainStatus)
    }
    add("tls", told.tls) { members, setting in
      members.add("name", setting.name)
      members.add("remote", setting.isRemote)
      members.add("enabled", setting.enabled)
      members.add("mutual", setting.mutual)
      members.add("accepts_plain", setting.acceptsPlain)
      members.add("plain_supported", setting.plainSupported)
      members.add("trusted_names", setting.trustedNames)
    }
    add("certificates", told.certificates) { members, entry in
      members.add("name", entry.name)
      members.add("trusted_root", entry.isTrustedRoot)
      members.add("read_only", entry.isReadOnly)
      members.add("tls_server", entry.isTLSServer)
      members.add("common_names", entry.certificate?.commonNames ?? [])
      members.add("dns_names", entry.certificate?.dnsNames ?? [])
      members.add("issuer", entry.certificate?.issuerCommonName)
      members.add("not_before", entry.certificate?.notBefore?.description)
      members.add("not_after", entry.certificate?.notAfter?.description)
      members.add("sha256", entry.certificate?.fingerprint)
      members.add("defect", entry.certificate?.defect)
    }
    add("ieee8021x", told.wired8021x) { members, wired in
      members.add("enabled", wired.enabled)
      members.add("active_in_s0", wired.activeInS0)
      members.add("method", wired.method)
      members.add("pxe_timeout", wired.pxeTimeout)
      members.add("user", wired.user)
      members.add("domain", wired.domain)
    }
    add("kerberos", told.kerberos) { members, kerberos in
      members.add("enabled", kerberos.enabled)
      members.add("realm", kerberos.realm)
      members.add("principals", kerberos.principals)
      members.add("encryption", kerberos.encryption)
      members.add("key_version", kerberos.keyVersion)
      members.add("clock_tolerance", kerberos.clockTolerance)
    }
  }

  /// Who gets in, from where, and who is asked.
  fileprivate mutating func addAccess(_ told: WSManSighting) {
    add("consent", told.consent) { members, consent in
      members.add("required", consent.required)
      members.add("state", consent.state)
      members.add("can_be_changed", consent.canBeChanged)
      members.add("code_timeout", consent.codeTimeout)
      members.add("display_timeout", consent.displayTimeout)
    }
    add("redirection", told.redirection) { members, redirection in
      members.add("listener", redirection.listener)
      members.add("storage", redirection.storage)
      members.add("serial", redirection.serial)
      members.add("screen_state", redirection.screenState)
      members.add("screen_by_firmware", redirection.screenByFirmware)
      members.add("screen_consent", redirection.screenConsent)
      members.add("vnc_port", redirection.vncPort)
      members.add("session_timeout", redirection.sessionTimeout)
    }
    add("remote_access", told.remoteAccess) { members, access in
      members.add("servers", access.servers)
      members.add("triggers", access.triggers)
      members.add("connected", access.isConnected)
      members.add("user_initiated_state", access.userInitiatedState)
    }
  }
}

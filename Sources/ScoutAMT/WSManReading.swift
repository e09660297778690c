package import ScoutModel
import ScoutNet
package import ScoutXML

/// What the instances that a device told add up to, gathered one by one.
package struct WSManReading: Sendable {
  /// The fact so far; certificates come last, from who can read them.
  package private(set) var sighting: WSManSighting
  /// The certificates' DER by the names of their instances, in order.
  package private(set) var certificates:
    [(name: String, isTrustedRoot: Bool?, isReadOnly: Bool?, der: [UInt8])] = []
  private var serverCertificates: Set<String> = []
  private var storageMode: Int?

  /// How many instances of one class are kept.
  package static let listLimit = 64

  package init(port: UInt16, secure: Bool, credential: String) {
    sighting = WSManSighting(port: port, secure: secure, ending: .failed, credential: credential)
  }

  package mutating func end(_ ending: WSManSighting.Ending, _ reason: String? = nil) {
    sighting.ending = ending
    sighting.reason = reason
  }

  package mutating func set(realm: String) { sighting.realm = realm }

  /// Notes that a class was not told, and why.
  package mutating func miss(_ resource: WSManClass, _ reason: String) {
    sighting.unread[resource.rawValue] = PeerText.decode(reason.utf8, limit: 200)
  }

  /// Takes one instance.
  package mutating func add(_ element: XMLElement, of resource: WSManClass) {
    guard element.name == resource.rawValue else { return miss(resource, "told \(element.name)") }
    let instance = Instance(element)
    switch resource {
    case .generalSettings: sighting.general = AMTGeneral(instance)
    case .softwareIdentity:
      if let name = instance["InstanceID"], sighting.software.count < Self.listLimit {
        sighting.software[name] = instance["VersionString"] ?? ""
      }
    case .setup: addSetup(instance)
    case .hostBasedSetup:
      sighting.controlMode = instance.number("CurrentControlMode").flatMap(ControlMode.init(code:))
      sighting.allowedControlModes = instance.numbers("AllowedControlModes")
        .compactMap(ControlMode.init(code:)).sorted { $0.rawValue < $1.rawValue }
      change(\.setup, AMTSetup()) {
        $0.certificateChainStatus = instance.number("CertChainStatus")
      }
    case .systemPackage:
      // The sixteen bytes as SMBIOS keeps them. That the first fields are turned round is inferred:
      // other tools read it so, and no recorded value stands beside what its host says.
      let bytes = instance["PlatformGUID"].flatMap(Instance.bytes(hex:)) ?? []
      sighting.uuid = UUID128(smbios: bytes)
    case .ethernetPort:
      if sighting.interfaces.count < Self.listLimit {
        sighting.interfaces.append(AMTInterface(instance))
      }
    case .environment:
      var environment = AMTEnvironment()
      environment.algorithm = instance.number("DetectionAlgorithm")
      environment.domains = instance.list("DetectionStrings")
      environment.prefixes6 = instance.list("DetectionIPv6LocalPrefixes")
      sighting.environment = environment
    case .tlsSetting:
      if sighting.tls.count < Self.listLimit { sighting.tls.append(AMTTLSSetting(instance)) }
    case .certificate:
      if certificates.count < Self.listLimit, let name = instance["InstanceID"],
        let der = instance.raw("X509Certificate").flatMap(Base64.decode)
      {
        // The name is misspelt in the firmware's own schema; both are taken.
        let isRoot =
          instance.flag("TrustedRootCertficate") ?? instance.flag("TrustedRootCertificate")
        certificates.append((name, isRoot, instance.flag("ReadOnlyCertificate"), der))
      }
    case .tlsCredential:
      // The context refers to its certificate by a selector in an endpoint reference.
      for selector in element.all("Selector") where selector.attribute("Name") == "InstanceID" {
        serverCertificates.insert(selector.trimmedText)
      }
    case .optIn:
      var consent = AMTConsent()
      consent.required = instance.number("OptInRequired")
      consent.state = instance.number("OptInState")
      consent.canBeChanged = instance.flag("CanModifyOptInPolicy")
      consent.codeTimeout = instance.number("OptInCodeTimeout")
      consent.displayTimeout = instance.number("OptInDisplayTimeout")
      sighting.consent = consent
    case .redirection, .screenSetting, .screenAccess: addRedirection(instance, resource)
    case .wired8021x, .wired8021xNew: add8021x(instance, resource)
    case .wirelessService, .wirelessPort, .wirelessProfile: addWireless(instance, resource)
    case .presenceServer, .remotePolicy, .remoteAccess, .userConnection:
      addRemoteAccess(instance, resource)
    case .kerberos:
      var kerberos = AMTKerberos()
      kerberos.enabled = instance.flag("KrbEnabled")
      kerberos.realm = instance["RealmName"]
      kerberos.principals = instance.list("ServicePrincipalName")
      kerberos.encryption = instance.number("EncryptionAlgorithm")
      kerberos.keyVersion = instance.number("KeyVersion")
      kerberos.clockTolerance = instance.number("MaximumClockTolerance")
      sighting.kerberos = kerberos
    case .address6:
      if sighting.addresses6.count < Self.listLimit {
        var address = AMTAddress6(name: instance["InstanceID"] ?? "")
        address.address = instance["IPv6Address"]
        address.router = instance["CurrentDefaultRouter"] ?? instance["DefaultRouter"]
        address.nameServer = instance["CurrentPrimaryDNS"] ?? instance["PrimaryDNS"]
        address.interfaceIDType = instance.number("InterfaceIDType")
        sighting.addresses6.append(address)
      }
    case .hostAddress: sighting.hostDHCP = instance.flag("DHCPEnabled")
    case .setupRecord:
      change(\.setup, AMTSetup()) { $0.tlsMode = instance.number("ProvisioningTLSMode") }
    }
    settle()
  }

  /// The fact, with the certificates as read by whoever can read them.
  package func sighting(read: ([UInt8]) -> CertificateFact) -> WSManSighting {
    var result = sighting
    result.certificates = certificates.map { entry in
      var certificate = AMTCertificate(name: entry.name)
      certificate.isTrustedRoot = entry.isTrustedRoot
      certificate.isReadOnly = entry.isReadOnly
      certificate.isTLSServer = serverCertificates.contains(entry.name)
      certificate.certificate = read(entry.der)
      return certificate
    }
    return result
  }

  // MARK: - Single classes

  private mutating func change<Part>(
    _ path: WritableKeyPath<WSManSighting, Part?>, _ empty: Part, _ body: (inout Part) -> Void
  ) {
    var part = sighting[keyPath: path] ?? empty
    body(&part)
    sighting[keyPath: path] = part
  }

  private mutating func addSetup(_ instance: Instance) {
    switch instance.number("ProvisioningState") {
    case 0: sighting.state = .pre
    case 1: sighting.state = .in
    case 2: sighting.state = .post
    default: break
    }
    change(\.setup, AMTSetup()) { setup in
      setup.mode = instance.number("ProvisioningMode")
      setup.zeroTouch = instance.flag("ZeroTouchConfigurationEnabled")
      setup.passwordModel = instance.number("PasswordModel")
      setup.dhcpDNSSuffix = instance["DhcpDNSSuffix"]
      setup.trustedDNSSuffix = instance["TrustedDNSSuffix"]
      setup.serverFQDN = instance["ConfigurationServerFQDN"]
    }
  }

  private mutating func addRedirection(_ instance: Instance, _ resource: WSManClass) {
    change(\.redirection, AMTRedirection()) { redirection in
      switch resource {
      case .redirection:
        redirection.listener = instance.flag("ListenerEnabled")
        // 32768 none, then one bit for storage and one for serial.
        if let state = instance.number("EnabledState"), (32_768...32_771).contains(state) {
          redirection.storage = state & 1 != 0
          redirection.serial = state & 2 != 0
        }
      case .screenSetting:
        redirection.screenByFirmware = instance.flag("EnabledByMEBx")
        redirection.vncPort = instance.flag("Is5900PortEnabled")
        redirection.screenConsent = instance.flag("OptInPolicy")
        redirection.sessionTimeout = instance.number("SessionTimeout")
      default: redirection.screenState = instance.number("EnabledState")
      }
    }
  }

  private mutating func add8021x(_ instance: Instance, _ resource: WSManClass) {
    change(\.wired8021x, AMT8021x()) { wired in
      if resource == .wired8021x {
        wired.enabled = instance.flag("Enabled")
      } else if let state = instance.number("Enabled") {
        // The newer class numbers it: 2 enabled, 3 disabled.
        wired.enabled = state == 2 ? true : state == 3 ? false : wired.enabled
      }
      wired.activeInS0 =
        instance.flag("ActiveInS0") ?? instance.flag("AvailableInS0") ?? wired.activeInS0
      wired.method = instance.number("AuthenticationProtocol") ?? wired.method
      wired.pxeTimeout = instance.number("PxeTimeout") ?? wired.pxeTimeout
      wired.user = instance["Username"] ?? wired.user
      wired.domain = instance["Domain"] ?? wired.domain
    }
  }

  private mutating func addWireless(_ instance: Instance, _ resource: WSManClass) {
    change(\.wireless, AMTWireless()) { wireless in
      switch resource {
      case .wirelessService:
        let sync =
          instance.number("localProfileSynchronizationEnabled")
          ?? instance.number("LocalProfileSynchronizationEnabled")
        wireless.profileSync = sync.map { $0 != 0 }
        wireless.hostSoftwarePolicy = instance.number("NoHostCsmeSoftwarePolicy")
        wireless.sharesWithFirmware = instance.flag("UEFIWiFiProfileShareEnabled")
      case .wirelessPort: wireless.enabledState = instance.number("EnabledState")
      default:
        if let name = instance["SSID"], wireless.networks.count < Self.listLimit {
          wireless.networks.append(name)
        }
      }
    }
  }

  private mutating func addRemoteAccess(_ instance: Instance, _ resource: WSManClass) {
    change(\.remoteAccess, AMTRemoteAccess()) { access in
      switch resource {
      case .presenceServer:
        guard let host = instance["AccessInfo"], access.servers.count < Self.listLimit else {
          return
        }
        let port = instance.number("Port").map { ":\($0)" } ?? ""
        access.servers.append(host + port)
      case .remotePolicy:
        if let trigger = instance.number("Trigger"), access.triggers.count < Self.listLimit {
          access.triggers.append(trigger)
        }
      case .remoteAccess: access.isConnected = instance.flag("IsRemoteTunnelConnected")
      default: access.userInitiatedState = instance.number("EnabledState")
      }
    }
  }

  // MARK: - What follows from several

  private mutating func settle() {
    if let text = sighting.software["AMT"] ?? sighting.software["AMT FW Core Version"] {
      let build = sighting.software["Build Number"].flatMap { Int($0) }
      sighting.version = FirmwareVersion(text).map { version in
        guard version.build == nil, version.hotfix != nil else { return version }
        return FirmwareVersion(version.major, version.minor, version.hotfix, build)
      }
    }
    sighting.sku = sighting.software["Sku"].flatMap { Int($0) }
    if let sku = sighting.sku, let version = sighting.version {
      sighting.product = Self.product(sku: sku, version)
    }
    // Firmware without host-based configuration knows two modes only.
    if sighting.controlMode == nil, sighting.unread[WSManClass.hostBasedSetup.rawValue] != nil {
      switch sighting.setup?.mode {
      case 1: sighting.controlMode = .admin
      case 4: sighting.controlMode = .client
      default: break
      }
    }
  }

  /// Reads the bits of the SKU; up to AMT 2.2 it is a number instead, and 0 is AMT.
  private static func product(sku: Int, _ version: FirmwareVersion) -> Product? {
    switch version.isAtLeast(FirmwareVersion(2, 3)) {
    case .no: return sku == 0 ? .amt : nil
    case .unknown: return nil
    case .yes: break
    }
    if sku & 0x8 != 0 { return .amt }
    if sku & 0x10 != 0 { return .ism }
    if sku & 0x10000 != 0 { return .sbt }
    return nil
  }

  /// Notes what follows from classes that were missed; to be called last.
  package mutating func close() { settle() }
}

extension ControlMode {
  /// Reads the number of IPS_HostBasedSetupService.
  fileprivate init?(code: Int) {
    switch code {
    case 0: self = .none
    case 1: self = .client
    case 2: self = .admin
    default: return nil
    }
  }
}

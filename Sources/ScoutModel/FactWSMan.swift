package import ScoutNet

/// What a device told with credentials: its configuration. Absent means: it did not tell.
package struct WSManSighting: Hashable, Sendable, Codable {
  /// How the reading ended.
  package enum Ending: String, Hashable, Sendable, Codable, CaseIterable {
    /// The device took the password and told what it could.
    case read
    /// It did not take the password.
    case refused
    /// No password was sent; `reason` says why.
    case withheld
    /// There is no WS-Management, as before 3.2.
    case absent
    /// The conversation failed before it told anything; `reason` says how.
    case failed
  }

  package var port: UInt16
  package var secure: Bool
  package var ending: Ending
  package var reason: String?
  /// Which entry of the credentials file was used: its match, never its secret.
  package var credential: String
  package var realm: String?
  /// Classes that the device does not have or did not tell, and why.
  package var unread: [String: String]

  package var uuid: UUID128?
  package var product: Product?
  package var version: FirmwareVersion?
  package var sku: Int?
  /// Versions of the firmware's parts, by their names.
  package var software: [String: String]
  package var state: ProvisioningState?
  package var controlMode: ControlMode?
  package var allowedControlModes: [ControlMode]

  package var general: AMTGeneral?
  package var setup: AMTSetup?
  package var environment: AMTEnvironment?
  package var interfaces: [AMTInterface]
  package var addresses6: [AMTAddress6]
  package var tls: [AMTTLSSetting]
  package var certificates: [AMTCertificate]
  package var consent: AMTConsent?
  package var redirection: AMTRedirection?
  package var wired8021x: AMT8021x?
  package var wireless: AMTWireless?
  package var remoteAccess: AMTRemoteAccess?
  package var kerberos: AMTKerberos?
  /// Whether the operating system's wired address comes by DHCP, as AMT has heard of it.
  package var hostDHCP: Bool?

  package init(port: UInt16, secure: Bool, ending: Ending, credential: String) {
    self.port = port
    self.secure = secure
    self.ending = ending
    self.credential = credential
    unread = [:]
    software = [:]
    allowedControlModes = []
    interfaces = []
    addresses6 = []
    tls = []
    certificates = []
  }
}

/// AMT_GeneralSettings.
package struct AMTGeneral: Hashable, Sendable, Codable {
  package var hostName: String?
  package var domainName: String?
  package var hostOSFQDN: String?
  package var sharedFQDN: Bool?
  package var digestRealm: String?
  package var networkEnabled: Bool?
  package var interfaceEnabled: Bool?
  package var pingResponse: Bool?
  package var presencePing: Bool?
  package var wsmanOnly: Bool?
  package var dynamicDNS: Bool?
  package var dynamicDNSByDHCP: Bool?
  package var dynamicDNSTTL: Int?
  package var dynamicDNSInterval: Int?
  package var dhcpNeedsHostName: Bool?
  /// 0 IPv4, 1 IPv6.
  package var preferredFamily: Int?
  /// 0 default, 1 enhanced, 2 extreme.
  package var privacyLevel: Int?
  /// 0 mains, 1 battery.
  package var powerSource: Int?
  /// Minutes without traffic before the engine sleeps.
  package var idleTimeout: Int?
  /// Told from 15 on.
  package var thunderboltDock: Bool?
  package init() {}
}

/// AMT_SetupAndConfigurationService and the record of the set-up.
package struct AMTSetup: Hashable, Sendable, Codable {
  /// 1 admin (enterprise), 4 client; 0, 2 and 3 on old firmware.
  package var mode: Int?
  package var zeroTouch: Bool?
  package var passwordModel: Int?
  /// Option 15 as the device has it.
  package var dhcpDNSSuffix: String?
  /// The suffix set in the firmware.
  package var trustedDNSSuffix: String?
  package var serverFQDN: String?
  /// 0 not ready, 1 certificates, 2 pre-shared key: how it was set up.
  package var tlsMode: Int?
  package var certificateChainStatus: Int?
  package init() {}
}

/// AMT_EnvironmentDetectionSettingData.
package struct AMTEnvironment: Hashable, Sendable, Codable {
  /// 0 by domains, 1 by addresses.
  package var algorithm: Int?
  package var domains: [String]
  package var prefixes6: [String]
  package init() {
    domains = []
    prefixes6 = []
  }
}

/// AMT_EthernetPortSettings: one interface.
package struct AMTInterface: Hashable, Sendable, Codable {
  package var name: String
  package var mac: MACAddress?
  package var address: IPAddress?
  package var subnetMask: String?
  package var gateway: String?
  package var nameServers: [String]
  package var dhcp: Bool?
  package var linkUp: Bool?
  package var linkPolicy: [Int]
  /// 1 the engine, 2 the host.
  package var linkPreference: Int?
  package var sharedMAC: Bool?
  package var sharedStaticAddress: Bool?
  package var sharedDynamicAddress: Bool?
  package var addressSync: Bool?
  package var vlan: Int?
  /// How a wireless link is protected, by the firmware's number.
  package var wirelessProtection: Int?
  /// 0 integrated, 1 discrete, 2 dock, 3 wireless.
  package var connection: Int?

  package init(name: String) {
    self.name = name
    nameServers = []
    linkPolicy = []
  }

  /// The second interface is the wireless one where the kind is not told; that is inferred.
  package var isWireless: Bool { connection.map { $0 == 3 } ?? name.hasSuffix(" 1") }
}

/// IPS_IPv6PortSettings: one interface.
package struct AMTAddress6: Hashable, Sendable, Codable {
  package var name: String
  package var address: String?
  package var router: String?
  package var nameServer: String?
  package var interfaceIDType: Int?
  package init(name: String) { self.name = name }
}

/// AMT_TLSSettingData: one side.
package struct AMTTLSSetting: Hashable, Sendable, Codable {
  package var name: String
  package var enabled: Bool?
  package var mutual: Bool?
  package var acceptsPlain: Bool?
  package var trustedNames: [String]
  /// Told from 16.1 on: plain connections can be allowed on the machine only.
  package var plainSupported: Bool?

  package init(name: String) {
    self.name = name
    trustedNames = []
  }

  /// Whether it is the side of the network.
  package var isRemote: Bool { name.contains("802.3") }
}

/// AMT_PublicKeyCertificate.
package struct AMTCertificate: Hashable, Sendable, Codable {
  package var name: String
  package var isTrustedRoot: Bool?
  /// Whether it came with the firmware and cannot be removed.
  package var isReadOnly: Bool?
  /// Whether it is the one that the TLS server shows.
  package var isTLSServer: Bool
  package var certificate: CertificateFact?

  package init(name: String) {
    self.name = name
    isTLSServer = false
  }
}

/// IPS_OptInService: whom the user must let in.
package struct AMTConsent: Hashable, Sendable, Codable {
  /// 0 nobody, 1 the screen, 4294967295 everything.
  package var required: Int?
  package var state: Int?
  package var canBeChanged: Bool?
  package var codeTimeout: Int?
  package var displayTimeout: Int?
  package init() {}
}

/// Redirection and the screen.
package struct AMTRedirection: Hashable, Sendable, Codable {
  package var listener: Bool?
  package var storage: Bool?
  package var serial: Bool?
  /// 2 on, 3 off, 6 on but not offered.
  package var screenState: Int?
  package var screenByFirmware: Bool?
  /// Whether the standard port of VNC is open.
  package var vncPort: Bool?
  package var screenConsent: Bool?
  package var sessionTimeout: Int?
  package init() {}
}

/// Port authentication on the wire.
package struct AMT8021x: Hashable, Sendable, Codable {
  package var enabled: Bool?
  package var activeInS0: Bool?
  package var method: Int?
  package var pxeTimeout: Int?
  package var user: String?
  package var domain: String?
  package init() {}
}

/// The wireless side.
package struct AMTWireless: Hashable, Sendable, Codable {
  package var enabledState: Int?
  package var profileSync: Bool?
  package var hostSoftwarePolicy: Int?
  package var sharesWithFirmware: Bool?
  /// Names of the networks in the profiles, by priority.
  package var networks: [String]
  package init() { networks = [] }
}

/// Management from outside the network.
package struct AMTRemoteAccess: Hashable, Sendable, Codable {
  /// Host and port of each server.
  package var servers: [String]
  /// 0 by the user, 1 on alerts, 2 from time to time.
  package var triggers: [Int]
  package var isConnected: Bool?
  package var userInitiatedState: Int?
  package init() {
    servers = []
    triggers = []
  }
}

/// AMT_KerberosSettingData.
package struct AMTKerberos: Hashable, Sendable, Codable {
  package var enabled: Bool?
  package var realm: String?
  package var principals: [String]
  package var encryption: Int?
  package var keyVersion: Int?
  package var clockTolerance: Int?
  package init() { principals = [] }
}

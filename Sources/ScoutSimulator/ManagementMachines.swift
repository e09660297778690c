extension ManagementFace {
  /// The password of every machine of the site, but those that have another.
  package static let sitePassword = "Simulated-Passw0rd"

  /// What a machine of the site tells of itself: classes by what its generation has. Which class
  /// came with which version is documented for the host-based set-up; the rest is inferred.
  static func machine(_ place: String, _ generation: Generation, realm: String) -> ManagementFace {
    // One laptop has two addresses.
    let host = place == "2.50" ? "1.50" : place
    let firmware = generation.firmware
    let parts = firmware.text.split(separator: ".").map(String.init)
    let version = parts.prefix(3).joined(separator: ".")
    let suffix = Site.suffix(host)
    var classes: [String: [Instance]] = [:]
    classes["AMT_GeneralSettings"] = [
      [
        ("AMTNetworkEnabled", ["1"]), ("DDNSUpdateByDHCPServerEnabled", ["true"]),
        ("DDNSUpdateEnabled", ["false"]), ("DDNSTTL", ["900"]), ("DigestRealm", [realm]),
        ("DomainName", [suffix]), ("HostName", [Site.label(host)]),
        ("HostOSFQDN", [Site.name(host)]), ("NetworkInterfaceEnabled", ["true"]),
        ("PingResponseEnabled", ["true"]), ("PreferredAddressFamily", ["0"]),
        ("PrivacyLevel", ["0"]), ("RmcpPingResponseEnabled", ["true"]), ("SharedFQDN", ["true"]),
        ("WsmanOnlyMode", ["false"]),
      ]
    ]
    // Corporate with Standard Manageability, Small Business or AMT, by the bits of the SKU.
    let sku =
      switch generation.product {
      case .ism: "16400"
      case .sbt: "81920"
      case .amt, .cme, .imss: "16392"
      }
    var software = [
      ("Flash", version), ("Netstack", version), ("AMTApps", version), ("AMT", version),
      ("Sku", sku), ("VendorID", "8086"),
    ]
    if parts.count > 3 { software.append(("Build Number", parts[3])) }
    classes["CIM_SoftwareIdentity"] = software.map { name, text in
      [("InstanceID", [name]), ("IsEntity", ["true"]), ("VersionString", [text])]
    }
    let client = Site.clientMode.contains(host)
    classes["AMT_SetupAndConfigurationService"] = [
      [
        ("PasswordModel", ["1"]), ("ProvisioningMode", [client ? "4" : "1"]),
        ("ProvisioningState", ["2"]), ("ZeroTouchConfigurationEnabled", ["true"]),
        ("DhcpDNSSuffix", [suffix]), ("TrustedDNSSuffix", [suffix]),
      ]
    ]
    if firmware.isAtLeast(6, 2) {
      classes["IPS_HostBasedSetupService"] = [
        [
          ("AllowedControlModes", ["2", "1"]), ("CertChainStatus", ["0"]),
          ("CurrentControlMode", [client ? "1" : "2"]),
        ]
      ]
      classes["IPS_OptInService"] = [
        [
          ("CanModifyOptInPolicy", [client ? "0" : "1"]), ("OptInCodeTimeout", ["120"]),
          ("OptInRequired", [client ? "4294967295" : "1"]), ("OptInState", ["0"]),
        ]
      ]
    }
    classes["CIM_ComputerSystemPackage"] = [[("PlatformGUID", [guid(host)])]]
    let mac = Site.mac(host).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      .joined(separator: "-")
    classes["AMT_EthernetPortSettings"] = [
      [
        ("DHCPEnabled", ["true"]), ("InstanceID", ["Intel(r) AMT Ethernet Port Settings 0"]),
        ("LinkIsUp", ["true"]), ("LinkPolicy", ["1", "14"]), ("MACAddress", [mac]),
        ("SharedMAC", ["true"]), ("SharedDynamicIP", ["true"]), ("IpSyncEnabled", ["true"]),
      ],
      [
        ("DHCPEnabled", ["true"]), ("InstanceID", ["Intel(r) AMT Ethernet Port Settings 1"]),
        ("LinkIsUp", ["false"]), ("MACAddress", ["00-00-00-00-00-00"]),
      ],
    ]
    classes["AMT_EnvironmentDetectionSettingData"] = [
      [("DetectionAlgorithm", ["0"]), ("DetectionStrings", [suffix])]
    ]
    classes["AMT_TLSSettingData"] = ["802.3", "LMS"].map { side in
      [
        ("AcceptNonSecureConnections", [side == "LMS" ? "true" : "false"]),
        ("Enabled", ["true"]), ("InstanceID", ["Intel(r) AMT \(side) TLS Settings"]),
        ("MutualAuthentication", ["false"]),
      ]
    }
    classes["AMT_RedirectionService"] = [
      [("EnabledState", ["32771"]), ("ListenerEnabled", ["true"])]
    ]
    if firmware.major >= 6, generation.product == .amt {
      classes["IPS_KVMRedirectionSettingData"] = [
        [
          ("EnabledByMEBx", ["true"]), ("Is5900PortEnabled", ["false"]), ("OptInPolicy", ["true"]),
          ("SessionTimeout", ["3"]),
        ]
      ]
      classes["CIM_KVMRedirectionSAP"] = [[("EnabledState", ["6"])]]
    }
    // What public clients ask first: 2 is a machine that is on.
    classes["CIM_AssociatedPowerManagementService"] = [[("PowerState", ["2"])]]
    classes["AMT_ManagementPresenceRemoteSAP"] = []
    classes["AMT_KerberosSettingData"] = [[("KrbEnabled", ["false"])]]
    let password = host == "1.28" ? "another-" + sitePassword : sitePassword
    var face = ManagementFace(user: "admin", password: password, classes: classes)
    if host == "1.31" { face.broken = ["AMT_RedirectionService"] }
    return face
  }

  /// The machine's UUID as its sixteen bytes stand in the system table.
  private static func guid(_ host: String) -> String {
    let digits = Array(Site.uuid(host).filter { $0 != "-" }.uppercased())
    let bytes = stride(from: 0, to: 32, by: 2).map { String(digits[$0...($0 + 1)]) }
    return ([3, 2, 1, 0, 5, 4, 7, 6] + Array(8..<16)).map { bytes[$0] }.joined()
  }
}

extension Site {
  /// Machines in client control mode; all others that are set up are in admin control mode.
  static let clientMode: Set<String> = ["1.33", "2.36"]
  /// Machines that offer no digest but that of the whole message.
  static let wholeDigest: Set<String> = ["2.40"]
}

/// The classes that are read with credentials, and how.
///
/// Single instances are read by Get, lists by Enumerate and Pull; nothing else exists here, so
/// nothing else can be sent.
package enum WSManClass: String, CaseIterable, Hashable, Sendable {
  // What matters most comes first: a slow device may not tell all in its time.
  case generalSettings = "AMT_GeneralSettings"
  case softwareIdentity = "CIM_SoftwareIdentity"
  case setup = "AMT_SetupAndConfigurationService"
  case hostBasedSetup = "IPS_HostBasedSetupService"
  case systemPackage = "CIM_ComputerSystemPackage"
  case ethernetPort = "AMT_EthernetPortSettings"
  case environment = "AMT_EnvironmentDetectionSettingData"
  case tlsSetting = "AMT_TLSSettingData"
  case certificate = "AMT_PublicKeyCertificate"
  case tlsCredential = "AMT_TLSCredentialContext"
  case optIn = "IPS_OptInService"
  case redirection = "AMT_RedirectionService"
  case screenSetting = "IPS_KVMRedirectionSettingData"
  case screenAccess = "CIM_KVMRedirectionSAP"
  case wired8021x = "AMT_8021XProfile"
  case wired8021xNew = "IPS_IEEE8021xSettings"
  case wirelessService = "AMT_WiFiPortConfigurationService"
  case wirelessPort = "CIM_WiFiPort"
  case wirelessProfile = "CIM_WiFiEndpointSettings"
  case presenceServer = "AMT_ManagementPresenceRemoteSAP"
  case remotePolicy = "AMT_RemoteAccessPolicyRule"
  case remoteAccess = "AMT_RemoteAccessService"
  case userConnection = "AMT_UserInitiatedConnectionService"
  case kerberos = "AMT_KerberosSettingData"
  case address6 = "IPS_IPv6PortSettings"
  case hostAddress = "IPS_HostIPSettings"
  case setupRecord = "IPS_ProvisioningRecordLog"

  /// Whether it has many instances.
  package var isList: Bool {
    switch self {
    case .softwareIdentity, .ethernetPort, .tlsSetting, .certificate, .tlsCredential,
      .wired8021xNew, .wirelessProfile, .presenceServer, .remotePolicy, .address6, .setupRecord:
      true
    case .generalSettings, .setup, .hostBasedSetup, .systemPackage, .environment, .optIn,
      .redirection, .screenSetting, .screenAccess, .wired8021x, .wirelessService, .wirelessPort,
      .remoteAccess, .userConnection, .kerberos, .hostAddress:
      false
    }
  }

  /// The resource's URI, which is also the namespace of its instances.
  package var uri: String {
    let base =
      switch rawValue.prefix(3) {
      case "AMT": "http://intel.com/wbem/wscim/1/amt-schema/1/"
      case "IPS": "http://intel.com/wbem/wscim/1/ips-schema/1/"
      default: "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
      }
    return base + rawValue
  }
}

/// A request of WS-Management: the four that only read.
package enum WSManRequest: Hashable, Sendable {
  case get(WSManClass)
  case enumerate(WSManClass)
  /// The next instances of an enumeration, by its context.
  case pull(WSManClass, String)
  /// Ends an enumeration that is not read to its end.
  case release(WSManClass, String)

  package var resource: WSManClass {
    switch self {
    case .get(let resource), .enumerate(let resource), .pull(let resource, _),
      .release(let resource, _):
      resource
    }
  }

  /// The action's URI.
  package var action: String {
    switch self {
    case .get: WSManNames.transfer + "/Get"
    case .enumerate: WSManNames.enumeration + "/Enumerate"
    case .pull: WSManNames.enumeration + "/Pull"
    case .release: WSManNames.enumeration + "/Release"
    }
  }

  /// The envelope, as the tools of the makers lay it out.
  package func encoded(message: Int) -> [UInt8] {
    let body: String
    switch self {
    case .get: body = ""
    case .enumerate: body = "<Enumerate xmlns=\"\(WSManNames.enumeration)\"/>"
    case .pull(_, let context):
      body =
        "<Pull xmlns=\"\(WSManNames.enumeration)\"><EnumerationContext>\(Self.escaped(context))"
        + "</EnumerationContext><MaxElements>999</MaxElements><MaxCharacters>99999"
        + "</MaxCharacters></Pull>"
    case .release(_, let context):
      body =
        "<Release xmlns=\"\(WSManNames.enumeration)\"><EnumerationContext>"
        + "\(Self.escaped(context))</EnumerationContext></Release>"
    }
    return Array(
      ("<?xml version=\"1.0\" encoding=\"utf-8\"?><Envelope xmlns=\"\(WSManNames.envelope)\" "
        + "xmlns:a=\"\(WSManNames.addressing)\" xmlns:w=\"\(WSManNames.management)\"><Header>"
        + "<a:Action>\(action)</a:Action><a:To>/wsman</a:To>"
        + "<w:ResourceURI>\(resource.uri)</w:ResourceURI><a:MessageID>\(message)</a:MessageID>"
        + "<a:ReplyTo><a:Address>\(WSManNames.addressing)/role/anonymous</a:Address></a:ReplyTo>"
        + "<w:OperationTimeout>PT60S</w:OperationTimeout></Header><Body>\(body)</Body></Envelope>")
        .utf8)
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}

/// Namespaces of the envelope (SOAP 1.2, WS-Addressing, WS-Transfer, WS-Enumeration).
enum WSManNames {
  static let envelope = "http://www.w3.org/2003/05/soap-envelope"
  static let addressing = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
  static let management = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
  static let transfer = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
  static let enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
}

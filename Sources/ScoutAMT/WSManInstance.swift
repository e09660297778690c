import ScoutModel
import ScoutNet
import ScoutXML

/// The properties of one instance, as text and as what they mean.
struct Instance {
  private let element: XMLElement

  /// The longest text and the longest list that are kept.
  private static let textLimit = 512
  private static let listLimit = 64

  init(_ element: XMLElement) { self.element = element }

  /// A property's text, cleaned; `nil` where it is absent or empty.
  subscript(_ name: String) -> String? {
    guard let text = element.child(name)?.trimmedText, !text.isEmpty else { return nil }
    return PeerText.decode(text.utf8, limit: Self.textLimit)
  }

  /// A property's text as it came.
  func raw(_ name: String) -> String? { element.child(name)?.trimmedText }

  func list(_ name: String) -> [String] {
    element.children(name).prefix(Self.listLimit).map {
      PeerText.decode($0.trimmedText.utf8, limit: Self.textLimit)
    }.filter { !$0.isEmpty }
  }

  func number(_ name: String) -> Int? {
    self[name].flatMap { $0.utf8.count <= 12 ? Int($0) : nil }
  }

  func numbers(_ name: String) -> [Int] { list(name).compactMap { Int($0) } }

  /// `true` and `false`; some classes say 1 and 0.
  func flag(_ name: String) -> Bool? {
    switch self[name]?.lowercased() {
    case "true", "1": true
    case "false", "0": false
    default: nil
    }
  }

  static func bytes(hex text: String) -> [UInt8]? {
    let digits = text.filter { $0 != "-" && $0 != " " }.compactMap(\.hexDigitValue)
    guard digits.count == 32 else { return nil }
    return stride(from: 0, to: 32, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}

extension AMTGeneral {
  init(_ instance: Instance) {
    self.init()
    hostName = instance["HostName"].map(Self.plain)
    domainName = instance["DomainName"].map(Self.plain)
    hostOSFQDN = instance["HostOSFQDN"].map(Self.plain)
    sharedFQDN = instance.flag("SharedFQDN")
    digestRealm = instance["DigestRealm"]
    networkEnabled = instance.flag("AMTNetworkEnabled")
    interfaceEnabled = instance.flag("NetworkInterfaceEnabled")
    pingResponse = instance.flag("PingResponseEnabled")
    presencePing = instance.flag("RmcpPingResponseEnabled")
    wsmanOnly = instance.flag("WsmanOnlyMode")
    dynamicDNS = instance.flag("DDNSUpdateEnabled")
    dynamicDNSByDHCP = instance.flag("DDNSUpdateByDHCPServerEnabled")
    dynamicDNSTTL = instance.number("DDNSTTL")
    dynamicDNSInterval = instance.number("DDNSPeriodicUpdateInterval")
    dhcpNeedsHostName = instance.flag("DHCPSyncRequiresHostname")
    preferredFamily = instance.number("PreferredAddressFamily")
    privacyLevel = instance.number("PrivacyLevel")
    powerSource = instance.number("PowerSource")
    idleTimeout = instance.number("IdleWakeTimeout")
    thunderboltDock =
      instance.flag("ThunderboltDockEnabled")
      ?? instance.number("ThunderboltDockEnabled").map { $0 != 0 }
  }

  /// From 18.0 on names may hold references for what HTML forbids.
  private static func plain(_ text: String) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
      .reduce(text) { $0.replacing($1.0, with: $1.1) }
  }
}

extension AMTInterface {
  init(_ instance: Instance) {
    self.init(name: instance["InstanceID"] ?? "")
    mac = instance["MACAddress"].flatMap { MACAddress($0.replacing("-", with: ":")) }
    if mac?.rawValue == 0 { mac = nil }
    address = instance["IPAddress"].flatMap { IPAddress($0) }
    if address == .v4(.zero) { address = nil }
    subnetMask = instance["SubnetMask"]
    gateway = instance["DefaultGateway"]
    nameServers = ["PrimaryDNS", "SecondaryDNS"].compactMap { instance[$0] }
    dhcp = instance.flag("DHCPEnabled")
    linkUp = instance.flag("LinkIsUp")
    linkPolicy = instance.numbers("LinkPolicy")
    linkPreference = instance.number("LinkPreference")
    sharedMAC = instance.flag("SharedMAC")
    sharedStaticAddress = instance.flag("SharedStaticIp")
    sharedDynamicAddress = instance.flag("SharedDynamicIP")
    addressSync = instance.flag("IpSyncEnabled")
    vlan = instance.number("VLANTag")
    wirelessProtection = instance.number("WLANLinkProtectionLevel")
    connection = instance.number("PhysicalConnectionType")
  }
}

extension AMTTLSSetting {
  init(_ instance: Instance) {
    self.init(name: instance["InstanceID"] ?? instance["ElementName"] ?? "")
    enabled = instance.flag("Enabled")
    mutual = instance.flag("MutualAuthentication")
    acceptsPlain = instance.flag("AcceptNonSecureConnections")
    trustedNames = instance.list("TrustedCN")
    plainSupported = instance.flag("NonSecureConnectionsSupported")
  }
}

/// Base64 (RFC 4648, 4); white space between is passed over.
enum Base64 {
  /// The most bytes of text that are read.
  static let limit = 100_000

  static func decode(_ text: String) -> [UInt8]? {
    guard text.utf8.count <= limit else { return nil }
    var bytes: [UInt8] = []
    var word: UInt32 = 0
    var count = 0
    var padding = 0
    for character in text.utf8 {
      if character == 0x20 || (0x09...0x0D).contains(character) { continue }
      if character == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let digit = digit(character) else { return nil }
      word = word << 6 | UInt32(digit)
      count += 1
      if count % 4 == 0 {
        bytes += [16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
        word = 0
      }
    }
    switch count % 4 {
    case 0: return padding == 0 ? bytes : nil
    case 2 where padding == 2: return bytes + [UInt8(truncatingIfNeeded: word >> 4)]
    case 3 where padding == 1:
      return bytes + [UInt8(truncatingIfNeeded: word >> 10), UInt8(truncatingIfNeeded: word >> 2)]
    default: return nil
    }
  }

  static func digit(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}

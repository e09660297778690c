/// Where a claim was read: a short key, a title, and the date of what was read.
package struct Source: Hashable, Sendable, CustomStringConvertible {
  package let key: String
  package let title: String
  /// A year, month or day, or `undated` where the source names none.
  package let date: String
  /// `KB-91553, Intel support article 000091553, 2023-11-14`.
  package let description: String

  package init(_ key: String, _ title: String, _ date: String = "undated") {
    self.key = key
    self.title = title
    self.date = date
    description = "\(key), \(title), \(date)"
  }
}

extension Source {
  static let guide = "Intel AMT Implementation and Reference Guide"

  static let seed = Source(
    "SEED", "Why Must Intel AMT Be Configured, and What is Required?", "2011-12-27")
  static let profile = Source("PROFILE", "what the site profile says")
  static let weighing = Source("WEIGHING", "how amtscout weighs evidence", "2026")
  static let sdkHash = Source("SDK-hash", "\(guide), root certificate hashes")
  static let sdkFlow = Source("SDK-flow", "\(guide), PSK and PKI automatic configuration flow")
  static let sdkHello = Source("SDK-hello", "\(guide), setup mode hello messages")
  static let sdkPing = Source("SDK-rmcp", "\(guide), using RMCP ping to find the platform state")
  static let sdkSecurity = Source("SDK-sec", "\(guide), security considerations")
  static let sdkTLS = Source("SDK-tls", "\(guide), TLS")
  static let sdkEnvironment = Source("SDK-ed", "\(guide), environment detection")
  static let sdkNames = Source("SDK-ddns", "\(guide), DDNS settings")
  static let sdkSync = Source("SDK-ipsync", "\(guide), automatic synchronization of IP addresses")
  static let sdkMobile = Source("SDK-mobile", "\(guide), keeping track of a mobile platform")
  static let sdkUSB = Source("SDK-usb", "\(guide), AMT and USB versions")
  static let sdkEnable = Source("SDK-enable", "\(guide), checking whether AMT is enabled")
  static let sdkCertificate = Source("SDK-cert", "\(guide), acquiring a vPro certificate")
  static let sdkConsent = Source("SDK-consent", "\(guide), remote control and user consent")
  static let classes = Source(
    "go-wsman", "go-wsman-messages, the classes of WS-Management and their values")
  static let addressing = Source("DOC-5974", "Using Static IP Addressing with Intel AMT")
  static let wireless = Source("WIFI-659016", "Introduction to AMT wireless connections")
  static let scsHelp = Source("SCS11-help", "Intel SCS 11.0.0.214 help")
  static let kbSuffix = Source("KB-100444", "Intel support article 000100444")
  static let kbChain = Source("KB-90051", "Intel support article 000090051")
  static let kbPlain = Source("KB-91553", "Intel support article 000091553", "2023-11-14")
  static let kbSupport = Source("KB-89300", "Intel support article 000089300")
  static let kbIPv6 = Source("KB-56594", "Intel support article 000056594")
  static let outside = Source("BLOKWORX", "blokworx.com on INTEL-SA-00404", "2020-09-17")
  static let bareMetal = Source("ITJ-2008", "Intel Technology Journal 12/4", "2008")
  static let strictName = Source("MSG-1395", "Intel communities, message 1395", "2007-09-28")
  static let usbStick = Source("CUTLER-USB", "Symantec Connect, USB Provisioning", "2007-05-02")
  static let phasedOut = Source("MCAFEE-2", "Alternative methods of configuring Intel AMT")
  static let toolkit = Source("DMT-docs", "Device Management Toolkit documentation", "2026-08-18")
  static let toolkitCertificate = Source(
    "DMT-pfx", "Device Management Toolkit, validating the provisioning certificate", "2026")
  static let toolkitTLS = Source("DEP-505", "Device Management Toolkit, deployment issue 505")
  static let toolkitKeys = Source(
    "DEP-605", "Device Management Toolkit, deployment issue 605", "2026-06")
  static let hostTool = Source("RPC", "rpc-go", "2026-08-20")
  static let secureFlow = Source("RPC-355", "rpc-go issue 355, quoting the Intel SDK")
  static let buildRule = Source("SA75", "Intel's INTEL-SA-00075 detection tool for Linux")
  static let ema = Source("EMA", "Intel EMA installation script, as of EMA 1.6.1")
  static let meshCentral = Source("MeshCentral", "MeshCentral issues 4359, 4368 and 4841")
  static let chainSetting = Source("MeshCentral-4619", "MeshCentral issue 4619")
  static let usbOff = Source("rgl-notes", "rgl/intel-amt-notes")
  static let duplicates = Source("ALT-COLL", "OOB management and network discovery collections")
  static let ethernet = Source("HP-Z820", "HP Z-series vPro guide")
  static let dash = Source("DASH-source", "source of a Realtek DASH firmware")
  static let observed = Source("OBS", "what the observations show", "at the time of the scan")
  static let roots2008 = Source("ROOTS-2008", "Intel vPro blog on root certificates", "2008-11-07")
  static let hostTables = Source("SMB", "SMBIOS type 130, as MeshAgent reads it, and host tools")
  static let configManager = Source("CM-docs", "Microsoft Configuration Manager, AMT status")
  static let checklist = Source("SCS11-check", "Intel SCS 11 getting started checklist")
}

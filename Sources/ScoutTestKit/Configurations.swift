package import ScoutModel
import ScoutNet

extension WSManSighting {
  /// What a device told with credentials: every part, in good order. `text` stands wherever a device
  /// can put words of its own.
  package static func sample(
    text: String? = nil, _ change: (inout WSManSighting) -> Void = { _ in }
  ) -> WSManSighting {
    func word(_ own: String) -> String { text ?? own }
    var told = WSManSighting(port: 16993, secure: true, ending: .read, credential: word("default"))
    told.product = .amt
    told.version = firmware("12.0.93.2000")
    told.sku = 16_392
    told.uuid = ScoutTestKit.uuid("8e5c1f60-77aa-4b10-9c01-000000000220")
    told.software = [word("AMT"): word("12.0.93"), "Sku": "16392"]
    told.state = .post
    told.controlMode = .admin
    told.allowedControlModes = [.admin, .client]
    told.hostDHCP = true
    told.unread = ["AMT_8021XProfile": word("fault")]

    var general = AMTGeneral()
    general.hostName = word("pc-7")
    general.domainName = word("corp.example")
    general.hostOSFQDN = word("pc-7.corp.example")
    general.sharedFQDN = true
    general.dynamicDNS = false
    general.dynamicDNSByDHCP = true
    general.presencePing = true
    told.general = general
    var setup = AMTSetup()
    setup.tlsMode = 1
    setup.dhcpDNSSuffix = word("corp.example")
    setup.trustedDNSSuffix = word("corp.example")
    setup.serverFQDN = word("setup.corp.example")
    told.setup = setup
    var environment = AMTEnvironment()
    environment.algorithm = 0
    environment.domains = [word("corp.example")]
    told.environment = environment

    var wire = AMTInterface(name: word("Intel(r) AMT Ethernet Port Settings 0"))
    wire.mac = mac("c8:d9:d2:00:00:07")
    wire.address = ip("10.0.0.5")
    wire.dhcp = true
    wire.linkUp = true
    wire.gateway = word("10.0.0.1")
    told.interfaces = [wire]
    var address6 = AMTAddress6(name: word("Intel(r) IPS IPv6 Settings 0"))
    address6.address = word("2001:db8::7")
    told.addresses6 = [address6]
    var remote = AMTTLSSetting(name: "Intel(r) AMT 802.3 TLS Settings")
    remote.enabled = true
    remote.mutual = false
    remote.acceptsPlain = false
    remote.trustedNames = [word("console.corp.example")]
    var local = AMTTLSSetting(name: "Intel(r) AMT LMS TLS Settings")
    local.enabled = false
    told.tls = [remote, local]
    var shown = AMTCertificate(name: word("Intel(r) AMT Certificate: Handle: 0"))
    shown.isTLSServer = true
    shown.certificate = certificate(word("pc-7.corp.example"), issuer: word("Corp CA"))
    told.certificates = [shown]

    var consent = AMTConsent()
    consent.required = 0
    consent.canBeChanged = true
    told.consent = consent
    var redirection = AMTRedirection()
    redirection.listener = true
    redirection.serial = true
    redirection.storage = false
    redirection.screenState = 2
    redirection.vncPort = false
    told.redirection = redirection
    var wired = AMT8021x()
    wired.enabled = true
    wired.user = word("machine-7")
    wired.domain = word("CORP")
    told.wired8021x = wired
    var wireless = AMTWireless()
    wireless.profileSync = true
    wireless.networks = [word("corp-wifi")]
    told.wireless = wireless
    var access = AMTRemoteAccess()
    access.servers = [word("mps.corp.example:4433")]
    access.triggers = [2]
    access.isConnected = false
    access.userInitiatedState = 32_768
    told.remoteAccess = access
    var kerberos = AMTKerberos()
    kerberos.enabled = true
    kerberos.realm = word("CORP.EXAMPLE")
    kerberos.principals = [word("HTTP/pc-7.corp.example:16992")]
    told.kerberos = kerberos
    change(&told)
    return told
  }
}

package import ScoutNet

/// What the operator told us of a site. Every part is optional; the defaults allow everything.
package struct SiteProfile: Hashable, Sendable, Codable {
  package var site = ""
  /// What AMT's environment detection will be given.
  package var homeDomains: [DomainName] = []
  package var nameServers: [IPAddress] = []
  package var certificates: [ProvisioningCertificate] = []
  package var segments: [SegmentProfile] = []
  package var agentAllowed = true
  package var touchAllowed = true
  package var consentAvailable = true
  package var needs: Set<Need> = []
  package var smallSite = false
  package var devices: [DeviceProfile] = []
  /// The newest version of TLS that the console speaks, where it is told.
  package var consoleTLS: String?
  /// Until when certificates must be valid, where it is told.
  package var projectEnd: Timestamp?

  package init() {}

  /// What is told of the segment that holds `address`: the longest prefix wins.
  package func segment(of address: IPAddress) -> SegmentProfile? {
    segments.filter { $0.prefix.contains(address) }.max { $0.prefix.length < $1.prefix.length }
  }
}

/// What the configuration must deliver.
package enum Need: String, Hashable, Sendable, Codable, CaseIterable {
  case unattended
  case tls
  case ieee8021x = "802.1x"
  case kerberos
  case systemDefense = "system-defense"
}

package enum Medium: String, Hashable, Sendable, Codable, CaseIterable {
  case wired, wireless, vpn
}

package struct SegmentProfile: Hashable, Sendable, Codable {
  package var prefix: Prefix
  package var name: String?
  package var medium: Medium?
  /// Option 15 as configured.
  package var option15: String?

  package init(prefix: Prefix) { self.prefix = prefix }
}

package enum FormFactor: String, Hashable, Sendable, Codable, CaseIterable {
  case desktop, laptop, server, kiosk
}

/// What is known of single machines.
package struct DeviceProfile: Hashable, Sendable, Codable {
  /// A UUID, MAC address, name or address.
  package var match: String
  package var form: FormFactor?
  package var wiredPort: Bool?
  /// Whether the vendor set a pre-shared key (PID and PPS).
  package var pskPreloaded: Bool?
  /// The PKI DNS suffix set in the MEBx.
  package var pkiSuffix: DomainName?

  package init(match: String) { self.match = match }
}

/// A provisioning certificate that the operator owns or considers: its chain, leaf first.
package struct ProvisioningCertificate: Hashable, Sendable, Codable {
  package var name: String
  package var chain: [CertificateFact]

  package init(name: String, chain: [CertificateFact]) {
    self.name = name
    self.chain = chain
  }
}

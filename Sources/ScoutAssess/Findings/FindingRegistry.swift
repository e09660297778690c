/// Every kind of finding there is, in the order of the ids. Ids are never reused.
package enum FindingRegistry {
  package static let all: [FindingKind] =
    (NameFindings.kinds + DHCPFindings.kinds + DNSFindings.kinds + PeerCertificateFindings.kinds
    + ProvisioningCertificateFindings.kinds + TLSFindings.kinds + FirmwareFindings.kinds
    + StateFindings.kinds + NetworkFindings.kinds + EnvironmentFindings.kinds
    + AddressFindings.kinds + ConfigurationFindings.kinds + SiteFindings.kinds)
    .sorted { $0.id < $1.id }

  package static subscript(id id: String) -> FindingKind? { all.first { $0.id == id } }
}

package import ScoutModel
import ScoutNet

/// What goes to others for review: the request for a certificate, and records for the name servers.
package struct PlanPaper: Sendable {
  private let names: [String]
  private let suffixes: [SuffixRow]

  package init(_ plan: SitePlan) {
    names = plan.coverage.purchase?.names.map(\.name).filter(Self.isPlain) ?? []
    suffixes = plan.coverage.suffixes.filter { $0.devices > 0 && Self.isPlain($0.suffix) }
  }

  /// A configuration of `openssl req` for the names worth buying.
  package var request: String {
    guard let first = names.first else {
      return "# No name is worth buying: no device that could use a certificate has a suffix that\n"
        + "# a vendor's certificate can fit.\n"
    }
    var lines = [
      "# Review, complete organizationName and countryName, and make the request with:",
      "#   openssl req -new -config certificate-request.cnf -newkey rsa:3072 -nodes \\",
      "#     -keyout provisioning.key -out provisioning.csr",
      "# Ask the vendor to keep both usages, or the organizational unit letter by letter; the chain",
      "# must end in a root that the machines' firmware trusts.",
      "[req]",
      "prompt = no",
      "default_md = sha384",
      "distinguished_name = subject",
      "req_extensions = extensions",
      "",
      "[subject]",
      "countryName = XX",
      "organizationName = Your Organization",
      "organizationalUnitName = Intel(R) Client Setup Certificate",
      "commonName = \(first)",
      "",
      "[extensions]",
      "keyUsage = digitalSignature, keyEncipherment",
      "extendedKeyUsage = serverAuth, 2.16.840.1.113741.1.2.3",
      "subjectAltName = @names",
      "",
      "[names]",
    ]
    lines += names.enumerated().map { "DNS.\($0.offset + 1) = \($0.element)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The records by which devices find their configuration server by themselves.
  package var records: String {
    guard !suffixes.isEmpty else { return "; No suffix is known under which devices would look.\n" }
    var lines = [
      "; Review, and put your configuration server in place of SERVER.EXAMPLE.",
      "; Devices look for provisionserver under the suffix that they are given, on TCP 9971.",
    ]
    for row in suffixes {
      lines.append("provisionserver.\(row.suffix).  3600  IN  CNAME  SERVER.EXAMPLE.")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Whether a name can stand in such files as it is; names come from the network.
  private static func isPlain(_ name: String) -> Bool {
    name.utf8.count <= 253
      && name.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
          || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
      }
  }
}

/// The type of a resource record or question, by its number (IANA: DNS parameters).
package struct DNSType: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  package static let a = DNSType(rawValue: 1)
  package static let ns = DNSType(rawValue: 2)
  package static let cname = DNSType(rawValue: 5)
  package static let soa = DNSType(rawValue: 6)
  package static let ptr = DNSType(rawValue: 12)
  package static let mx = DNSType(rawValue: 15)
  package static let txt = DNSType(rawValue: 16)
  package static let aaaa = DNSType(rawValue: 28)
  /// NetBIOS over TCP: a name's addresses (RFC 1002).
  package static let nb = DNSType(rawValue: 32)
  /// In DNS a service's place (RFC 2782). NetBIOS gives the number to a node's status: `nbstat`.
  package static let srv = DNSType(rawValue: 33)
  package static let nbstat = DNSType(rawValue: 33)
  package static let dname = DNSType(rawValue: 39)
  package static let opt = DNSType(rawValue: 41)
  package static let any = DNSType(rawValue: 255)

  /// The type's name, or `nil` where we know none.
  package var name: String? {
    switch rawValue {
    case 1: "A"
    case 2: "NS"
    case 5: "CNAME"
    case 6: "SOA"
    case 10: "NULL"
    case 11: "WKS"
    case 12: "PTR"
    case 13: "HINFO"
    case 15: "MX"
    case 16: "TXT"
    case 17: "RP"
    case 24: "SIG"
    case 25: "KEY"
    case 28: "AAAA"
    case 29: "LOC"
    case 33: "SRV"
    case 35: "NAPTR"
    case 37: "CERT"
    case 39: "DNAME"
    case 41: "OPT"
    case 43: "DS"
    case 44: "SSHFP"
    case 46: "RRSIG"
    case 47: "NSEC"
    case 48: "DNSKEY"
    case 50: "NSEC3"
    case 51: "NSEC3PARAM"
    case 52: "TLSA"
    case 64: "SVCB"
    case 65: "HTTPS"
    case 99: "SPF"
    case 249: "TKEY"
    case 250: "TSIG"
    case 251: "IXFR"
    case 252: "AXFR"
    case 255: "ANY"
    case 257: "CAA"
    default: nil
    }
  }

  /// The type's name in NetBIOS over TCP.
  package var netBIOSName: String? {
    switch rawValue {
    case 1: "A"
    case 2: "NS"
    case 10: "NULL"
    case 32: "NB"
    case 33: "NBSTAT"
    default: nil
    }
  }
}

extension DNSType: CustomStringConvertible {
  /// The name, or `TYPE` and the number (RFC 3597, 5).
  package var description: String { name ?? "TYPE\(rawValue)" }
}

package import ScoutNet

/// Codes of DHCPv6 options (IANA: DHCPv6 parameters).
package enum DHCPv6OptionCode {
  package static let clientIdentifier: UInt16 = 1
  package static let serverIdentifier: UInt16 = 2
  package static let identityAssociation: UInt16 = 3
  package static let temporaryAssociation: UInt16 = 4
  package static let address: UInt16 = 5
  package static let relayMessage: UInt16 = 9
  package static let vendorClass: UInt16 = 16
  package static let nameServers: UInt16 = 23
  package static let searchList: UInt16 = 24
  package static let fqdn: UInt16 = 39
}

extension DHCPv6Message {
  /// The value of the first option of a code; `nil` where none was sent.
  package func value(of code: UInt16) -> [UInt8]? { options.first { $0.code == code }?.value }

  /// Option 24: the suffixes in their order, up to the first that cannot be read; `nil` where it
  /// was not sent.
  package var searchList: [String]? {
    value(of: DHCPv6OptionCode.searchList).map {
      DHCPSearchList(compressed: $0.span.bytes).suffixes
    }
  }

  /// Option 39's name, which may be a host name without a domain (RFC 4704, 4.2).
  package var fqdn: String? {
    value(of: DHCPv6OptionCode.fqdn).flatMap { try? Self.readFQDN($0) }
  }

  /// Option 23.
  package var nameServers: [IPv6Address] {
    guard let bytes = value(of: DHCPv6OptionCode.nameServers) else { return [] }
    var addresses: [IPv6Address] = []
    var reader = ByteReader(bytes.span.bytes)
    while let address = try? reader.readIPv6Address("name server") { addresses.append(address) }
    return addresses
  }

  /// So many addresses of one message are told.
  private static let addressLimit = 32

  /// The addresses in the client's associations (RFC 8415, 21.4 to 21.6), up to the first option that
  /// cannot be read.
  package var addresses: [IPv6Address] {
    var found: [IPv6Address] = []
    for option in options {
      // Behind the association's number one of addresses that last has two times.
      let head: Int
      switch option.code {
      case DHCPv6OptionCode.identityAssociation: head = 12
      case DHCPv6OptionCode.temporaryAssociation: head = 4
      default: continue
      }
      var reader = ByteReader(option.value.span.bytes)
      do throws(WireError) {
        try reader.skip(head, "identity association")
        while !reader.isAtEnd, found.count < Self.addressLimit {
          let code = try reader.readUInt16("option code")
          let length = Int(try reader.readUInt16("option length"))
          var inner = try reader.readPart(length, "option")
          guard code == DHCPv6OptionCode.address else { continue }
          found.append(try inner.readIPv6Address("address"))
        }
      } catch {
        // What came before counts.
        continue
      }
    }
    return found
  }

  /// The MAC address that the client's identifier was made from, where it was made from one
  /// (RFC 8415, 11.2 and 11.4). It may belong to another adapter of the machine, or to none.
  package var clientIdentifierMAC: MACAddress? {
    guard let bytes = value(of: DHCPv6OptionCode.clientIdentifier) else { return nil }
    var reader = ByteReader(bytes.span.bytes)
    do throws(WireError) {
      let type = try reader.readUInt16("DUID type")
      guard type == 1 || type == 3, try reader.readUInt16("hardware type") == 1 else { return nil }
      if type == 1 { try reader.skip(4, "time") }
      guard reader.remaining == 6 else { return nil }
      return try reader.readMACAddress("link-layer address")
    } catch {
      return nil
    }
  }

  private static func readFQDN(_ bytes: [UInt8]) throws(WireError) -> String {
    var reader = ByteReader(bytes.span.bytes)
    try reader.skip(1, "client FQDN flags")
    if reader.isAtEnd { return "" }
    var names = DNSNameReader()
    return try names.read(&reader, "client FQDN", ending: .anywhere).text
  }

  /// Looks into the options that have a form of their own.
  mutating func noteContentDefects() {
    if let bytes = value(of: DHCPv6OptionCode.searchList),
      let defect = DHCPSearchList(compressed: bytes.span.bytes).defect
    {
      defects.append(defect)
    }
    if let bytes = value(of: DHCPv6OptionCode.fqdn) {
      do throws(WireError) {
        _ = try Self.readFQDN(bytes)
      } catch {
        defects.append(error)
      }
    }
  }
}

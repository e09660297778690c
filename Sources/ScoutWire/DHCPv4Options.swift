package import ScoutNet

/// The code of a DHCPv4 option (IANA: BOOTP and DHCP parameters).
package struct DHCPv4OptionCode: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let pad = Self(rawValue: 0)
  package static let subnetMask = Self(rawValue: 1)
  package static let routers = Self(rawValue: 3)
  package static let nameServers = Self(rawValue: 6)
  package static let hostName = Self(rawValue: 12)
  package static let domainName = Self(rawValue: 15)
  package static let requestedAddress = Self(rawValue: 50)
  package static let leaseTime = Self(rawValue: 51)
  package static let overload = Self(rawValue: 52)
  package static let messageType = Self(rawValue: 53)
  package static let serverIdentifier = Self(rawValue: 54)
  package static let parameterRequestList = Self(rawValue: 55)
  package static let maximumMessageSize = Self(rawValue: 57)
  package static let vendorClass = Self(rawValue: 60)
  package static let clientIdentifier = Self(rawValue: 61)
  package static let fqdn = Self(rawValue: 81)
  package static let relayAgent = Self(rawValue: 82)
  package static let searchList = Self(rawValue: 119)
  package static let end = Self(rawValue: 255)
}

/// The kind of a DHCPv4 message, by its number in option 53.
package struct DHCPv4MessageType: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let discover = Self(rawValue: 1)
  package static let offer = Self(rawValue: 2)
  package static let request = Self(rawValue: 3)
  package static let decline = Self(rawValue: 4)
  package static let ack = Self(rawValue: 5)
  package static let nak = Self(rawValue: 6)
  package static let release = Self(rawValue: 7)
  package static let inform = Self(rawValue: 8)

  /// The name as RFC 2131 and the documents after it write it, without `DHCP`; `nil` for a number
  /// that has none.
  package var name: String? {
    let index = Int(rawValue) - 1
    return Self.names.indices.contains(index) ? Self.names[index] : nil
  }

  private static let names = [
    "DISCOVER", "OFFER", "REQUEST", "DECLINE", "ACK", "NAK", "RELEASE", "INFORM", "FORCERENEW",
    "LEASEQUERY", "LEASEUNASSIGNED", "LEASEUNKNOWN", "LEASEACTIVE", "BULKLEASEQUERY",
    "LEASEQUERYDONE", "ACTIVELEASEQUERY", "LEASEQUERYSTATUS", "TLS",
  ]
}

extension DHCPv4MessageType: CustomStringConvertible {
  /// The name, or the number.
  package var description: String { name ?? String(rawValue) }
}

/// What an option that holds text says. Absent, empty and blank are three different mistakes.
package enum DHCPv4Text: Hashable, Sendable {
  /// The option was not sent.
  case absent
  /// It was sent without a byte, or with zeros alone.
  case empty
  /// It was sent with blanks alone, which are kept.
  case blank(String)
  /// The text without the zeros that some servers end it with; invalid UTF-8 replaced.
  case text(String)

  init(_ bytes: RawSpan) {
    var reader = ByteReader(bytes)
    let text = reader.readPaddedText()
    if text.isEmpty {
      self = .empty
    } else if text.utf8.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) {
      self = .blank(text)
    } else {
      self = .text(text)
    }
  }

  /// The text as sent; `nil` only where the option was not sent.
  package var sent: String? {
    switch self {
    case .absent: nil
    case .empty: ""
    case .blank(let text), .text(let text): text
    }
  }
}

/// One part of the relay agent's option 82 (RFC 3046).
package struct DHCPv4RelaySubOption: Hashable, Sendable {
  /// 1 circuit, 2 remote, 5 link selection, 6 subscriber, 11 server identifier override, …
  package var code: UInt8
  package var value: [UInt8]
}

extension DHCPv4Message {
  /// The codes of all options in the order of `options`.
  package var optionCodes: [UInt8] { optionList.codes }

  /// The value of an option: all parts of its code joined in the order options field, *file*,
  /// *sname* (RFC 3396, 7); `nil` where it was not sent.
  package func value(of code: DHCPv4OptionCode) -> [UInt8]? {
    withValue(of: code) { bytes in
      var reader = ByteReader(bytes)
      return reader.readRest()
    }
  }

  /// Gives `body` the value of an option without a copy where it came in one piece; `nil` where it was
  /// not sent.
  @discardableResult
  package func withValue<Value>(
    of code: DHCPv4OptionCode, _ body: (RawSpan) -> Value?
  ) -> Value? {
    optionList.withValue(of: code, body)
  }

  /// The text of an option.
  package func text(of code: DHCPv4OptionCode) -> DHCPv4Text {
    withValue(of: code) { DHCPv4Text($0) } ?? .absent
  }

  /// The addresses an option holds; bytes that are left over are ignored.
  package func addresses(of code: DHCPv4OptionCode) -> [IPv4Address] {
    withValue(of: code) { bytes in
      var reader = ByteReader(bytes)
      var addresses: [IPv4Address] = []
      addresses.reserveCapacity(bytes.byteCount / 4)
      while let address = try? reader.readIPv4Address("address") { addresses.append(address) }
      return addresses
    } ?? []
  }

  /// The first address an option holds.
  private func address(of code: DHCPv4OptionCode) -> IPv4Address? {
    withValue(of: code) { bytes in
      var reader = ByteReader(bytes)
      return try? reader.readIPv4Address("address")
    }
  }

  /// Option 53; `nil` in BOOTP.
  package var messageType: DHCPv4MessageType? {
    withValue(of: .messageType) { ByteReader($0).peekUInt8().map(DHCPv4MessageType.init) }
  }

  /// *chaddr* where it is a MAC address.
  package var clientMAC: MACAddress? {
    // 1 is Ethernet, 6 what IEEE 802 networks in the narrow sense use.
    guard hardwareType == 1 || hardwareType == 6, hardwareLength == 6 else { return nil }
    return MACAddress(rawValue: UInt64(truncatingIfNeeded: hardware >> 80))
  }

  /// Option 12.
  package var hostName: DHCPv4Text { text(of: .hostName) }

  /// Option 15.
  package var domainName: DHCPv4Text { text(of: .domainName) }

  /// Option 60.
  package var vendorClass: DHCPv4Text { text(of: .vendorClass) }

  /// Option 1.
  package var subnetMask: IPv4Address? { address(of: .subnetMask) }

  /// The length of the prefix that option 1 describes; `nil` where its ones have a gap.
  package var prefixLength: Int? {
    guard let mask = subnetMask?.rawValue else { return nil }
    let length = (~mask).leadingZeroBitCount
    return mask == (length == 0 ? 0 : ~0 << UInt32(32 - length)) ? length : nil
  }

  /// Option 3.
  package var routers: [IPv4Address] { addresses(of: .routers) }

  /// Option 6.
  package var nameServers: [IPv4Address] { addresses(of: .nameServers) }

  /// Option 50.
  package var requestedAddress: IPv4Address? { address(of: .requestedAddress) }

  /// Option 51, in seconds.
  package var leaseTime: UInt32? { address(of: .leaseTime)?.rawValue }

  /// Option 54.
  package var serverIdentifier: IPv4Address? { address(of: .serverIdentifier) }

  /// Option 61: a type, then the identifier; type 1 is a MAC address.
  package var clientIdentifier: [UInt8]? { value(of: .clientIdentifier) }

  /// Option 82 in parts; a part that is cut is left out.
  package var relayAgent: [DHCPv4RelaySubOption] {
    withValue(of: .relayAgent) { bytes in
      var parts: [DHCPv4RelaySubOption] = []
      var reader = ByteReader(bytes)
      while let code = try? reader.readUInt8("relay sub-option"),
        let length = try? reader.readUInt8("relay sub-option length"),
        let value = try? reader.readBytes(Int(length), "relay sub-option")
      {
        parts.append(DHCPv4RelaySubOption(code: code, value: value))
      }
      return parts
    } ?? []
  }

  /// Option 81.
  package var fqdn: DHCPv4FQDN? { withValue(of: .fqdn) { try? DHCPv4FQDN(parsing: $0) } }

  /// Reads option 119.
  func readSearchList() -> DHCPSearchList? {
    withValue(of: .searchList) { DHCPSearchList(compressed: $0) }
  }

  /// What is wrong with option 81.
  var fqdnDefect: WireError? {
    withValue(of: .fqdn) { bytes in
      do throws(WireError) {
        _ = try DHCPv4FQDN(parsing: bytes)
        return nil
      } catch {
        return error
      }
    }
  }
}

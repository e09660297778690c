package import ScoutAMT
package import ScoutModel
package import ScoutNet
package import ScoutWire

/// One message of the protocols we listen to, with the packet that completed it.
package struct HeardMessage: Hashable, Sendable {
  /// The packet's number in its capture, counted from 1.
  package var frame: Int
  package var time: Timestamp
  /// VLAN ids, outermost first.
  package var vlans: [UInt16]
  /// The sender on this link: a router's, where the packet was routed.
  package var sourceMAC: MACAddress?
  package var source: IPAddress?
  package var destination: IPAddress?
  package var content: Content

  /// What was said. Messages are handed on several times, which costs as much as their size.
  package indirect enum Content: Hashable, Sendable {
    case dhcp(DHCPv4Message)
    case dhcpv6(DHCPv6Message)
    case routerAdvertisement(RouterAdvertisement)
    case dns(DNSMessage, NameTransport)
    case rmcp(HeardRMCP)
    /// A device's wish to be configured, the bytes it was read from, and the port it was sent to.
    case hello(HelloMessage, bytes: [UInt8], port: UInt16)
    /// Who has an address, as ARP or neighbour discovery says.
    case neighbour(IPAddress, MACAddress)
  }
}

/// How a message of the name services travelled, and so which of them it belongs to.
package enum NameTransport: String, Hashable, Sendable {
  case udp, tcp, mdns, llmnr, nbns
}

/// A datagram of RMCP, with what of it could be read.
package struct HeardRMCP: Hashable, Sendable {
  package var sequence: UInt8
  /// 6 is ASF, 7 IPMI; bit 7 marks an acknowledgement.
  package var messageClass: UInt8
  /// `nil` where the part behind the header is broken; `defect` says how.
  package var message: RMCPMessage?
  package var defect: WireError?
  /// The datagram's first bytes.
  package var bytes: [UInt8]

  /// The most bytes that are kept.
  package static let maximumBytes = 64

  init(parsing bytes: RawSpan) throws(WireError) {
    var reader = ByteReader(bytes)
    guard try reader.readUInt8("RMCP version") == 6 else {
      throw WireError(.unsupported, "RMCP version", at: 0)
    }
    try reader.skip(1, "RMCP reserved")
    sequence = try reader.readUInt8("RMCP sequence")
    messageClass = try reader.readUInt8("RMCP class")
    do throws(WireError) {
      message = try RMCPMessage(parsing: bytes)
    } catch {
      defect = error
    }
    var kept = ByteReader(bytes)
    self.bytes = try kept.readBytes(min(Self.maximumBytes, bytes.byteCount), "RMCP")
  }
}

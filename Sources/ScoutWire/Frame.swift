package import ScoutNet

/// A captured frame, taken apart down to the transport layer, without copying anything.
///
/// Ranges are offsets into the bytes it was read from. What cannot be read further is `.other`
/// with a ``defect``; only a frame whose link header cannot be read is refused.
package struct Frame: Hashable, Sendable {
  /// The sender on this link: a router's, where the packet was routed.
  package private(set) var sourceMAC: MACAddress?
  package private(set) var destinationMAC: MACAddress?
  package private(set) var vlans: VLANStack
  package private(set) var etherType: UInt16?
  package private(set) var source: IPAddress?
  package private(set) var destination: IPAddress?
  /// Time to live or hop limit, where there is an IP header.
  package private(set) var hopLimit: UInt8?
  package private(set) var payload: Payload = .other
  /// Whether the capture or the packet ends before the payload does.
  package private(set) var isCutShort = false
  /// Why the payload could not be read to the end.
  package private(set) var defect: WireError?

  /// What a frame carries.
  package enum Payload: Hashable, Sendable {
    case arp(ARPPacket)
    /// A datagram with its ports and the place of its data.
    case udp(source: UInt16, destination: UInt16, Range<Int>)
    /// A segment with its header and the place of its data.
    case tcp(TCPHeader, Range<Int>)
    /// An ICMP message; the range begins with its type. An error quotes a packet: ``ICMPQuote``.
    case icmp(ICMPHeader, Range<Int>)
    /// A piece of a datagram of the upper protocol named; see ``FragmentReassembler``.
    case fragment(FragmentPosition, protocolNumber: UInt8, Range<Int>)
    /// Anything else.
    case other
  }
}

extension Frame {
  /// Takes a frame of a capture apart.
  ///
  /// Throws `unsupported` for a link type that is not read, and otherwise where the link header is
  /// cut or malformed.
  package init(parsing bytes: RawSpan, link: LinkType) throws(WireError) {
    var reader = ByteReader(bytes)
    var header = LinkHeader()
    switch link {
    case .ethernet: header = try LinkHeader(ethernet: &reader)
    case .linuxSLL: header = try LinkHeader(cooked: &reader)
    case .linuxSLL2: header = try LinkHeader(cookedVersion2: &reader)
    case .ieee80211: header = try LinkHeader(wireless: &reader)
    case .radiotap: header = try LinkHeader(radiotap: &reader)
    case .null, .loop: header.etherType = try Self.readFamily(&reader)
    case .raw, .rawBSD, .rawOpenBSD, .ipv4, .ipv6:
      let version = try reader.peekVersion()
      header.etherType = version == 6 ? EtherType.ipv6 : EtherType.ipv4
    default: throw WireError(.unsupported, "link type", at: 0)
    }
    sourceMAC = header.source
    destinationMAC = header.destination
    vlans = header.vlans
    etherType = header.etherType
    do {
      switch header.etherType {
      case EtherType.ipv4: try readIPv4(&reader)
      case EtherType.ipv6: try readIPv6(&reader)
      case EtherType.arp: payload = .arp(try ARPPacket(reading: &reader))
      default: break
      }
    } catch {
      defect = error
    }
  }

  /// Takes a frame of a capture apart.
  package init(parsing bytes: [UInt8], link: LinkType) throws(WireError) {
    try self.init(parsing: bytes.span.bytes, link: link)
  }

  /// Reads the address family before loopback packets, whatever the byte order.
  private static func readFamily(_ reader: inout ByteReader) throws(WireError) -> UInt16? {
    let raw = try reader.readUInt32("address family")
    switch raw > 0xFFFF ? raw.byteSwapped : raw {
    case 2: return EtherType.ipv4
    // Linux, NetBSD and Windows, FreeBSD, Darwin.
    case 10, 23, 24, 28, 30: return EtherType.ipv6
    default: return nil
    }
  }

  private mutating func readIPv4(_ reader: inout ByteReader) throws(WireError) {
    let header = try IPv4Header(reading: &reader)
    source = .v4(header.source)
    destination = .v4(header.destination)
    hopLimit = header.timeToLive
    let length = header.payloadLength(captured: reader.remaining)
    isCutShort = header.totalLength > header.headerLength + length
    var part = try reader.readPart(length, "IPv4 payload")
    if let fragment = header.fragment {
      let range = part.offset..<part.end
      payload = .fragment(fragment, protocolNumber: header.protocolNumber, range)
    } else {
      try readTransport(header.protocolNumber, &part)
    }
  }

  private mutating func readIPv6(_ reader: inout ByteReader) throws(WireError) {
    var header = try IPv6Header(reading: &reader)
    source = .v6(header.source)
    destination = .v6(header.destination)
    hopLimit = header.hopLimit
    let stated = header.payloadLength == 0 ? reader.remaining : header.payloadLength
    let length = min(stated, reader.remaining)
    isCutShort = stated > length
    var part = try reader.readPart(length, "IPv6 payload")
    try header.skipExtensions(&part)
    if let fragment = header.fragment {
      let range = part.offset..<part.end
      payload = .fragment(fragment, protocolNumber: header.nextHeader, range)
    } else {
      try readTransport(header.nextHeader, &part)
    }
  }

  private mutating func readTransport(
    _ protocolNumber: UInt8, _ part: inout ByteReader
  ) throws(WireError) {
    let start = part.offset
    switch protocolNumber {
    case 6:
      let header = try TCPHeader(reading: &part)
      payload = .tcp(header, part.offset..<part.end)
    case 17:
      let header = try UDPHeader(reading: &part)
      let stated = header.length == 0 ? part.remaining : header.length - 8
      let length = min(stated, part.remaining)
      if stated > length { isCutShort = true }
      let range = part.offset..<part.offset + length
      payload = .udp(source: header.source, destination: header.destination, range)
    case 1, 58:
      let header = try ICMPHeader(reading: &part, isVersion6: protocolNumber == 58)
      payload = .icmp(header, start..<part.end)
    default:
      break
    }
  }

  /// The frame as it would be if the payload of its datagram had come in one piece: `bytes`.
  ///
  /// Ranges are then offsets into `bytes`.
  func reassembled(_ protocolNumber: UInt8, from bytes: RawSpan) -> Frame {
    var whole = self
    whole.payload = .other
    whole.isCutShort = false
    whole.defect = nil
    var reader = ByteReader(bytes)
    do { try whole.readTransport(protocolNumber, &reader) } catch { whole.defect = error }
    return whole
  }
}

extension ByteReader {
  /// The version nibble at the cursor.
  fileprivate func peekVersion() throws(WireError) -> UInt8 {
    guard let first = peekUInt8() else { throw WireError(.truncated, "IP version", at: offset) }
    return first >> 4
  }
}

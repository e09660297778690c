/// The framing that a captured packet starts with (the DLT_ numbers of libpcap).
package struct LinkType: RawRepresentable, Hashable, Sendable {
  package let rawValue: Int32
  package init(rawValue: Int32) { self.rawValue = rawValue }

  package static let ethernet = LinkType(rawValue: 1)
  package static let rawIP = LinkType(rawValue: 12)
  package static let linuxCooked = LinkType(rawValue: 113)
  package static let linuxCooked2 = LinkType(rawValue: 276)
  /// BSD loopback: a family number in the byte order of the machine that captured.
  package static let null = LinkType(rawValue: 0)
  /// OpenBSD loopback: a family number in network order.
  package static let loop = LinkType(rawValue: 108)
  package static let ipv4 = LinkType(rawValue: 228)
  package static let ipv6 = LinkType(rawValue: 229)
}

/// What a capture says of a packet, beside its bytes.
package struct PacketHead: Hashable, Sendable {
  /// The packet's number in the file or since the capture began; the first is 1.
  package var frame: Int
  package var linkType: LinkType
  /// Seconds since 1970, UTC.
  package var seconds: Int64
  /// 0 to 999,999,999.
  package var nanoseconds: Int32
  /// The packet's length on the wire in bytes; what was kept of it may be shorter.
  package var originalLength: Int

  package init(
    frame: Int, linkType: LinkType, seconds: Int64, nanoseconds: Int32, originalLength: Int
  ) {
    self.frame = frame
    self.linkType = linkType
    self.seconds = seconds
    self.nanoseconds = nanoseconds
    self.originalLength = originalLength
  }
}

/// Something that hands over packets in the order they were captured.
package protocol PacketSource {
  /// The framing of every packet of this source.
  var linkType: LinkType { get }

  /// Calls `deliver` for each packet until there are no more.
  ///
  /// The bytes are valid only during the call: nothing is copied.
  /// Throws `LinkError` where the source breaks, after the packets before that; and whatever
  /// `deliver` throws, which ends the reading.
  func read(_ deliver: (PacketHead, RawSpan) throws -> Void) throws
}

/// How the frames of a capture begin: the LINKTYPE_ numbers of capture files.
package struct LinkType: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// BSD loopback: an address family in the byte order of the machine that captured.
  package static let null = LinkType(rawValue: 0)
  package static let ethernet = LinkType(rawValue: 1)
  /// Raw IP, as three systems number it.
  package static let rawBSD = LinkType(rawValue: 12)
  package static let rawOpenBSD = LinkType(rawValue: 14)
  package static let raw = LinkType(rawValue: 101)
  package static let ieee80211 = LinkType(rawValue: 105)
  /// OpenBSD loopback: the address family in network byte order.
  package static let loop = LinkType(rawValue: 108)
  /// Linux cooked capture, version 1.
  package static let linuxSLL = LinkType(rawValue: 113)
  /// IEEE 802.11 behind a radiotap header.
  package static let radiotap = LinkType(rawValue: 127)
  package static let ipv4 = LinkType(rawValue: 228)
  package static let ipv6 = LinkType(rawValue: 229)
  /// Linux cooked capture, version 2.
  package static let linuxSLL2 = LinkType(rawValue: 276)

  /// Whether ``Frame`` can read it.
  package var isSupported: Bool { Self.supported.contains(self) }

  private static let supported: Set<LinkType> = [
    .null, .ethernet, .rawBSD, .rawOpenBSD, .raw, .ieee80211, .loop, .linuxSLL, .radiotap, .ipv4,
    .ipv6, .linuxSLL2,
  ]
}

/// The protocol numbers of Ethernet that we read.
package enum EtherType {
  package static let ipv4: UInt16 = 0x0800
  package static let arp: UInt16 = 0x0806
  package static let ipv6: UInt16 = 0x86DD
  /// 802.1Q.
  package static let vlan: UInt16 = 0x8100

  /// 802.1Q, 802.1ad and the two numbers that switches used before 802.1ad.
  package static func isVLANTag(_ type: UInt16) -> Bool {
    type == 0x8100 || type == 0x88A8 || type == 0x9100 || type == 0x9200
  }
}

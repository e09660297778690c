package import ScoutModel
package import ScoutWire

extension PongSighting {
  /// Reads a datagram that came from UDP 623 as a presence pong.
  ///
  /// Throws where it is none: acknowledgements, other messages and damaged ones.
  package init(parsing datagram: [UInt8]) throws(WireError) {
    self.init(try ASFPresencePong(parsing: datagram), bytes: datagram)
  }

  /// Says what a pong tells, by whose it is and which bits it sets.
  ///
  /// A pong does not tell AMT from Standard Manageability; both are called AMT here, and a web
  /// server's banner is the better witness.
  package init(_ pong: ASFPresencePong, bytes: [UInt8]) {
    self.init(
      bytes: Array(bytes.prefix(64)), enterprise: pong.enterprise, product: Self.product(of: pong))
    guard product == .amt else { return }
    version = Self.version(of: pong)
    guard version != nil else {
      span = Self.span(of: pong)
      // Before 6.0 the bytes of port and state are not documented.
      return
    }
    let data = pong.enterpriseData
    openPort = UInt16(data[0]) << 8 | UInt16(data[1])
    dualPorts = data[3] & 0x04 != 0
    switch data[3] & 0x03 {
    case 0: state = .pre
    case 1: state = .in
    case 2: state = .post
    default: state = nil
    }
  }

  private static let dashBit: UInt8 = 0x20
  private static let ipmiBit: UInt8 = 0x80

  private static func product(of pong: ASFPresencePong) -> Product {
    // A server's controller says that it speaks IPMI. Intel's own do so under Intel's number too;
    // that is inferred.
    if pong.entities & ipmiBit != 0 || pong.enterprise == EnterpriseNumber.dcmi { return .bmc }
    let isDASH = pong.interactions & dashBit != 0
    if pong.enterprise == EnterpriseNumber.intel {
      // AMT 4.x and 5.0 have their DASH bit among the entities.
      return isDASH || pong.entities & dashBit != 0 ? .amt : .unknown
    }
    return isDASH ? .dash : .unknown
  }

  /// Major and minor: one byte of two halves from 6.0 on, two bytes of their own from 16 on.
  private static func version(of pong: ASFPresencePong) -> FirmwareVersion? {
    let packed = pong.enterpriseData[2]
    if packed != 0 {
      // No pong of before 6.0 carries a version, so such a number is not one.
      return packed >> 4 >= 6 ? FirmwareVersion(Int(packed >> 4), Int(packed & 0x0F)) : nil
    }
    let (major, minor) = (pong.reserved[0], pong.reserved[1])
    return major >= 6 ? FirmwareVersion(Int(major), Int(minor)) : nil
  }

  /// The generations that a pong without a version fits, by the place of its DASH bit.
  private static func span(of pong: ASFPresencePong) -> VersionSpan? {
    guard pong.enterpriseData[2] == 0, pong.reserved[0] == 0 else { return nil }
    let isOld = pong.entities & dashBit != 0
    let isNew = pong.interactions & dashBit != 0
    return VersionSpan(
      from: isOld ? FirmwareVersion(4, 0) : FirmwareVersion(5, 1),
      below: isNew ? FirmwareVersion(6, 0) : FirmwareVersion(5, 1))
  }
}

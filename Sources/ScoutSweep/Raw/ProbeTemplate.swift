import ScoutNet
import ScoutWire

/// What stands before the IP header of the frames of one way.
struct FrameHead: Hashable, Sendable {
  var destination: MACAddress
  var source: MACAddress
  /// A tag of ours; interfaces of a VLAN tag by themselves.
  var vlan: UInt16?

  /// The bytes, up to and with the EtherType.
  func encoded(_ etherType: UInt16) -> [UInt8] {
    var writer = ByteWriter(capacity: 18)
    writer.write(destination)
    writer.write(source)
    if let vlan {
      writer.write(EtherType.vlan)
      writer.write(vlan)
    }
    writer.write(etherType)
    return writer.bytes
  }
}

/// A prepared frame: what is the same for all targets stands in it, its checksums are sums that the
/// rest is added to. For one thread at a time.
final class ProbeTemplate {
  /// What it asks or says.
  enum Kind { case syn, reset, ping }

  let length: Int
  /// Whether it fits the shorter of the two sizes that are copied.
  private let isShort: Bool
  private let kind: Kind
  private let isV6: Bool
  private let network: Int
  private let transport: Int
  private let bytes: UnsafeMutableRawPointer
  /// Sums of what does not change: of the IPv4 header, and of the transport's with its
  /// pseudo-header.
  private let networkSum: UInt64
  private let transportSum: UInt64

  /// - Parameter head: `nil` where the link has no header of its own.
  init(_ kind: Kind, head: FrameHead?, source: IPAddress, pingPort: UInt16) {
    self.kind = kind
    isV6 = source.isV6
    let body = Self.body(kind, pingPort: pingPort)
    let protocolNumber: UInt8 = kind == .ping ? 17 : 6
    let link = head?.encoded(isV6 ? EtherType.ipv6 : EtherType.ipv4) ?? []
    let header = Self.header(source, protocolNumber: protocolNumber, payload: body.count)
    let all = link + header + body
    length = all.count
    isShort = all.count <= Self.shortRoom
    network = link.count
    transport = link.count + header.count
    precondition(all.count <= Self.room, "a probe is longer than its place")
    bytes = .allocate(byteCount: Self.room, alignment: 64)
    bytes.initializeMemory(as: UInt8.self, repeating: 0, count: Self.room)
    bytes.copyMemory(from: all, byteCount: all.count)
    networkSum = Self.sum(header)
    // The pseudo-header: both addresses, length and protocol; the target's is added later.
    transportSum =
      Self.sum(body) + Self.sum(source) + UInt64(body.count) + UInt64(protocolNumber)
  }

  deinit { bytes.deallocate() }

  /// The IP header with the target left zero, and no checksum.
  private static func header(
    _ source: IPAddress, protocolNumber: UInt8, payload: Int
  ) -> [UInt8] {
    var writer = ByteWriter(capacity: 40)
    switch source {
    case .v4(let source):
      writer.write([0x45, 0])
      writer.write(UInt16(20 + payload))
      // No identification is needed where a packet is never cut (RFC 6864).
      writer.write(UInt16(0))
      writer.write(UInt16(0x4000))
      writer.write([64, protocolNumber])
      writer.write(UInt16(0))
      writer.write(source)
      writer.write(UInt32(0))
    case .v6(let source):
      writer.write(UInt32(0x6000_0000))
      writer.write(UInt16(payload))
      writer.write([protocolNumber, 64])
      writer.write(source)
      writer.writeZeros(16)
    }
    return writer.bytes
  }

  private static func body(_ kind: Kind, pingPort: UInt16) -> [UInt8] {
    var writer = ByteWriter(capacity: 24)
    switch kind {
    case .syn:
      writer.writeZeros(12)
      // Six words, SYN, a usual window, and the largest segment that fits everywhere.
      writer.write(UInt16(0x6002))
      writer.write(UInt16(64_240))
      writer.writeZeros(4)
      writer.write([2, 4])
      writer.write(UInt16(1460))
    case .reset:
      writer.writeZeros(12)
      writer.write(UInt16(0x5004))
      writer.writeZeros(6)
    case .ping:
      writer.write(UInt16(0))
      writer.write(pingPort)
      writer.write(UInt16(20))
      writer.write(UInt16(0))
      writer.write(ASFPresencePing(tag: 0).encoded())
    }
    return writer.bytes
  }

  // MARK: - Sums

  private static func sum(_ bytes: [UInt8]) -> UInt64 {
    var sum: UInt64 = 0
    for (index, byte) in bytes.enumerated() {
      sum += index % 2 == 0 ? UInt64(byte) << 8 : UInt64(byte)
    }
    return sum
  }

  private static func sum(_ address: IPAddress) -> UInt64 {
    switch address {
    case .v4(let address): UInt64(address.rawValue)
    case .v6(let address): sum(address.high, address.low)
    }
  }

  /// 32-bit words may be added as they are: 2^16 is 1 in ones' complement.
  @inline(__always)
  private static func sum(_ high: UInt64, _ low: UInt64) -> UInt64 {
    (high >> 32) &+ (high & 0xFFFF_FFFF) &+ (low >> 32) &+ (low & 0xFFFF_FFFF)
  }

  /// A number and itself turned by half: the upper half of their sum is both halves together with
  /// the carry that comes around.
  @inline(__always)
  private static func folded(_ sum: UInt64) -> UInt16 {
    let words = UInt32(truncatingIfNeeded: (sum &+ (sum << 32 | sum >> 32)) >> 32)
    return ~UInt16(truncatingIfNeeded: (words &+ (words << 16 | words >> 16)) >> 16)
  }

  // MARK: - Filling

  /// What a frame's place holds at least. Copies are of one of two fixed sizes: those are a few moves,
  /// one of any size is a call.
  static let room = 128
  private static let shortRoom = 64

  /// The target of a frame, as numbers; an IPv4 address is the low half of `low`.
  struct Destination {
    var high: UInt64
    var low: UInt64
    var port: UInt16
  }

  /// Writes the frame for a target into `frame`, which has room for ``room`` bytes.
  ///
  /// - Parameters:
  ///   - mark: a SYN's or reset's sequence number; a ping's tag.
  ///   - mac: who on the link gets it, where that differs from target to target.
  @inline(__always)
  func fill(
    _ frame: UnsafeMutableRawPointer, to target: Destination, from port: UInt16, mark: UInt32,
    mac: UInt64?
  ) {
    if isShort {
      frame.copyMemory(from: bytes, byteCount: Self.shortRoom)
    } else {
      frame.copyMemory(from: bytes, byteCount: Self.room)
    }
    if let mac {
      frame.storeBytes(of: UInt16(truncatingIfNeeded: mac >> 32).bigEndian, as: UInt16.self)
      frame.storeBytes(
        of: UInt32(truncatingIfNeeded: mac).bigEndian, toByteOffset: 2, as: UInt32.self)
    }
    var sum = transportSum
    let header = frame + network
    if isV6 {
      header.storeBytes(of: target.high.bigEndian, toByteOffset: 24, as: UInt64.self)
      header.storeBytes(of: target.low.bigEndian, toByteOffset: 32, as: UInt64.self)
      sum &+= Self.sum(target.high, target.low)
    } else {
      let address = UInt32(truncatingIfNeeded: target.low)
      header.storeBytes(of: address.bigEndian, toByteOffset: 16, as: UInt32.self)
      header.storeBytes(
        of: Self.folded(networkSum &+ UInt64(address)).bigEndian, toByteOffset: 10, as: UInt16.self)
      sum &+= UInt64(address)
    }
    let body = frame + transport
    body.storeBytes(of: port.bigEndian, as: UInt16.self)
    sum &+= UInt64(port)
    if kind == .ping {
      body.storeBytes(of: UInt8(truncatingIfNeeded: mark), toByteOffset: 17, as: UInt8.self)
      let checksum = Self.folded(sum &+ UInt64(mark & 0xFF))
      // Zero would mean that there is no checksum (RFC 768).
      let stated = checksum == 0 ? 0xFFFF : checksum
      body.storeBytes(of: stated.bigEndian, toByteOffset: 6, as: UInt16.self)
    } else {
      body.storeBytes(of: target.port.bigEndian, toByteOffset: 2, as: UInt16.self)
      body.storeBytes(of: mark.bigEndian, toByteOffset: 4, as: UInt32.self)
      let checksum = Self.folded(sum &+ UInt64(target.port) &+ UInt64(mark))
      body.storeBytes(of: checksum.bigEndian, toByteOffset: 16, as: UInt16.self)
    }
  }
}

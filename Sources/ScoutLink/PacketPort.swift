import CScoutShims
import Glibc
package import ScoutNet

/// An interface as something that frames can be put on.
package struct PacketPort: Hashable, Sendable {
  /// How its frames begin.
  package enum Framing: Hashable, Sendable {
    /// With an Ethernet header, and this is the interface's own address.
    case ethernet(MACAddress)
    /// With the IP header: tunnels and other links between two points.
    case none
    /// In a way that is not spoken here; the kernel's number for it (ARPHRD_).
    case other(UInt16)
  }

  package let name: String
  /// The kernel's number.
  package let index: UInt32
  package let isUp: Bool
  package let isLoopback: Bool
  package let framing: Framing

  package init(name: String, index: UInt32, isUp: Bool, isLoopback: Bool, framing: Framing) {
    self.name = name
    self.index = index
    self.isUp = isUp
    self.isLoopback = isLoopback
    self.framing = framing
  }

  /// Asks the kernel about an interface by its number.
  package init(index: UInt32) throws(LinkError) {
    var raw = scout_interface()
    let code = scout_interface_read(index, &raw)
    guard code == 0 else {
      throw LinkError(
        .noSuchInterface, "interface \(index) cannot be read: \(String(cString: strerror(-code)))")
    }
    let name = withUnsafeBytes(of: raw.name) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    let octets = withUnsafeBytes(of: raw.address) { $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
    // IFF_UP 1, IFF_LOOPBACK 8, IFF_POINTOPOINT 0x10, IFF_NOARP 0x80; ARPHRD_ETHER is 1.
    let framing: Framing
    if raw.hardware == 1 {
      framing = .ethernet(MACAddress(rawValue: octets))
    } else if raw.flags & 0x10 != 0 && raw.flags & 0x8 == 0 {
      framing = .none
    } else {
      framing = .other(raw.hardware)
    }
    self.init(
      name: name, index: index, isUp: raw.flags & 1 != 0, isLoopback: raw.flags & 0x8 != 0,
      framing: framing)
  }
}

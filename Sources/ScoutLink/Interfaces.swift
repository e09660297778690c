import Glibc
package import ScoutNet

/// A network interface of this machine.
package struct Interface: Hashable, Sendable {
  /// An address together with the prefix that is on-link through it.
  package struct Address: Hashable, Sendable {
    package var address: IPAddress
    package var prefix: Prefix
  }

  package var name: String
  /// The kernel's number for it.
  package var index: UInt32
  package var isUp: Bool
  /// Whether it also has a carrier.
  package var isRunning: Bool
  package var isLoopback: Bool
  package var isPointToPoint: Bool
  /// `nil` where it has no 48-bit hardware address other than zero.
  package var mac: MACAddress?
  /// Sorted; without IPv6 zones.
  package var addresses: [Address]
}

/// The interfaces of this machine and what they reach without a router.
package struct Interfaces: Sendable {
  /// In the kernel's order.
  package let all: [Interface]

  package init(_ all: [Interface]) { self.all = all }

  /// The first interface that is up and has a prefix with `address` in it, the longest prefix
  /// first.
  package func onLink(_ address: IPAddress) -> Interface? {
    var best: (length: Int, interface: Interface)?
    for interface in all where interface.isUp {
      for own in interface.addresses where own.prefix.contains(address) {
        if best.map({ own.prefix.length > $0.length }) ?? true {
          best = (own.prefix.length, interface)
        }
      }
    }
    return best?.interface
  }

  package subscript(name: String) -> Interface? { all.first { $0.name == name } }

  /// Asks the kernel.
  package static func current() throws(LinkError) -> Interfaces {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else {
      let reason = String(cString: strerror(errno))
      throw LinkError(.system, "the list of interfaces cannot be read: \(reason)")
    }
    defer { freeifaddrs(list) }
    var order: [String] = []
    var found: [String: Interface] = [:]
    var entry = list
    while let item = entry?.pointee {
      entry = item.ifa_next
      let name = String(cString: item.ifa_name)
      if found[name] == nil {
        order.append(name)
        found[name] = Interface(name: name, flags: item.ifa_flags)
      }
      found[name]?.take(address: item.ifa_addr, mask: item.ifa_netmask)
    }
    return Interfaces(
      order.compactMap { name in
        found[name]?.addresses.sort { ($0.address, $0.prefix) < ($1.address, $1.prefix) }
        return found[name]
      })
  }
}

extension Interface {
  fileprivate init(name: String, flags: UInt32) {
    // The IFF_ flags of net/if.h.
    func has(_ flag: UInt32) -> Bool { flags & flag != 0 }
    self.init(
      name: name, index: if_nametoindex(name), isUp: has(0x1), isRunning: has(0x40),
      isLoopback: has(0x8), isPointToPoint: has(0x10), mac: nil, addresses: [])
  }

  fileprivate mutating func take(
    address: UnsafeMutablePointer<sockaddr>?, mask: UnsafeMutablePointer<sockaddr>?
  ) {
    guard let address else { return }
    switch Int32(address.pointee.sa_family) {
    case AF_PACKET:
      // struct sockaddr_ll: the type of hardware at 8, the address's length at 11, its bytes at 12.
      // SAFETY: getifaddrs hands out a whole sockaddr_ll (20 bytes or more) for this family.
      let raw = UnsafeRawBufferPointer(start: address, count: 20)
      guard raw[11] == 6 else { return }
      let octets = raw[12..<18].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      if octets != 0 { mac = MACAddress(rawValue: octets) }
    case AF_INET, AF_INET6:
      guard let own = ScoutNet.IPAddress(address), let mask,
        let prefix = Prefix(own, length: Self.length(mask, own.bitWidth))
      else { return }
      addresses.append(Address(address: own, prefix: prefix))
    default: break
    }
  }

  private static func length(_ mask: UnsafeMutablePointer<sockaddr>, _ width: Int) -> Int {
    // SAFETY: the kernel's mask has the family, and so the size, of the address beside it.
    let raw = UnsafeRawBufferPointer(start: mask, count: width == 32 ? 8 : 24)
    let bytes = width == 32 ? raw[4..<8] : raw[8..<24]
    return bytes.reduce(0) { $0 + $1.nonzeroBitCount }
  }
}

extension IPAddress {
  /// Takes the address out of an IPv4 or IPv6 socket address.
  fileprivate init?(_ address: UnsafeMutablePointer<sockaddr>) {
    switch Int32(address.pointee.sa_family) {
    case AF_INET:
      // SAFETY: sockaddr_in has its four bytes of address at 4, sockaddr_in6 its sixteen at 8.
      let raw = UnsafeRawBufferPointer(start: address, count: 8)
      self = .v4(IPv4Address(raw[4], raw[5], raw[6], raw[7]))
    case AF_INET6:
      let raw = UnsafeRawBufferPointer(start: address, count: 24)
      func half(_ range: Range<Int>) -> UInt64 { raw[range].reduce(0) { $0 << 8 | UInt64($1) } }
      self = .v6(IPv6Address(high: half(8..<16), low: half(16..<24)))
    default: return nil
    }
  }
}

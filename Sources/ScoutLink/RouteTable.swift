import CScoutShims
import Glibc
package import ScoutNet

/// How the kernel would send to an address.
package struct Route: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case unicast
    /// The address is this machine's own.
    case local
    /// The broadcast address of a link, or multicast.
    case broadcast
    /// There is no way; the errno says why.
    case none(Int32)
  }

  package let kind: Kind
  /// The kernel's number of the interface; 0 where there is none.
  package let interface: UInt32
  /// `nil` for addresses on the link itself.
  package let gateway: IPAddress?
  package let source: IPAddress?

  package init(kind: Kind, interface: UInt32, gateway: IPAddress?, source: IPAddress?) {
    self.kind = kind
    self.interface = interface
    self.gateway = gateway
    self.source = source
  }
}

/// Asks the kernel about routes, by netlink; needs no privilege.
package final class RouteTable {
  private let descriptor: Int32

  /// No more destinations than this are read; the table of a border router has more.
  package static let limit = 65_536

  package init() throws(LinkError) {
    descriptor = scout_route_open()
    guard descriptor >= 0 else { throw Self.trouble(descriptor) }
  }

  deinit { close(descriptor) }

  private static func trouble(_ code: Int32) -> LinkError {
    LinkError(.system, "the routing table cannot be read: \(String(cString: strerror(-code)))")
  }

  /// The way to an address, through `interface` only where it is given.
  package func route(to address: IPAddress, through interface: UInt32 = 0) -> Route {
    var destination = scout_address(address)
    var found = scout_route()
    let code = scout_route_get(descriptor, &destination, interface, &found)
    guard code == 0 else {
      return Route(kind: .none(-code), interface: 0, gateway: nil, source: nil)
    }
    // RTN_ numbers of linux/rtnetlink.h; those above name routes that refuse.
    let kind: Route.Kind =
      switch found.type {
      case 1: .unicast
      case 2: .local
      case 3, 4, 5: .broadcast
      default: .none(EHOSTUNREACH)
      }
    return Route(
      kind: kind, interface: found.interface, gateway: found.gateway.ip, source: found.source.ip)
  }

  /// Where routes of a family begin to differ: the destinations of all tables.
  package func destinations(isV6: Bool) throws(LinkError) -> [Prefix] {
    var count = 0
    var found = [scout_destination](repeating: scout_destination(), count: Self.limit)
    let code = scout_route_destinations(descriptor, isV6 ? 6 : 4, &found, found.count, &count)
    guard code == 0 else { throw Self.trouble(code) }
    guard count <= Self.limit else {
      throw LinkError(
        .system,
        "this machine has \(count) routes, more than the \(Self.limit) that are looked at; "
          + "sweep with --unprivileged")
    }
    return found.prefix(count).compactMap { entry in
      entry.address.ip.flatMap { Prefix($0, length: Int(entry.length)) }
    }
  }
}

import CScoutShims
import Glibc
package import ScoutNet

/// Hears of changes of interfaces and their addresses, by netlink. For one thread at a time.
package final class LinkWatch {
  package enum Change: Hashable, Sendable {
    case down(interface: UInt32)
    case removed(interface: UInt32)
    case addressRemoved(interface: UInt32, IPAddress)
  }

  /// Becomes readable when something changed.
  package let descriptor: Int32

  package init() throws(LinkError) {
    descriptor = scout_link_watch_open()
    guard descriptor >= 0 else {
      throw LinkError(
        .system, "interfaces cannot be watched: \(String(cString: strerror(-descriptor)))")
    }
  }

  deinit { close(descriptor) }

  /// Takes the changes that wait; what is up and stays so is no change.
  package func changes() -> [Change] {
    var raw = [scout_link_change](repeating: scout_link_change(), count: 256)
    let count = Int(scout_link_watch_read(descriptor, &raw, Int32(raw.count)))
    return raw.prefix(max(0, count)).compactMap { change in
      switch change.kind {
      // IFF_UP 1, IFF_RUNNING 0x40: without a carrier nothing leaves either.
      case 1 where change.flags & 0x41 != 0x41: .down(interface: change.interface)
      case 2: .removed(interface: change.interface)
      case 3: change.address.ip.map { .addressRemoved(interface: change.interface, $0) }
      default: nil
      }
    }
  }
}

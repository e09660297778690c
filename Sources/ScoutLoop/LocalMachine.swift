import CScoutShims
package import ScoutNet

/// What this machine offers: open files and networks.
package enum LocalMachine {
  /// Raises the limit of open files as far as it goes, and returns it.
  package static func raiseOpenFiles() -> Int { max(0, Int(scout_raise_open_files())) }

  /// Microseconds of the wall clock since 1970 UTC.
  package static var wallClock: Int64 { scout_wall_clock() }

  /// Whether something keeps the wall clock right.
  package static var isClockSynchronised: Bool { scout_clock_is_synchronised() == 1 }

  /// CPU time that the calling thread has used.
  package static var threadCPU: Duration { .nanoseconds(scout_thread_cpu()) }

  /// One address of an interface that is up.
  package struct InterfaceAddress: Hashable, Sendable {
    package let interface: String
    package let address: IPAddress
    /// The addresses that are reached on the link itself.
    package let prefix: Prefix
    package let isLoopback: Bool
  }

  /// The addresses of the interfaces that are up.
  package static func addresses() -> [InterfaceAddress] {
    var found: [InterfaceAddress] = []
    withUnsafeMutablePointer(to: &found) { list in
      _ = scout_local_addresses(
        { context, address, length, flags, name in
          guard let context, let name, let ip = address.ip,
            let prefix = Prefix(ip, length: Int(length))
          else { return }
          // SAFETY: the context is the array above, which outlives the call.
          context.assumingMemoryBound(to: [InterfaceAddress].self).pointee.append(
            InterfaceAddress(
              interface: String(cString: name), address: ip, prefix: prefix,
              isLoopback: flags & 1 != 0))
        }, list)
    }
    return found
  }

  /// The networks whose addresses are looked up by ARP or neighbour discovery.
  package static func linkNetworks() -> [Prefix] {
    Array(Set(addresses().filter { !$0.isLoopback }.map(\.prefix))).sorted()
  }
}

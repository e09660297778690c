import CScoutShims
import Glibc

/// What the kernel lets this process do with the network.
package struct Privileges: Hashable, Sendable {
  /// Effective CAP_NET_RAW: raw sockets and capturing.
  package var rawSockets: Bool
  /// Effective CAP_NET_ADMIN.
  package var administersNetwork: Bool
  /// The lowest port that this process may bind.
  package var lowestPort: UInt16

  package init(rawSockets: Bool, administersNetwork: Bool, lowestPort: UInt16) {
    self.rawSockets = rawSockets
    self.administersNetwork = administersNetwork
    self.lowestPort = lowestPort
  }

  package func mayBind(port: UInt16) -> Bool { port >= lowestPort }

  /// What to do where capturing or raw sockets are refused.
  package static let advice =
    "run it with sudo, or give the program the right once: sudo setcap cap_net_raw+ep PROGRAM"

  /// Reads the capabilities of this process; what cannot be read counts as not granted.
  package static func current() -> Privileges {
    let status = text(at: "/proc/self/status") ?? ""
    let first = text(at: "/proc/sys/net/ipv4/ip_unprivileged_port_start") ?? ""
    return Privileges(status: status, firstUnprivilegedPort: first)
  }

  /// Takes the text of /proc/self/status and of the sysctl net.ipv4.ip_unprivileged_port_start.
  package init(status: String, firstUnprivilegedPort: String) {
    var effective: UInt64 = 0
    for line in status.split(separator: "\n") where line.hasPrefix("CapEff:") {
      let digits = line.dropFirst(7).filter(\.isHexDigit)
      effective = UInt64(digits, radix: 16) ?? 0
    }
    // Numbers of linux/capability.h.
    func has(_ capability: UInt64) -> Bool { effective >> capability & 1 == 1 }
    let first = UInt16(firstUnprivilegedPort.filter(\.isNumber)) ?? 1024
    self.init(
      rawSockets: has(13), administersNetwork: has(12), lowestPort: has(10) ? 0 : first)
  }

  /// The first 16 KiB of a small file of /proc.
  private static func text(at path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 16384)
    let count = read(file, &bytes, bytes.count)
    return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
  }
}

extension Privileges {
  /// Gives up CAP_NET_RAW for good, in all threads: what is open stays open, and nothing more can
  /// be opened by whoever should take this process over. Returns `nil`, or why it did not work.
  package static func dropRawSockets() -> String? {
    // CAP_NET_RAW of linux/capability.h.
    let code = scout_drop_capability(13)
    return code == 0 ? nil : String(cString: strerror(-code))
  }
}

import CScoutShims
import Glibc
package import ScoutNet

/// What an ICMP message or this machine said about a destination that cannot be reached.
package struct Unreachable: Hashable, Sendable {
  /// The kind of obstacle, the same for IPv4 and IPv6.
  package enum Kind: Hashable, Sendable {
    case network, host, `protocol`, port, administrativelyProhibited
    /// An ICMP message of another type and code.
    case other(type: UInt8, code: UInt8)
  }

  package let kind: Kind
  /// Who sent the ICMP message, where known.
  package let reporter: IPAddress?

  package init(kind: Kind, reporter: IPAddress?) {
    self.kind = kind
    self.reporter = reporter
  }

  /// Whether a filter, or the peer itself, turned the packet away, rather than that the way to it is
  /// missing.
  package var isRefusal: Bool {
    switch kind {
    case .administrativelyProhibited, .port, .protocol: true
    case .network, .host, .other: false
    }
  }

  /// Reads an ICMP type and code (RFC 792, RFC 1812 5.2.7.1; RFC 4443 3.1).
  package static func kind(type: UInt8, code: UInt8, isV6: Bool) -> Kind {
    switch (isV6, type, code) {
    case (false, 3, 0), (false, 3, 6), (false, 3, 11): .network
    case (false, 3, 1), (false, 3, 7), (false, 3, 12): .host
    case (false, 3, 2): .protocol
    case (false, 3, 3): .port
    case (false, 3, 9), (false, 3, 10), (false, 3, 13): .administrativelyProhibited
    case (true, 1, 0): .network
    case (true, 1, 3): .host
    case (true, 1, 4): .port
    case (true, 1, 1), (true, 1, 5), (true, 1, 6): .administrativelyProhibited
    default: .other(type: type, code: code)
    }
  }
}

/// Trouble of this machine, which says nothing about the peer.
package enum LocalTrouble: Hashable, Sendable, Error {
  /// No more open files for the process or the machine (EMFILE, ENFILE).
  case tooManyFiles
  /// The kernel's memory or queues are full (ENOBUFS, ENOMEM, EAGAIN).
  case noBuffers
  /// No local address or port is left or fits (EADDRNOTAVAIL, EADDRINUSE).
  case noLocalAddress
  /// A local firewall or missing privilege forbids it, or the peer is a broadcast address.
  case notPermitted
  /// This machine has no route to the peer, or its interface is down.
  case noRoute
  /// The rule for destinations does not admit this peer; nothing was sent.
  case notAdmitted
  /// The loop is stopping.
  case stopped
  case other(errno: Int32)

  init(errno code: Int32) {
    self =
      switch code {
      case EMFILE, ENFILE: .tooManyFiles
      case ENOBUFS, ENOMEM, EAGAIN: .noBuffers
      case EADDRNOTAVAIL, EADDRINUSE: .noLocalAddress
      case EPERM, EACCES: .notPermitted
      case ENETUNREACH, EHOSTUNREACH, ENETDOWN, ENODEV, EINVAL: .noRoute
      default: .other(errno: code)
      }
  }

  /// Whether waiting may help.
  package var isPassing: Bool {
    switch self {
    case .tooManyFiles, .noBuffers, .noLocalAddress: true
    case .notPermitted, .noRoute, .notAdmitted, .stopped, .other: false
    }
  }
}

/// Why a connection ended without our closing it.
package enum CloseReason: Hashable, Sendable {
  /// The peer closed in order.
  case endOfStream
  /// The peer answered the opening with a reset.
  case refused
  /// The peer broke an open connection.
  case reset
  /// The connection's deadline passed, or the kernel gave up resending.
  case timedOut
  /// A router or the peer said that it cannot be reached.
  case unreachable(Unreachable)
  /// An on-link peer did not answer ARP or neighbour discovery.
  case noNeighbour
  case local(LocalTrouble)
}

/// The loop could not be started or asked.
package struct LoopError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: Hashable, Sendable { case cannotStart, queueFull, stopped }
  package let code: Code
  package let errno: Int32

  package var description: String {
    switch code {
    case .cannotStart:
      "the network loop cannot start (error \(errno)); raise the limit of open files and try again"
    case .queueFull: "too much work waits for the network loop"
    case .stopped: "the network loop has stopped"
    }
  }
}

import Glibc
import ScoutNet

/// Why the site could not be started.
package enum SiteError: Error, CustomStringConvertible {
  /// Somebody else listens there already.
  case inUse(String)
  /// The address or port cannot be had, with the system's reason.
  case cannotBind(String, reason: String)
  /// A certificate or a TLS context could not be made.
  case certificate(String)
  case noThread

  package var description: String {
    switch self {
    case .inUse(let place):
      "\(place) is already in use: another simulated site may be running; stop it first"
    case .cannotBind(let place, let reason): "cannot listen on \(place): \(reason)"
    case .certificate(let reason): "cannot prepare the site's certificates: \(reason)"
    case .noThread: "the system gives no more threads"
    }
  }
}

/// The few socket calls the site needs.
enum Sockets {
  /// Lets this process open as many descriptors as the system allows it: a thousand peers with a
  /// connection each need more than the usual limit.
  static func raiseDescriptorLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }

  /// A listening TCP socket, non-blocking.
  static func listen(_ address: IPv4Address, _ port: UInt16) throws(SiteError) -> Int32 {
    let descriptor = try bound(address, port, type: SOCK_STREAM)
    guard Glibc.listen(descriptor, 128) == 0 else {
      let reason = errno
      close(descriptor)
      throw failure(reason, "\(address):\(port)")
    }
    return descriptor
  }

  /// A bound UDP socket, non-blocking.
  static func datagram(_ address: IPv4Address, _ port: UInt16) throws(SiteError) -> Int32 {
    try bound(address, port, type: SOCK_DGRAM)
  }

  private static func bound(
    _ address: IPv4Address, _ port: UInt16, type: __socket_type
  ) throws(SiteError) -> Int32 {
    let place = "\(address):\(port)"
    let flags = type.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    let descriptor = socket(AF_INET, Int32(flags), 0)
    guard descriptor >= 0 else { throw failure(errno, place) }
    if type == SOCK_STREAM {
      // Connections of an earlier run may still be in TIME_WAIT.
      var yes: Int32 = 1
      setsockopt(
        descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    }
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    name.sin_addr.s_addr = address.rawValue.bigEndian
    let result = withUnsafePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else {
      let reason = errno
      close(descriptor)
      throw failure(reason, place)
    }
    return descriptor
  }

  /// The port a socket is bound to.
  static func port(of descriptor: Int32) -> UInt16 {
    var name = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &length)
      }
    }
    return result == 0 ? UInt16(bigEndian: name.sin_port) : 0
  }

  /// Makes a close of `descriptor` reset the connection.
  static func setReset(_ descriptor: Int32) {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
  }

  /// Takes one waiting datagram and sends what `answers` gives for it.
  static func serve(_ descriptor: Int32, _ answers: ([UInt8]) -> [[UInt8]]) {
    var buffer = [UInt8](repeating: 0, count: 2048)
    var peer = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &peer) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { peer in
        let count = recvfrom(descriptor, &buffer, buffer.count, 0, peer, &length)
        guard count > 0 else { return }
        for answer in answers(Array(buffer.prefix(count))) {
          _ = sendto(descriptor, answer, answer.count, Int32(MSG_NOSIGNAL), peer, length)
        }
      }
    }
  }

  private static func failure(_ code: Int32, _ place: String) -> SiteError {
    code == EADDRINUSE ? .inUse(place) : .cannotBind(place, reason: String(cString: strerror(code)))
  }
}

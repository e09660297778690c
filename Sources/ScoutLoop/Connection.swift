import CScoutShims
import Glibc
package import ScoutNet

/// Hears what happens on a connection, on the loop's thread.
///
/// `closed` is called once and last, and not after our own `close`.
package protocol ConnectionHandler: AnyObject {
  func connected(_ connection: Connection)
  func received(_ bytes: RawSpan, on connection: Connection)
  func closed(_ connection: Connection, reason: CloseReason)
}

/// How to open a socket; what is left out the system chooses.
package struct SocketOptions: Sendable {
  /// Goes out through this interface only, by name.
  package var interface: String?
  /// Where to send from; both parts may be left to the system.
  package var sourceAddress: IPAddress?
  package var sourcePort: UInt16 = 0
  /// The interface index for link-local IPv6 peers.
  package var scope: UInt32 = 0
  /// For UDP: may send to broadcast addresses, and shares its port with programs that allow it.
  package var broadcasts = false

  package init() {}

  func withSystemOptions<Result>(
    family: UInt8, synRetries: Int32 = 0, receiveBuffer: Int32 = 0,
    _ body: (UnsafePointer<scout_socket_options>) -> Result
  ) -> Result {
    var options = scout_socket_options()
    options.syn_count = synRetries
    options.receive_buffer = receiveBuffer
    options.broadcasts = broadcasts ? 1 : 0
    if let sourceAddress {
      options.source = scout_address(sourceAddress, port: sourcePort, scope: scope)
    } else if sourcePort != 0 {
      options.source.family = family
      options.source.port = sourcePort
    }
    guard let interface else { return body(&options) }
    return interface.withCString { name in
      options.device = name
      return body(&options)
    }
  }
}

/// A TCP connection that never blocks.
package final class Connection: Source {
  let fd: Int32
  var generation: UInt32 = 0
  private enum State { case connecting, open, closed }

  /// The most that may wait to be sent, in bytes.
  package static let sendLimit = 1 << 20

  package let peer: IPAddress
  package let port: UInt16
  package unowned let loop: Loop
  private var handler: (any ConnectionHandler)?
  private var state = State.connecting
  private var unsent: [UInt8] = []
  private var isWatchedForWriting = true
  private lazy var timer = loop.timer { [unowned self] in self.end(.timedOut) }

  fileprivate init(
    fd: Int32, peer: IPAddress, port: UInt16, loop: Loop, handler: any ConnectionHandler
  ) {
    self.fd = fd
    self.peer = peer
    self.port = port
    self.loop = loop
    self.handler = handler
  }

  /// Whether bytes can be exchanged.
  package var isOpen: Bool { state == .open }

  /// How often the kernel has sent something again on this connection: before it is open, the
  /// number of repeated SYNs. Zero once the connection has been closed, though not yet in `closed`.
  package var retransmissions: Int {
    state == .closed ? 0 : max(0, Int(scout_tcp_retransmissions(fd)))
  }

  /// The address and port that the system chose for this side.
  package var local: (address: IPAddress, port: UInt16)? {
    var address = scout_address()
    guard state != .closed, scout_local_address(fd, &address) == 0, let ip = address.ip
    else { return nil }
    return (ip, address.port)
  }

  /// Sends bytes, now or when the peer takes them; `false` where the connection is not open or
  /// too much waits already. A break shows as `closed` later, never inside this call.
  package func send(_ bytes: [UInt8]) -> Bool {
    guard state == .open, unsent.count + bytes.count <= Self.sendLimit else { return false }
    unsent.append(contentsOf: bytes)
    flush()
    return true
  }

  /// Changes when the connection ends with `timedOut`; `nil` lets it live.
  package func setDeadline(_ deadline: Moment?) {
    if state == .closed { return }
    if let deadline { loop.set(timer, for: deadline) } else { loop.clear(timer) }
  }

  /// Closes without a further callback. With `reset` the peer gets a RST, and no TIME_WAIT stays.
  package func close(reset: Bool = true) {
    if state == .closed { return }
    loop.clear(timer)
    handler = nil
    // What never was open ends without a word of its own.
    let mustReset = reset && state == .open
    state = .closed
    unsent = []
    if fd >= 0 { loop.close(self, reset: mustReset) }
  }

  // MARK: - Events

  func ready(_ events: Readiness) {
    if state == .connecting {
      let error = events.contains(.trouble) ? scout_take_error(fd) : 0
      // A reset of an opening is ECONNREFUSED; these come once the connection was open.
      let wasBroken = error == ECONNRESET || error == EPIPE
      if error != 0, !wasBroken { return end(reason(errno: error)) }
      state = .open
      handler?.connected(self)
      if wasBroken { return end(.reset) }
      if state == .open {
        scout_settle_connection(fd, peer.bitWidth == 32 ? 4 : 6)
        watchForWriting(!unsent.isEmpty)
      }
      return
    }
    if events.contains(.writable), state == .open { flush() }
    if !events.isDisjoint(with: [.readable, .trouble]), state == .open { read() }
  }

  func loopStopped() { end(.local(.stopped)) }

  private func read() {
    let count = scout_receive(fd, loop.buffer.baseAddress, loop.buffer.count)
    switch count {
    case 0: end(.endOfStream)
    case 1...:
      let bytes = UnsafeRawBufferPointer(rebasing: loop.buffer[..<count])
      handler?.received(bytes.bytes, on: self)
    case Int(-EAGAIN): break
    default: end(reason(errno: Int32(clamping: -count)))
    }
  }

  private func flush() {
    while !unsent.isEmpty {
      let sent = unsent.withUnsafeBytes { scout_send(fd, $0.baseAddress, $0.count) }
      // A broken connection shows as an event of its own soon.
      if sent <= 0 { break }
      unsent.removeFirst(sent)
    }
    watchForWriting(!unsent.isEmpty)
  }

  private func watchForWriting(_ wanted: Bool) {
    if wanted == isWatchedForWriting { return }
    isWatchedForWriting = wanted
    loop.change(self, to: wanted ? [.readable, .writable] : .readable)
  }

  fileprivate func end(_ reason: CloseReason) {
    guard state != .closed, let handler else { return }
    loop.clear(timer)
    handler.closed(self, reason: reason)
    close()
  }

  // MARK: - Reasons

  private func reason(errno code: Int32) -> CloseReason {
    switch code {
    case 0, ECONNRESET, EPIPE: return .reset
    case ETIMEDOUT: return .timedOut
    default: break
    }
    var queued = scout_socket_error()
    if scout_take_queued_error(fd, nil, 0, &queued) == 1, let found = queued.unreachable {
      guard let own = local?.address, own == found.reporter, own != peer else {
        return .unreachable(found)
      }
      // This machine wrote the message itself: no neighbour answered, or its firewall objects.
      return found.kind == .host ? .noNeighbour : .local(.notPermitted)
    }
    switch code {
    case ECONNREFUSED: return .refused
    case EHOSTUNREACH: return .unreachable(Unreachable(kind: .host, reporter: nil))
    case ENETUNREACH: return .unreachable(Unreachable(kind: .network, reporter: nil))
    default: return .local(LocalTrouble(errno: code))
    }
  }
}

extension Loop {
  /// Starts a connection. Everything that becomes of it, also trouble in opening the socket, is
  /// told to `handler` later, never inside this call.
  ///
  /// - Parameters:
  ///   - timeout: how long the opening may take; after `connected` the deadline still runs until
  ///     it is changed.
  ///   - synRetries: how often the kernel may repeat the SYN (1...255).
  package func connect(
    to peer: IPAddress, port: UInt16, timeout: Duration, synRetries: Int = 2,
    options: SocketOptions = SocketOptions(), handler: any ConnectionHandler
  ) -> Connection {
    var fd: Int32 = -1
    var started: Int32 = 0
    var failure: CloseReason?
    if admits(peer, port: port) {
      var address = scout_address(peer, port: port, scope: options.scope)
      let retries = Int32(min(max(synRetries, 1), 255))
      fd = options.withSystemOptions(family: address.family, synRetries: retries) {
        scout_tcp_connect(&address, $0, &started)
      }
      if fd < 0 { failure = .local(LocalTrouble(errno: -fd)) }
    } else {
      failure = .local(.notAdmitted)
    }
    let connection = Connection(
      fd: max(fd, -1), peer: peer, port: port, loop: self, handler: handler)
    switch started {
    case 0, EINPROGRESS: break
    case ECONNREFUSED: failure = .refused
    default: failure = .local(LocalTrouble(errno: started))
    }
    if failure == nil, let trouble = watch(connection, for: .writable) {
      failure = .local(trouble)
    }
    if let failure {
      afterwards { connection.end(failure) }
    } else {
      connection.setDeadline(now + timeout)
    }
    return connection
  }
}

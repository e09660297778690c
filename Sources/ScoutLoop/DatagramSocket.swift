import CScoutShims
package import ScoutNet

/// Hears what arrives at a UDP socket, on the loop's thread.
package protocol DatagramHandler: AnyObject {
  func received(_ bytes: RawSpan, from peer: IPAddress, port: UInt16)
  /// An ICMP message about a datagram sent to `peer`; `bytes` is the part that was quoted.
  func unreachable(_ found: Unreachable, peer: IPAddress, port: UInt16, quoting bytes: RawSpan)
  /// The loop is stopping; the socket is gone.
  func stopped()
}

/// A UDP socket of one family, for many peers.
package final class DatagramSocket: Source {
  let fd: Int32
  var generation: UInt32 = 0
  /// How much is read before other sockets have their turn.
  private static let turn = 64

  private unowned let loop: Loop
  private let scope: UInt32
  private weak var handler: (any DatagramHandler)?
  private var isClosed = false

  fileprivate init(fd: Int32, scope: UInt32, loop: Loop, handler: any DatagramHandler) {
    self.fd = fd
    self.scope = scope
    self.loop = loop
    self.handler = handler
  }

  /// Sends one datagram now; what keeps it from leaving this machine comes back.
  package func send(_ bytes: [UInt8], to peer: IPAddress, port: UInt16) -> LocalTrouble? {
    if isClosed { return .stopped }
    guard loop.admits(peer, port: port) else { return .notAdmitted }
    var address = scout_address(peer, port: port, scope: scope)
    let sent = bytes.withUnsafeBytes { scout_send_to(fd, $0.baseAddress, $0.count, &address) }
    return sent < 0 ? LocalTrouble(errno: Int32(clamping: -sent)) : nil
  }

  package func close() {
    if isClosed { return }
    isClosed = true
    handler = nil
    loop.close(self, reset: false)
  }

  func ready(_ events: Readiness) {
    if events.contains(.trouble) { readErrors() }
    if events.contains(.readable) { readDatagrams() }
  }

  func loopStopped() {
    let handler = handler
    close()
    handler?.stopped()
  }

  private func readDatagrams() {
    for _ in 0..<Self.turn where !isClosed {
      var from = scout_address()
      let count = scout_receive_from(fd, loop.buffer.baseAddress, loop.buffer.count, &from)
      if count < 0 { return }
      guard count <= loop.buffer.count, let peer = from.ip else { continue }
      let bytes = UnsafeRawBufferPointer(rebasing: loop.buffer[..<count])
      handler?.received(bytes.bytes, from: peer, port: from.port)
    }
  }

  private func readErrors() {
    _ = scout_take_error(fd)
    for _ in 0..<Self.turn where !isClosed {
      var error = scout_socket_error()
      let room = loop.buffer
      if scout_take_queued_error(fd, room.baseAddress, room.count, &error) == 0 { return }
      guard let found = error.unreachable, let peer = error.destination.ip else { continue }
      let bytes = UnsafeRawBufferPointer(rebasing: room[..<min(error.payload, room.count)])
      handler?.unreachable(found, peer: peer, port: error.destination.port, quoting: bytes.bytes)
    }
  }
}

extension Loop {
  /// Opens a UDP socket for peers of one family; port 0 lets the system choose.
  package func openDatagramSocket(
    isV6: Bool, options: SocketOptions = SocketOptions(), receiveBuffer: Int = 1 << 20,
    handler: any DatagramHandler
  ) throws(LocalTrouble) -> DatagramSocket {
    var options = options
    if options.sourceAddress == nil {
      options.sourceAddress = isV6 ? .v6(IPv6Address(high: 0, low: 0)) : .v4(.zero)
    }
    let size = Int32(clamping: receiveBuffer)
    let fd = options.withSystemOptions(family: isV6 ? 6 : 4, receiveBuffer: size) {
      scout_udp_open($0)
    }
    if fd < 0 { throw LocalTrouble(errno: -fd) }
    let socket = DatagramSocket(fd: fd, scope: options.scope, loop: self, handler: handler)
    if let trouble = watch(socket, for: .readable) {
      scout_close(fd, 0)
      throw trouble
    }
    return socket
  }
}

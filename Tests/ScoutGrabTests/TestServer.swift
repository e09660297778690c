import Foundation
import Glibc
import ScoutModel
import ScoutNet
import ScoutTLS
import Synchronization

/// A socket of a test server's connection.
struct Peer: Sendable {
  let fd: Int32

  /// Whether the bytes could be sent.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(fd, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// What came; empty at the end of the stream or after ten seconds.
  @discardableResult
  func receive() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 16384)
    let count = recv(fd, &bytes, bytes.count, 0)
    return Array(bytes.prefix(max(0, count)))
  }

  /// Reads a request's head.
  @discardableResult
  func receiveHead() -> String {
    var head: [UInt8] = []
    while !String(decoding: head, as: UTF8.self).contains("\r\n\r\n") {
      let more = receive()
      if more.isEmpty { break }
      head += more
    }
    return String(decoding: head, as: UTF8.self)
  }

  /// Waits until the other side has closed.
  func waitForClose() { while !receive().isEmpty {} }

  /// Closes with a reset.
  func reset() {
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
  }
}

/// Counts connections that the other side has not yet closed.
final class ConnectionCounter: Sendable {
  private struct State {
    var sockets: Set<Int32> = []
    var total = 0
    var most = 0
  }
  private let state = Mutex(State())

  var total: Int { state.withLock { $0.total } }
  /// The most that were established at once.
  var most: Int { state.withLock { $0.most } }
  /// How many are being served.
  var served: Int { state.withLock { $0.sockets.count } }

  fileprivate func opened(_ fd: Int32) {
    state.withLock { state in
      state.total += 1
      state.sockets.insert(fd)
      // A connection that was reset is served until its thread notices, but is none any more.
      state.most = max(state.most, state.sockets.count { Self.isEstablished($0) })
    }
  }

  fileprivate func closed(_ fd: Int32) { state.withLock { _ = $0.sockets.remove(fd) } }

  private static func isEstablished(_ fd: Int32) -> Bool {
    // The first byte of struct tcp_info is the state, and 1 is TCP_ESTABLISHED.
    var info = [UInt8](repeating: 0, count: 256)
    var length = socklen_t(info.count)
    return getsockopt(fd, Int32(IPPROTO_TCP), 11, &info, &length) == 0 && info[0] == 1
  }
}

/// A server on loopback with a thread for each connection.
final class TestServer: Sendable {
  let address: IPAddress
  let counts: ConnectionCounter
  private let listener: Int32

  /// Takes connections to an address of 127/8; each is closed when `serve` returns.
  init?(
    _ address: String, port: UInt16, counts: ConnectionCounter = ConnectionCounter(),
    serve: @escaping @Sendable (Peer) -> Void
  ) {
    guard let ip = IPAddress(address) else { return nil }
    self.address = ip
    self.counts = counts
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var yes: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, 4)
    var local = sockaddr_in()
    local.sin_family = sa_family_t(AF_INET)
    local.sin_port = port.bigEndian
    local.sin_addr.s_addr = inet_addr(address)
    let isBound = withUnsafePointer(to: &local) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isBound, listen(listener, 512) == 0 else { return nil }
    Thread.detachNewThread { [listener] in
      while case let fd = accept(listener, nil, nil), fd >= 0 {
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        counts.opened(fd)
        Thread.detachNewThread {
          serve(Peer(fd: fd))
          counts.closed(fd)
          Glibc.close(fd)
        }
      }
      close(listener)
    }
  }

  /// Ends the accepting thread, which closes the socket.
  deinit { shutdown(listener, Int32(SHUT_RDWR)) }
}

/// Answers like firmware 11.8: a redirect, then a challenge; closes after each.
@Sendable func serveFirmware(_ peer: Peer) {
  peer.send(firmwareAnswer(to: peer.receiveHead()))
}

func firmwareAnswer(to request: String) -> String {
  let server = "Server: Intel(R) Active Management Technology 11.8.50.3425\r\n"
  if request.hasPrefix("GET / ") {
    return "HTTP/1.1 303 See Other\r\nLocation: /logon.htm\r\nContent-Length: 0\r\n\(server)\r\n"
  }
  return "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest "
    + "realm=\"Digest:A4070000000000000000000000000000\", "
    + "nonce=\"wlbEK1EtAAAAAAAAWW5aUHFp+mQQ1j63\",stale=\"false\",qop=\"auth\"\r\n"
    + "Content-Type: text/html\r\n\(server)Content-Length: 0\r\nConnection: close\r\n\r\n"
}

extension TLSMachine {
  /// Goes on until the session stands; `false` where the peer spoils it or goes away.
  func shakeHands(with peer: Peer) -> Bool {
    while true {
      let progress = handshakeStep()
      peer.send(takeOutgoing())
      if case .failed = progress { return false }
      if progress == .established { return true }
      let bytes = peer.receive()
      if bytes.isEmpty || !receive(bytes) { return false }
    }
  }
}

/// Answers like firmware, inside TLS.
func serveFirmware(in context: TLSServerContext) -> @Sendable (Peer) -> Void {
  { peer in
    guard let machine = try? TLSMachine(server: context), machine.shakeHands(with: peer)
    else { return }
    while true {
      switch machine.read() {
      case .bytes(let bytes):
        _ = machine.write(Array(firmwareAnswer(to: String(decoding: bytes, as: UTF8.self)).utf8))
        machine.close()
        peer.send(machine.takeOutgoing())
        return
      case .wantsMore:
        peer.send(machine.takeOutgoing())
        let bytes = peer.receive()
        if bytes.isEmpty || !machine.receive(bytes) { return }
      case .closed, .failed:
        peer.send(machine.takeOutgoing())
        return
      }
    }
  }
}

/// Keys and certificates that all tests share, because making them is slow.
enum Identity {
  static let key = (try? PrivateKey.rsa(bits: 2048)) ?? ""
  static let certificate =
    (try? CertificateMaker(commonName: "pc-7.corp.example").certificate(keyPEM: key).pem) ?? ""

  static func context(
    _ minimum: TLSVersion, _ maximum: TLSVersion, requires: Bool = false
  ) throws -> TLSServerContext {
    try TLSServerContext(
      certificateChainPEM: certificate, privateKeyPEM: key, minimum: minimum, maximum: maximum,
      requireClientCertificate: requires)
  }
}

/// A server program on a port of its own, killed by its id when the value goes.
final class ServerProcess {
  private var process: pid_t = 0

  init?(_ words: [String], address: String, port: UInt16) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var argv = words.map { strdup($0) } + [nil]
    let settings = ["OPENSSL_CONF=/dev/null", "PATH=/usr/sbin:/usr/bin:/bin"]
    var environment = settings.map { strdup($0) } + [nil]
    defer { for word in argv + environment { free(word) } }
    guard posix_spawn(&process, words[0], &actions, nil, &argv, &environment) == 0 else {
      return nil
    }
    for _ in 0..<400 {
      if waitpid(process, nil, WNOHANG) != 0 {
        process = 0
        return nil
      }
      if Self.answers(address, port) { return }
      usleep(20_000)
    }
    return nil
  }

  deinit {
    guard process > 0 else { return }
    kill(process, SIGTERM)
    for _ in 0..<100 {
      if waitpid(process, nil, WNOHANG) != 0 { return }
      usleep(10_000)
    }
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }

  private static func answers(_ address: String, _ port: UInt16) -> Bool {
    let fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(fd) }
    var remote = sockaddr_in()
    remote.sin_family = sa_family_t(AF_INET)
    remote.sin_port = port.bigEndian
    remote.sin_addr.s_addr = inet_addr(address)
    return withUnsafePointer(to: &remote) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(fd, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}

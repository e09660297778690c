import Glibc
import ScoutLoop
import ScoutNet
import ScoutWire
import Synchronization

@testable import ScoutResolve

let localhost = IPAddress.v4(IPv4Address(127, 0, 0, 1))

/// A name server of the test's own on 127.0.0.1, over UDP and TCP, that says what it is told to.
final class TestNameServer: Sendable {
  struct Query: Sendable {
    let message: DNSMessage
    let isTCP: Bool
    let sourcePort: UInt16
  }
  struct Failure: Error { let code: Int32 }
  typealias Script = @Sendable (Query) -> [[UInt8]]

  let port: UInt16
  private let sockets: [Int32]
  private let queries = Mutex([Query]())
  private let isOver = Atomic(false)

  var seen: [Query] { queries.withLock { $0 } }
  var server: NameServer { NameServer(localhost, port: port) }

  init(tcp: Bool = true, _ script: @escaping Script) throws {
    (sockets, port) = try Self.open(tcp: tcp)
    let thread = ServerThread(server: self, script: script)
    var handle = pthread_t()
    pthread_create(
      &handle, nil,
      { context in
        if let context { Unmanaged<ServerThread>.fromOpaque(context).takeRetainedValue().run() }
        return nil
      }, Unmanaged.passRetained(thread).toOpaque())
    pthread_detach(handle)
  }

  /// Waits until so many questions have been read, for at most ten seconds.
  func waitForQueries(_ count: Int) async throws {
    for _ in 0..<1000 where seen.count < count { try await Task.sleep(for: .milliseconds(10)) }
  }

  func stop() { isOver.store(true, ordering: .releasing) }

  /// Opens both kinds of socket on one port, trying again where one of them is taken.
  private static func open(tcp: Bool) throws -> (sockets: [Int32], port: UInt16) {
    var failure: any Error = Failure(code: 0)
    for _ in 0..<50 {
      let udp = try open(SOCK_DGRAM, 0)
      if !tcp { return ([udp.fd], udp.port) }
      do {
        return ([udp.fd, try open(SOCK_STREAM, udp.port).fd], udp.port)
      } catch {
        close(udp.fd)
        failure = error
      }
    }
    throw failure
  }

  private static func open(
    _ kind: __socket_type, _ wanted: UInt16
  ) throws -> (fd: Int32, port: UInt16) {
    let fd = socket(AF_INET, Int32(kind.rawValue), 0)
    var local = sockaddr_in()
    local.sin_family = sa_family_t(AF_INET)
    local.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    local.sin_port = wanted.bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &local) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        let bound = bind(fd, address, length)
        getsockname(fd, address, &length)
        return bound
      }
    }
    if result < 0 || (kind == SOCK_STREAM && listen(fd, 16) < 0) {
      let code = errno
      close(fd)
      throw Failure(code: code)
    }
    return (fd, UInt16(bigEndian: local.sin_port))
  }

  private final class ServerThread: Sendable {
    let server: TestNameServer
    let script: Script

    init(server: TestNameServer, script: @escaping Script) {
      self.server = server
      self.script = script
    }

    func run() {
      while !server.isOver.load(ordering: .acquiring) {
        var ready = server.sockets.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        if poll(&ready, nfds_t(ready.count), 20) <= 0 { continue }
        if ready[0].revents != 0 { answerDatagram(ready[0].fd) }
        if ready.count > 1, ready[1].revents != 0 { answerConnection(ready[1].fd) }
      }
      for fd in server.sockets { close(fd) }
    }

    private func answers(to bytes: ArraySlice<UInt8>, isTCP: Bool, port: UInt16) -> [[UInt8]] {
      guard let message = try? DNSMessage(parsing: bytes) else { return [] }
      let query = Query(message: message, isTCP: isTCP, sourcePort: port)
      server.queries.withLock { $0.append(query) }
      return script(query)
    }

    private func answerDatagram(_ fd: Int32) {
      var buffer = [UInt8](repeating: 0, count: 4096)
      var from = sockaddr_in()
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      withUnsafeMutablePointer(to: &from) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
          let count = recvfrom(fd, &buffer, buffer.count, 0, address, &length)
          guard count > 0 else { return }
          let port = address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
            UInt16(bigEndian: $0.pointee.sin_port)
          }
          for answer in answers(to: buffer[..<count], isTCP: false, port: port) {
            _ = sendto(fd, answer, answer.count, 0, address, length)
          }
        }
      }
    }

    private func answerConnection(_ listener: Int32) {
      let fd = accept(listener, nil, nil)
      defer { close(fd) }
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = read(fd, &buffer, buffer.count)
      guard count > 2 else { return }
      for answer in answers(to: buffer[2..<count], isTCP: true, port: 0) {
        let whole = [UInt8(answer.count >> 8), UInt8(answer.count & 0xFF)] + answer
        // In pieces, as a network may deliver it.
        for part in [whole.prefix(1), whole.dropFirst().prefix(2), whole.dropFirst(3)] {
          _ = Array(part).withUnsafeBytes { write(fd, $0.baseAddress, $0.count) }
          usleep(2000)
        }
      }
    }
  }
}

extension DNSMessage {
  /// An answer to this question by a recursive server.
  func answer(
    _ records: [DNSRecord] = [], code: UInt16 = 0, flags: UInt16 = 0x8180
  ) -> DNSMessage {
    var message = DNSMessage(id: id, flags: flags | code)
    message.questions = questions
    message.answers = records
    return message
  }
}

func name(_ text: String) -> DNSName { DNSName(text) ?? .root }

func domain(_ text: String) -> DomainName {
  guard let name = DomainName(text) else { preconditionFailure("bad name in a test: \(text)") }
  return name
}

func a(_ owner: String, _ last: UInt8, ttl: UInt32 = 60) -> DNSRecord {
  DNSRecord(name(owner), .a, timeToLive: ttl, .address4(IPv4Address(10, 1, 0, last)))
}

/// A resolver with a loop of its own that may send to loopback only.
func resolver(
  _ servers: [NameServer], timeout: Duration = .seconds(10), tries: Int = 2
) async throws -> (Resolver, EventLoop) {
  let loop = try EventLoop { address, _ in address == localhost }
  var settings = ResolverSettings()
  settings.timeout = timeout
  settings.tries = tries
  return (try await Resolver(servers: servers, loop: loop, settings: settings), loop)
}

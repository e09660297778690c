import Foundation
import Glibc

@testable import ScoutTLS

/// A folder of its own that goes away with the value.
final class Folder: Sendable {
  let path: String
  init() {
    path = NSTemporaryDirectory() + "amtscout-tls-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes `text` into a file of the folder and returns its path.
  func file(_ name: String, _ text: String) -> String {
    let file = "\(path)/\(name)"
    _ = FileManager.default.createFile(atPath: file, contents: Data(text.utf8))
    return file
  }
}

/// Where a program is, or `nil`.
func program(_ name: String) -> String? {
  ["/usr/bin", "/usr/sbin", "/bin", "/sbin"].map { "\($0)/\(name)" }
    .first { access($0, X_OK) == 0 }
}

/// A TCP port on loopback that was free a moment ago.
func freePort() -> UInt16 {
  let fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(fd) }
  var address = loopback(0)
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  _ = withUnsafeMutablePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
      bind(fd, pointer, length) == 0 && getsockname(fd, pointer, &length) == 0
    }
  }
  return UInt16(bigEndian: address.sin_port)
}

func loopback(_ port: UInt16) -> sockaddr_in {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = port.bigEndian
  address.sin_addr.s_addr = inet_addr("127.0.0.1")
  return address
}

/// A blocking connection to loopback with five seconds of patience.
final class Client {
  private let fd: Int32

  init?(port: UInt16) {
    fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var patience = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = loopback(port)
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(fd, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if result != 0 { return nil }
  }
  deinit { close(fd) }

  func send(_ bytes: [UInt8]) { _ = Glibc.send(fd, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

  /// What came, empty at the end of the stream, `nil` where nothing came.
  func receive() -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 16384)
    let count = recv(fd, &bytes, bytes.count, 0)
    return count < 0 ? nil : Array(bytes.prefix(count))
  }

  /// Runs `machine` until the handshake is decided.
  func handshake(_ machine: TLSMachine) -> TLSMachine.Progress {
    while true {
      let progress = machine.handshakeStep()
      send(machine.takeOutgoing())
      if progress != .wantsMore { return progress }
      if !feed(machine) { return machine.handshakeStep() }
    }
  }

  /// Reads plaintext until the peer closes or fails.
  func readAll(_ machine: TLSMachine) -> (bytes: [UInt8], end: TLSMachine.Reading) {
    var bytes: [UInt8] = []
    while true {
      switch machine.read() {
      case .bytes(let more): bytes += more
      case .wantsMore: if !feed(machine) { return (bytes, .wantsMore) }
      case let end: return (bytes, end)
      }
    }
  }

  private func feed(_ machine: TLSMachine) -> Bool {
    guard let bytes = receive() else { return false }
    if bytes.isEmpty { machine.receiveEnd() }
    return machine.receive(bytes)
  }
}

/// A server program that runs as long as the value lives.
final class ServerProcess {
  let port = freePort()
  private var process: pid_t = 0

  /// Starts `path`; `PORT` in `arguments` stands for the port. Waits until it takes connections.
  init?(_ path: String, _ arguments: [String]) {
    let words = [path] + arguments.map { $0.replacing("PORT", with: "\(port)") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var argv = words.map { strdup($0) } + [nil]
    let settings = ["OPENSSL_CONF=/dev/null", "PATH=/usr/bin:/bin"]
    var environment = settings.map { strdup($0) } + [nil]
    defer { for word in argv + environment { free(word) } }
    guard posix_spawn(&process, path, &actions, nil, &argv, &environment) == 0 else { return nil }
    for _ in 0..<400 {
      if waitpid(process, nil, WNOHANG) != 0 {
        process = 0
        return nil
      }
      if Client(port: port) != nil { return }
      usleep(20_000)
    }
    return nil
  }

  deinit {
    guard process > 0 else { return }
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }
}

/// Keys that all tests share, because making them is slow.
enum Keys {
  static let rsa1024 = (try? PrivateKey.rsa(bits: 1024)) ?? ""
  static let rsa2048 = (try? PrivateKey.rsa(bits: 2048)) ?? ""
  static let p256 = (try? PrivateKey.p256()) ?? ""
}

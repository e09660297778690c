import Foundation
import Glibc

@testable import ScoutLink

/// A folder of its own that goes away with the value.
final class Folder {
  let path: String
  init() {
    path = NSTemporaryDirectory() + "amtscout-link-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes `bytes` into a file of the folder and returns its path.
  func file(_ name: String, _ bytes: [UInt8]) -> String {
    let file = "\(path)/\(name)"
    _ = FileManager.default.createFile(atPath: file, contents: Data(bytes))
    return file
  }
}

func little<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { [UInt8]($0) }
}

func big<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
  withUnsafeBytes(of: value.bigEndian) { [UInt8]($0) }
}

/// A classic capture of Ethernet packets, one a second from 1000 s on.
func classicCapture(_ packets: [[UInt8]], bigEndian: Bool = false, nano: Bool = false) -> [UInt8] {
  func four(_ value: UInt32) -> [UInt8] { bigEndian ? big(value) : little(value) }
  func two(_ value: UInt16) -> [UInt8] { bigEndian ? big(value) : little(value) }
  var bytes = four(nano ? 0xA1B2_3C4D : 0xA1B2_C3D4) + two(2) + two(4)
  bytes += four(0) + four(0) + four(65535) + four(1)
  for (index, packet) in packets.enumerated() {
    bytes += four(1000 + UInt32(index)) + four(7)
    bytes += four(UInt32(packet.count)) + four(UInt32(packet.count + 10)) + packet
  }
  return bytes
}

/// A pcapng file in which each packet comes from an interface of its own link type.
func newCapture(_ packets: [(linkType: UInt16, bytes: [UInt8])]) -> [UInt8] {
  func block(_ type: UInt32, _ body: [UInt8]) -> [UInt8] {
    let padded = body + [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
    let length = little(UInt32(padded.count + 12))
    return little(type) + length + padded + length
  }
  var bytes = block(
    0x0A0D_0D0A,
    little(UInt32(0x1A2B_3C4D)) + little(UInt16(1)) + little(UInt16(0)) + little(Int64(-1)))
  for (index, packet) in packets.enumerated() {
    bytes += block(1, little(packet.linkType) + little(UInt16(0)) + little(UInt32(65535)))
    let length = little(UInt32(packet.bytes.count))
    bytes += block(
      6,
      little(UInt32(index)) + little(UInt32(0)) + little(UInt32(5)) + length + length
        + packet.bytes)
  }
  return bytes
}

/// A packet as a test keeps it.
struct Kept: Equatable {
  var head: PacketHead
  var bytes: [UInt8]
}

/// Reads a file to its end: the packets, and the error that ended it if one did.
func readAll(_ path: String) -> (packets: [Kept], error: LinkError?) {
  var packets: [Kept] = []
  do {
    let file = try CaptureFile(path: path)
    try file.read { head, bytes in
      packets.append(Kept(head: head, bytes: bytes.withUnsafeBytes { [UInt8]($0) }))
    }
    return (packets, nil)
  } catch {
    return (packets, error as? LinkError)
  }
}

/// Runs a shell command from the calling thread, so in its network namespace.
@discardableResult
func shell(_ command: String) -> String {
  guard let pipe = popen(command + " 2>&1", "r") else { return "" }
  defer { pclose(pipe) }
  var text: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 4096)
  while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 {
    text += buffer.prefix(count)
  }
  return String(decoding: text, as: UTF8.self)
}

/// Runs `body` on a thread in a network namespace without a name, which ends with it.
///
/// Returns `nil` where this user may not make one.
func inNamespace<Result: Sendable>(
  _ body: @escaping @Sendable () -> Result
) async -> Result? {
  await withCheckedContinuation { continuation in
    let failure = startThread {
      guard newNetworkNamespace() else { return continuation.resume(returning: nil) }
      continuation.resume(returning: body())
    }
    if failure != 0 { continuation.resume(returning: nil) }
  }
}

/// Gives the calling thread a network namespace of its own.
private func newNetworkNamespace() -> Bool {
  // Glibc's module hides unshare(2), and only a thread, not a process, shall leave.
  typealias Unshare = @convention(c) (Int32) -> Int32
  guard let symbol = dlsym(nil, "unshare") else { return false }
  return unsafeBitCast(symbol, to: Unshare.self)(CLONE_NEWNET) == 0
}

private let CLONE_NEWNET: Int32 = 0x4000_0000

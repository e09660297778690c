import CScoutShims
import Glibc

/// Puts frames on an interface in batches. For one thread at a time.
///
/// Whoever sends fills the frames in place: nothing is allocated or copied on the way to the kernel.
package final class PacketSender {
  /// How many frames one batch holds, and the most bytes of one.
  package static let capacity = 64
  package static let stride = 128

  package let interface: String
  /// The bytes of all frames, `stride` apart, as they were last filled.
  package let frames: UnsafeMutableRawPointer
  private let lengths: UnsafeMutablePointer<UInt32>
  private let handle: OpaquePointer
  /// Frames that are filled and not sent.
  package private(set) var count = 0

  /// What became of a batch.
  package enum Outcome: Hashable, Sendable {
    case sent
    /// The kernel had no room for the frames that are left; they stay filled. Waiting helps.
    case noRoom
    /// The interface is down or gone, or sending is refused; the errno.
    case failed(Int32)
  }

  package init(_ port: PacketPort) throws(LinkError) {
    var error: Int32 = 0
    let isCooked = port.framing == .none
    guard
      let handle = scout_sender_open(
        port.index, isCooked ? 1 : 0, Int32(Self.capacity), Int32(Self.stride), &error),
      let frames = scout_sender_frames(handle), let lengths = scout_sender_lengths(handle)
    else { throw LinkError.opening(port.name, error) }
    interface = port.name
    self.handle = handle
    self.frames = UnsafeMutableRawPointer(frames)
    self.lengths = lengths
  }

  deinit { scout_sender_close(handle) }

  package var isFull: Bool { count == Self.capacity }

  /// The next frame, to be filled with `length` bytes; it counts as filled from now on. There must
  /// be room for it.
  @inlinable @inline(__always)
  package func next(length: Int) -> UnsafeMutableRawPointer {
    precondition(count < Self.capacity && length <= Self.stride, "a batch or frame is overfull")
    return take(length)
  }

  @usableFromInline
  func take(_ length: Int) -> UnsafeMutableRawPointer {
    let frame = frames + count * Self.stride
    lengths[count] = UInt32(truncatingIfNeeded: length)
    count += 1
    return frame
  }

  /// Fills the next frame with bytes.
  package func append(_ bytes: [UInt8]) {
    let frame = next(length: bytes.count)
    bytes.withUnsafeBytes { source in
      if let base = source.baseAddress { frame.copyMemory(from: base, byteCount: source.count) }
    }
  }

  private var first = 0

  /// Sends what is filled. Frames that did not go stay, and the next call goes on with them.
  package func flush() -> Outcome {
    while first < count {
      let sent = scout_sender_send(handle, Int32(first), Int32(count - first))
      if sent > 0 {
        first += Int(sent)
      } else if [-ENOBUFS, -EAGAIN, -ENOMEM].contains(sent) {
        return .noRoom
      } else {
        return .failed(sent == 0 ? EIO : -sent)
      }
    }
    drop()
    return .sent
  }

  /// Frames that are filled and did not go yet.
  package var unsent: Int { count - first }

  /// Forgets what was filled and did not go.
  package func drop() {
    first = 0
    count = 0
  }
}

extension LinkError {
  static func opening(_ interface: String, _ error: Int32) -> LinkError {
    if error == EPERM || error == EACCES {
      return LinkError(
        .noPrivilege, "this user may not open a packet socket on \(interface): \(Privileges.advice)"
      )
    }
    let reason = String(cString: strerror(error))
    return LinkError(
      error == ENETDOWN ? .interfaceDown : .system,
      "a packet socket on \(interface) cannot be opened: \(reason)")
  }
}

import CScoutShims
import Glibc

/// Frames that an interface receives, through a ring shared with the kernel. For one thread at a
/// time.
package final class PacketRing {
  /// The most blocks that are used; one holds some 450 answers.
  package static let mostBlocks = 32
  package static let blockSize = 65_536
  /// After how long the kernel hands over a block that is not full, in milliseconds.
  package static let patience = 5

  /// Becomes readable when frames wait.
  package let descriptor: Int32
  private let handle: OpaquePointer

  /// - Parameter blocks: how many frames may wait, in blocks; all of them take memory at once.
  package init(
    _ port: PacketPort, filter: PacketFilter, blocks: Int = PacketRing.mostBlocks
  ) throws(LinkError) {
    var error: Int32 = 0
    let isCooked: Int32 = port.framing == .none ? 1 : 0
    let opened = filter.steps.withUnsafeBufferPointer { steps in
      scout_ring_open(
        port.index, isCooked, Int32(min(max(2, blocks), Self.mostBlocks)), Int32(Self.blockSize),
        Int32(Self.patience),
        steps.baseAddress, Int32(steps.count), &error)
    }
    guard let opened else { throw LinkError.opening(port.name, error) }
    handle = opened
    descriptor = scout_ring_fd(opened)
  }

  deinit { scout_ring_close(handle) }

  /// Hands over frames that wait, at most `limit`; returns how many. `vlan` is the tag that the
  /// kernel took off, if there was one.
  package func drain(atMost limit: Int, _ take: (_ bytes: RawSpan, _ vlan: UInt16?) -> Void) -> Int
  {
    var count = 0
    var frame = scout_received()
    while count < limit, scout_ring_next(handle, &frame) == 1 {
      count += 1
      guard let base = frame.bytes else { continue }
      // SAFETY: the ring keeps `length` bytes at `bytes` until the next call, and the span cannot
      // outlive the closure.
      let bytes = UnsafeRawBufferPointer(start: base, count: Int(frame.length))
      take(bytes.bytes, frame.vlan < 0 ? nil : UInt16(truncatingIfNeeded: frame.vlan))
    }
    return count
  }

  /// Frames that the kernel dropped since the last call, because the ring was full.
  package func takeDrops() -> Int { max(0, scout_ring_drops(handle)) }
}

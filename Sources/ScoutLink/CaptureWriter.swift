import CPcap
import Glibc
import Synchronization

/// Writes packets of one link type into a pcap file with nanoseconds.
///
/// It may be called from any thread.
package final class CaptureWriter: Sendable {
  /// The two handles of libpcap; `nil` once closed.
  private struct Handles: @unchecked Sendable {
    // SAFETY: the pointers are used under the lock that holds this value, and nowhere else.
    var dead: OpaquePointer?
    var dumper: OpaquePointer?
  }

  private let handles: Mutex<Handles>
  private let path: String

  /// Makes the file at `path`, or empties it; `-` is standard output.
  package init(path: String, linkType: LinkType, snapshotLength: Int = 262_144) throws(LinkError) {
    self.path = path
    let dead = pcap_open_dead_with_tstamp_precision(
      linkType.rawValue, Int32(clamping: snapshotLength), UInt32(PCAP_TSTAMP_PRECISION_NANO))
    guard let dead else { throw LinkError(.writeFailed, "no memory for writing \(path)") }
    guard let dumper = pcap_dump_open(dead, path) else {
      let reason = Pcap.text(of: dead)
      pcap_close(dead)
      throw LinkError(.writeFailed, "the capture cannot be written: \(reason)")
    }
    handles = Mutex(Handles(dead: dead, dumper: dumper))
  }

  deinit {
    handles.withLock { handles in
      if let dumper = handles.dumper { pcap_dump_close(dumper) }
      if let dead = handles.dead { pcap_close(dead) }
    }
  }

  /// Appends a packet; throws where the disk is full or the file was closed.
  package func write(_ head: PacketHead, _ bytes: RawSpan) throws(LinkError) {
    let failure = bytes.withUnsafeBytes { raw in
      handles.withLock { handles -> Int32? in
        guard let dumper = handles.dumper else { return EBADF }
        var header = pcap_pkthdr()
        header.ts.tv_sec = Int(truncatingIfNeeded: head.seconds)
        header.ts.tv_usec = Int(head.nanoseconds)
        header.caplen = UInt32(clamping: raw.count)
        header.len = UInt32(clamping: max(head.originalLength, raw.count))
        errno = 0
        let user = UnsafeMutableRawPointer(dumper).assumingMemoryBound(to: UInt8.self)
        pcap_dump(user, &header, raw.baseAddress?.assumingMemoryBound(to: UInt8.self))
        return ferror(pcap_dump_file(dumper)) == 0 ? nil : errno
      }
    }
    if let failure { throw failed(failure) }
  }

  /// Makes sure that what was written has reached the system.
  package func flush() throws(LinkError) {
    let failure = handles.withLock { handles -> Int32? in
      guard let dumper = handles.dumper else { return nil }
      errno = 0
      return pcap_dump_flush(dumper) == 0 ? nil : errno
    }
    if let failure { throw failed(failure) }
  }

  /// Flushes and closes the file; later writes fail.
  package func close() throws(LinkError) {
    defer {
      handles.withLock { handles in
        if let dumper = handles.dumper { pcap_dump_close(dumper) }
        handles.dumper = nil
      }
    }
    try flush()
  }

  private func failed(_ code: Int32) -> LinkError {
    let reason = String(cString: strerror(code == 0 ? EIO : code))
    return LinkError(.writeFailed, "\(path) cannot be written further: \(reason)")
  }
}

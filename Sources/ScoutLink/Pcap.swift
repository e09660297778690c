import CPcap

/// A libpcap handle that closes itself. It is for one thread at a time.
final class Pcap {
  let handle: OpaquePointer
  let linkType: LinkType
  /// What one unit of the handle's fractions of a second is in nanoseconds.
  private let unit: Int64
  private var frame = 0

  /// Takes over a handle whose link type is known: opened from a file, or activated.
  init(_ handle: OpaquePointer) {
    self.handle = handle
    linkType = LinkType(rawValue: pcap_datalink(handle))
    unit = pcap_get_tstamp_precision(handle) == PCAP_TSTAMP_PRECISION_NANO ? 1 : 1000
  }

  deinit { pcap_close(handle) }

  /// What libpcap says of the last failure.
  var lastError: String { Pcap.text(of: handle) }

  static func text(of handle: OpaquePointer) -> String {
    pcap_geterr(handle).map { String(cString: $0) } ?? "unknown error"
  }

  /// What became of an attempt to read a packet.
  enum Step { case delivered, nothingYet, end, failed }

  /// Hands over the next packet, if there is one.
  func next(_ deliver: (PacketHead, RawSpan) throws -> Void) rethrows -> Step {
    var header: UnsafeMutablePointer<pcap_pkthdr>?
    var data: UnsafePointer<UInt8>?
    switch pcap_next_ex(handle, &header, &data) {
    case 1:
      guard let header = header?.pointee, let data else { return .failed }
      frame += 1
      // SAFETY: libpcap keeps `caplen` bytes at `data` until the next call on this handle, and
      // the span cannot outlive the closure.
      let bytes = UnsafeRawBufferPointer(start: data, count: Int(header.caplen))
      try deliver(head(header), bytes.bytes)
      return .delivered
    case 0: return .nothingYet
    case PCAP_ERROR_BREAK: return .end
    default: return .failed
    }
  }

  private func head(_ header: pcap_pkthdr) -> PacketHead {
    // A damaged file may hold a fraction of a second and more.
    let fraction = Int64(header.ts.tv_usec).multipliedReportingOverflow(by: unit).partialValue
    let whole = fraction / 1_000_000_000
    let rest = fraction % 1_000_000_000
    return PacketHead(
      frame: frame, linkType: linkType,
      seconds: Int64(header.ts.tv_sec) &+ whole &- (rest < 0 ? 1 : 0),
      nanoseconds: Int32(rest < 0 ? rest + 1_000_000_000 : rest),
      originalLength: Int(header.len))
  }

  /// Calls `body` with room for the message that libpcap writes where there is no handle yet.
  static func withErrorBuffer<Result>(
    _ body: (UnsafeMutablePointer<CChar>) -> Result
  ) -> (Result, String) {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PCAP_ERRBUF_SIZE)) { buffer in
      buffer.initialize(repeating: 0)
      guard let base = buffer.baseAddress else { preconditionFailure("an empty error buffer") }
      let result = body(base)
      return (result, String(cString: base))
    }
  }
}

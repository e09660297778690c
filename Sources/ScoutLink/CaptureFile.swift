import CPcap
import Glibc
import ScoutWire

/// A capture file: pcap or pcapng, in either byte order, as libpcap reads them; a pcapng with
/// interfaces of several kinds, which libpcap refuses, block by block.
package final class CaptureFile: PacketSource {
  /// `nil` where libpcap refuses the file from the start and its blocks are read instead.
  private let pcap: Pcap?
  private let path: String

  /// Opens the file at `path`; `-` is standard input.
  package init(path: String) throws(LinkError) {
    let (opened, reason) = Pcap.withErrorBuffer { buffer in Self.open(path, buffer) }
    self.path = path
    pcap = opened.map(Pcap.init)
    if opened == nil {
      let refusal = Self.refusal(path, reason)
      guard refusal.code == .mixedLinkTypes, path != "-" else { throw refusal }
    }
  }

  /// The framing of the first packets; a mixed file tells with each packet what it is.
  package var linkType: LinkType { pcap?.linkType ?? .ethernet }

  package func read(_ deliver: (PacketHead, RawSpan) throws -> Void) throws {
    guard let pcap else { return try readBlocks(after: 0, deliver) }
    var delivered = 0
    while true {
      switch try pcap.next(deliver) {
      case .delivered: delivered += 1
      case .nothingYet: continue
      case .end: return
      case .failed:
        let damage = Self.damage(path, pcap.lastError)
        // Standard input cannot be begun again.
        guard damage.code == .mixedLinkTypes, path != "-" else { throw damage }
        return try readBlocks(after: delivered, deliver)
      }
    }
  }

  /// Reads a file of mixed kinds from its start, and hands over what comes after the packets that
  /// libpcap has delivered already.
  private func readBlocks(
    after delivered: Int, _ deliver: (PacketHead, RawSpan) throws -> Void
  ) throws {
    let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw LinkError(.notReadable, "\(path) cannot be opened again") }
    defer { close(file) }
    var blocks = CaptureBlocks()
    var frame = 0
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(file, &buffer, buffer.count)
      if count < 0 { throw LinkError(.damagedFile, "\(path) cannot be read further") }
      if count == 0 { break }
      do {
        try blocks.take(Array(buffer[..<count])) { packet in
          frame += 1
          if frame <= delivered { return }
          let head = PacketHead(
            frame: frame, linkType: LinkType(rawValue: Int32(packet.link.rawValue)),
            seconds: packet.seconds, nanoseconds: packet.nanoseconds,
            originalLength: packet.originalLength)
          try deliver(head, packet.bytes.span.bytes)
        }
      } catch let error as WireError {
        throw LinkError(
          .damagedFile, "\(path) cannot be read further after packet \(frame) (\(error))")
      }
    }
    if !blocks.isAtBlockEnd {
      throw LinkError(
        .truncatedFile, "\(path) ends within a packet; what came before was read")
    }
  }

  /// Opens a file so that it is read in large pieces: C's own are of 4 KiB, a dozen packets.
  private static func open(
    _ path: String, _ message: UnsafeMutablePointer<CChar>
  ) -> OpaquePointer? {
    let precision = UInt32(PCAP_TSTAMP_PRECISION_NANO)
    guard path != "-", let file = fopen(path, "rbe") else {
      return pcap_open_offline_with_tstamp_precision(path, precision, message)
    }
    setvbuf(file, nil, _IOFBF, 1 << 18)
    let opened = pcap_fopen_offline_with_tstamp_precision(file, precision, message)
    if opened == nil { fclose(file) }
    return opened
  }

  private static func refusal(_ path: String, _ reason: String) -> LinkError {
    if path != "-" {
      if access(path, F_OK) != 0 { return LinkError(.noSuchFile, "there is no file \(path)") }
      if access(path, R_OK) != 0 {
        return LinkError(.notReadable, "\(path) may not be read by this user")
      }
    }
    if reason.hasPrefix("an interface has a ") { return damage(path, reason) }
    if reason.contains("truncated") {
      return LinkError(.notCapture, "\(path) is too short for a capture file (\(reason))")
    }
    return LinkError(
      .notCapture,
      "\(path) is not a pcap or pcapng file (\(reason)); unpack it if it is compressed, "
        + "or save it again as pcap or pcapng with the program that wrote it")
  }

  private static func damage(_ path: String, _ reason: String) -> LinkError {
    if reason.hasPrefix("an interface has a ") {
      return LinkError(
        .mixedLinkTypes,
        "\(path) mixes link types (\(reason)), which libpcap does not read from a pipe: name the "
          + "file itself, or capture each interface into a file of its own")
    }
    if reason.contains("truncated") {
      return LinkError(
        .truncatedFile, "\(path) ends within a packet; what came before was read (\(reason))")
    }
    return LinkError(.damagedFile, "\(path) cannot be read further (\(reason))")
  }
}

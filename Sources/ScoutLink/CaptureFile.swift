import CPcap
import Glibc

/// A capture file: pcap or pcapng, in either byte order, as libpcap reads them.
package final class CaptureFile: PacketSource {
  private let pcap: Pcap
  private let path: String

  /// Opens the file at `path`; `-` is standard input.
  package init(path: String) throws(LinkError) {
    let (opened, reason) = Pcap.withErrorBuffer { buffer in
      pcap_open_offline_with_tstamp_precision(path, UInt32(PCAP_TSTAMP_PRECISION_NANO), buffer)
    }
    guard let opened else { throw Self.refusal(path, reason) }
    self.path = path
    pcap = Pcap(opened)
  }

  package var linkType: LinkType { pcap.linkType }

  package func read(_ deliver: (PacketHead, RawSpan) throws -> Void) throws {
    while true {
      switch try pcap.next(deliver) {
      case .delivered, .nothingYet: continue
      case .end: return
      case .failed: throw Self.damage(path, pcap.lastError)
      }
    }
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
    if reason.hasPrefix("an interface has a type") {
      return LinkError(
        .mixedLinkTypes,
        "\(path) mixes link types (\(reason)), which libpcap does not read: capture each "
          + "interface into a file of its own")
    }
    if reason.contains("truncated") {
      return LinkError(
        .truncatedFile, "\(path) ends within a packet; what came before was read (\(reason))")
    }
    return LinkError(.damagedFile, "\(path) cannot be read further (\(reason))")
  }
}

import ScoutLink

/// Feeds bytes to the dissector as a capture, and what it hears to the renderers; must neither trap
/// nor hang.
///
/// The first byte is the link type, of those numbered below 256. Then follow packets, each behind
/// its length in two bytes, highest first.
package func fuzzDissector(_ bytes: [UInt8]) {
  guard let first = bytes.first else { return }
  var dissector = Dissector()
  var rest = bytes.dropFirst()
  var frame = 0
  while rest.count >= 2 {
    let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
    let packet = Array(rest.dropFirst(2).prefix(length))
    rest = rest.dropFirst(2 + length)
    frame += 1
    let head = PacketHead(
      frame: frame, linkType: LinkType(rawValue: Int32(first)), seconds: Int64(frame),
      nanoseconds: 0, originalLength: length)
    for message in dissector.dissect(packet, head) {
      if let line = CaptureLine.text(for: message) {
        precondition(line.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "a line has control codes")
      }
      _ = message.sightings(site: "", source: "")
    }
  }
  precondition(dissector.counts.packets == frame)
}

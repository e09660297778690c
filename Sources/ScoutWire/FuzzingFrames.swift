/// Feeds bytes to the frame dissector under every link type, and pieces to the reassembler; must
/// neither trap nor hang.
///
/// The first byte chooses the link type.
package func fuzzFrame(_ bytes: [UInt8]) {
  let links: [LinkType] = [
    .ethernet, .null, .rawBSD, .rawOpenBSD, .raw, .ieee80211, .loop, .linuxSLL, .radiotap, .ipv4,
    .ipv6, .linuxSLL2, LinkType(rawValue: 9),
  ]
  guard let first = bytes.first else { return }
  let content = Array(bytes.dropFirst())
  guard let frame = try? Frame(parsing: content, link: links[Int(first) % links.count]) else {
    return
  }
  checkRanges(of: frame, within: content.count)
  if case .icmp(_, let range) = frame.payload { _ = try? ICMPQuote(parsing: content[range]) }
}

/// Feeds a row of raw IP packets, each after its 16-bit length, to the fragment reassembler; must
/// neither trap nor hang, and must keep its bounds.
package func fuzzFragments(_ bytes: [UInt8]) {
  var limits = FragmentReassembler.Limits()
  limits.datagrams = 4
  limits.bytes = 4096
  var reassembler = FragmentReassembler(limits: limits)
  var reader = ByteReader(bytes.span.bytes)
  while let length = try? reader.readUInt16("length"),
    let packet = try? reader.readBytes(Int(length), "packet")
  {
    guard let frame = try? Frame(parsing: packet, link: .raw) else { continue }
    let whole = reassembler.add(frame, of: packet.span.bytes, at: .zero)
    if let whole { checkRanges(of: whole.frame, within: whole.bytes.count) }
    precondition(reassembler.waiting <= limits.datagrams, "too many datagrams wait")
  }
}

private func checkRanges(of frame: Frame, within count: Int) {
  switch frame.payload {
  case .udp(_, _, let range), .tcp(_, let range), .icmp(_, let range), .fragment(_, _, let range):
    precondition(range.upperBound <= count, "a range reaches beyond its frame")
  case .arp(let packet):
    precondition((try? ARPPacket(parsing: packet.encoded())) == packet, "ARP changes on the way")
  case .other:
    break
  }
}

/// Feeds bytes to the readers of UDP 623; what they read must be the same once written and read
/// again. Must neither trap nor hang.
package func fuzzRMCP(_ bytes: [UInt8]) {
  guard let message = try? RMCPMessage(parsing: bytes) else { return }
  switch message {
  case .ping(let ping):
    precondition((try? ASFPresencePing(parsing: ping.encoded())) == ping, "ping changes")
  case .pong(let pong):
    precondition((try? ASFPresencePong(parsing: pong.encoded())) == pong, "pong changes")
  case .acknowledgement, .otherASF, .otherClass:
    break
  }
}

/// Feeds bytes to the reader of a TLS server's answer, whole and cut in pieces of changing size;
/// both must come to the same end, and neither may trap or hang.
package func fuzzTLSServerFlight(_ bytes: [UInt8]) {
  var whole = TLSServerFlight()
  whole.feed(bytes)
  var pieces = TLSServerFlight()
  var offset = 0
  var size = 1
  while offset < bytes.count {
    let end = min(offset + size, bytes.count)
    pieces.feed(Array(bytes[offset..<end]))
    offset = end
    size = size % 7 + 1
  }
  precondition(whole.chain == pieces.chain, "the chain depends on how the bytes come")
  precondition(whole.state == pieces.state, "the end depends on how the bytes come")
}

/// Feeds bytes to the reader of pcapng's blocks, whole and in small pieces, which must give the same
/// packets; must neither trap nor hang.
package func fuzzCaptureBlocks(_ bytes: [UInt8]) {
  func packets(_ size: Int) -> [CaptureBlocks.Packet] {
    var blocks = CaptureBlocks()
    var found: [CaptureBlocks.Packet] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      do { try blocks.take(Array(rest.prefix(size))) { found.append($0) } } catch { break }
      rest = rest.dropFirst(size)
    }
    return found
  }
  let whole = packets(max(1, bytes.count))
  precondition(whole == packets(7), "pieces give other packets than the whole")
  for packet in whole { _ = try? Frame(parsing: packet.bytes, link: packet.link) }
}

/// Feeds bytes to the reader of neighbour discovery; what it reads must be the same once written and
/// read again. Must neither trap nor hang.
package func fuzzNeighbourMessage(_ bytes: [UInt8]) {
  guard let message = try? NeighbourMessage(parsing: bytes) else { return }
  precondition((try? NeighbourMessage(parsing: message.encoded())) == message, "neighbour changes")
  _ = message.neighbour(from: message.target)
}

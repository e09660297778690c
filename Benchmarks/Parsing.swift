import ScoutAMT
import ScoutLink
import ScoutListen
import ScoutModel
import ScoutWire

/// How fast bytes become values.
enum Parsing {
  static func measure() async throws -> [Measurement] {
    let ack = try Samples.seed("DHCPv4/ack")
    let answer = try Samples.seed("DNS/answer-12")
    let pong = try Samples.seed("Pong/pong-16.1")
    let challenge = try Samples.seed("HTTPResponse/401")
    let (link, packets) = try Samples.packets("Dissector/site")
    let count = 200_000
    return [
      try await Measurement("DHCP ACK read", "messages") {
        for _ in 0..<count { keep(try DHCPv4Message(parsing: ack)) }
        return count
      },
      try await Measurement("DNS answer read", "messages") {
        for _ in 0..<count { keep(try DNSMessage(parsing: answer)) }
        return count
      },
      await Measurement("frames dissected", "frames") { dissect(packets, link, count) },
      try await Measurement("pong read", "datagrams") {
        for _ in 0..<count { keep(try PongSighting(parsing: pong)) }
        return count
      },
      await Measurement("HTTP response read", "responses") {
        for _ in 0..<count {
          var response = HTTPResponse()
          keep(response.feed(challenge))
        }
        return count
      },
    ]
  }

  /// Feeds the same packets over and over to one dissector.
  private static func dissect(_ packets: [[UInt8]], _ link: UInt8, _ count: Int) -> Int {
    var dissector = Dissector()
    var frame = 0
    while frame < count {
      for packet in packets {
        frame += 1
        let head = PacketHead(
          frame: frame, linkType: .init(rawValue: Int32(link)), seconds: Int64(frame),
          nanoseconds: 0, originalLength: packet.count)
        dissector.dissect(packet.span.bytes, head) { keep($0) }
      }
    }
    return frame
  }
}

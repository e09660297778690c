import ScoutWire
import Testing

@testable import ScoutListen

@Suite("DNS over TCP") struct DNSStreamsTests {
  private func framed(_ text: String, id: UInt16 = 1) -> [UInt8] {
    let query = Packets.query(text, .a, id: id)
    return [0, UInt8(query.count)] + query
  }

  private func names(_ messages: [HeardMessage]) -> [String] {
    messages.flatMap { message -> [String] in
      guard case .dns(let dns, .tcp) = message.content else { return [] }
      return dns.questions.map(\.name.text)
    }
  }

  @Test("a message byte by byte, and several in one segment") func cutting() {
    let bytes = framed("a.example") + framed("b.example")
    var dissector = Dissector()
    _ = dissector.hear(Packets.tcp(99, [], flags: 2))
    var heard: [String] = []
    for (index, byte) in bytes.enumerated() {
      heard += names(dissector.hear(Packets.tcp(100 + UInt32(index), [byte])))
    }
    #expect(heard == ["a.example", "b.example"])
    var other = Dissector()
    #expect(names(other.hear(Packets.tcp(7, bytes))) == ["a.example", "b.example"])
  }

  @Test("segments out of order, repeated, overlapping, over the end of the numbers") func order() {
    let bytes = framed("a.example") + framed("b.example")
    let start = UInt32.max - 10
    var dissector = Dissector()
    func segment(_ range: Range<Int>) -> [UInt8] {
      Packets.tcp(start &+ UInt32(range.lowerBound), Array(bytes[range]))
    }
    _ = dissector.hear(Packets.tcp(start &- 1, [], flags: 2))
    #expect(names(dissector.hear(segment(20..<60))) == [])
    #expect(names(dissector.hear(segment(0..<20))) == ["a.example"])
    #expect(names(dissector.hear(segment(0..<20))) == [])
    #expect(names(dissector.hear(segment(30..<bytes.count))) == ["b.example"])
  }

  @Test("a stream met in its middle is taken up where a message plausibly begins") func middle() {
    var dissector = Dissector()
    let bytes = framed("a.example")
    #expect(names(dissector.hear(Packets.tcp(50, Array(bytes[5...])))) == [])
    #expect(names(dissector.hear(Packets.tcp(500, bytes))) == ["a.example"])
    // A segment is missing; the next one begins with a message, but that cannot be known.
    #expect(names(dissector.hear(Packets.tcp(5000, framed("b.example")))) == [])
    // A reset ends the stream, and what follows is taken up afresh.
    _ = dissector.hear(Packets.tcp(6000, [], flags: 4))
    #expect(names(dissector.hear(Packets.tcp(6000, framed("c.example")))) == ["c.example"])
  }

  @Test("memory is bounded by streams, bytes and waiting segments") func bounds() throws {
    var limits = DNSStreams.Limits()
    limits.streams = 3
    limits.bytes = 1000
    limits.waitingSegments = 2
    var streams = DNSStreams(limits: limits)
    func add(_ port: UInt16, _ sequence: UInt32, _ payload: [UInt8], flags: UInt8 = 0x10) throws {
      var writer = ByteWriter()
      writer.write(port)
      writer.write(UInt16(53))
      writer.write(sequence)
      writer.write([0, 0, 0, 0, 0x50, flags, 0, 0, 0, 0, 0, 0])
      writer.write(payload)
      let packet = Packets.ethernet(0x0800, Packets.ipv4(6, writer.bytes))
      let frame = try Frame(parsing: packet, link: .ethernet)
      guard case .tcp(let header, _) = frame.payload else { return }
      _ = streams.add(header, payload, of: frame)
    }
    for port in 1...10 as ClosedRange<UInt16> { try add(port, 1, [], flags: 2) }
    #expect(streams.count == 3)
    // The start of a long message, which never ends.
    for port in 8...10 as ClosedRange<UInt16> {
      try add(port, 2, [0xFF, 0xFF] + [UInt8](repeating: 0, count: 497))
    }
    #expect(streams.count == 2)
    // Segments behind a gap.
    for index in 1...2 as ClosedRange<UInt32> { try add(10, 10_000 * index, [1]) }
    #expect(streams.count == 2)
    try add(10, 30_000, [1])
    #expect(streams.count == 1)
  }

  @Test("what can be no message does not begin a stream") func plausibility() {
    #expect(DNSFraming.isPlausibleStart(framed("a.example")))
    #expect(!DNSFraming.isPlausibleStart([0, 20]))
    #expect(!DNSFraming.isPlausibleStart([UInt8](repeating: 0xFF, count: 40)))
    #expect(!DNSFraming.isPlausibleStart([0, 11] + [UInt8](repeating: 0, count: 12)))
  }
}

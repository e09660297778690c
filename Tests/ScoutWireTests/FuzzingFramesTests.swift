import Testing

@testable import ScoutWire

@Suite("Fuzz entry points") struct FuzzingFramesTests {
  @Test("hold on valid input and on its prefixes")
  func replay() {
    let frame = [0] + Wire.ethernet + [0x08, 0x00] + Wire.ipv4(Wire.datagram)
    let piece = FragmentReassemblerTests.piece(0..<16)
    let rest = FragmentReassemblerTests.piece(16..<32)
    let pieces = [0, UInt8(piece.count)] + piece + [0, UInt8(rest.count)] + rest
    for length in 0...frame.count { fuzzFrame(Array(frame.prefix(length))) }
    for length in 0...pieces.count { fuzzFragments(Array(pieces.prefix(length))) }
    for length in 0...28 { fuzzRMCP(Array(RMCPTests.pong.prefix(length))) }
    for length in 0...Handshake.old.count {
      fuzzTLSServerFlight(Array(Handshake.old.prefix(length)))
      fuzzTLSServerFlight(Array(Handshake.old.prefix(length)) + [0x15, 3, 1, 0, 3])
    }
  }

  @Test("hold on noise")
  func noise() {
    var generator = Noise()
    for _ in 0..<2_000 {
      let count = Int.random(in: 0...80, using: &generator)
      var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      fuzzRMCP(bytes)
      if count > 30, bytes[0] % 13 == 4 { bytes[1] = 0x45 }
      fuzzFrame(bytes)
      fuzzFragments(bytes)
      if count > 3 { bytes.replaceSubrange(0..<2, with: [22, 3]) }
      fuzzTLSServerFlight(bytes)
    }
  }
}

/// A row of numbers that is the same in every run.
struct Noise: RandomNumberGenerator {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 31)
  }
}

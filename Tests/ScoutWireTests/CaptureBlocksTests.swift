import Foundation
import ScoutWire
import Testing

@Suite("Blocks of pcapng") struct CaptureBlocksTests {
  private func seed(_ name: String) throws -> [UInt8] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return [UInt8](
      try Data(contentsOf: root.appendingPathComponent("Fuzz/Corpus/CaptureBlocks/\(name)")))
  }

  private func packets(_ bytes: [UInt8], pieces: Int = 1 << 20) -> [CaptureBlocks.Packet] {
    var blocks = CaptureBlocks()
    var found: [CaptureBlocks.Packet] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      do { try blocks.take(Array(rest.prefix(pieces))) { found.append($0) } } catch { break }
      rest = rest.dropFirst(pieces)
    }
    return found
  }

  @Test(
    "give each packet with its interface's kind and time, in either byte order",
    arguments: ["little-endian", "big-endian"], [1, 7, 1000])
  func read(name: String, pieces: Int) throws {
    let found = packets(try seed(name), pieces: pieces)
    #expect(found.map(\.bytes) == [[1, 2, 3], [4, 5, 6, 7], [8, 9], [10, 11]])
    #expect(found.map(\.link.rawValue) == [1, 113, 1, 113])
    // Nanoseconds; 1024ths of a second with an offset; no time; the same as the second.
    #expect(found.map(\.seconds) == [1_700_000_000, 1005, 0, 1001])
    #expect(found.map(\.nanoseconds) == [250, 500_000_000, 0, 0])
    #expect(found.map(\.originalLength) == [8, 9, 2, 2])
  }

  @Test("cut anywhere give the packets before", arguments: ["little-endian", "big-endian"])
  func cut(name: String) throws {
    let bytes = try seed(name)
    let whole = packets(bytes)
    for length in 0..<bytes.count {
      #expect(whole.starts(with: packets(Array(bytes.prefix(length)))))
    }
  }

  @Test("refuse lengths that cannot be, interfaces that are not there, and what is no section")
  func insane() throws {
    let bytes = try seed("little-endian")
    var blocks = CaptureBlocks()
    #expect(throws: WireError.self) { try blocks.take([1, 0, 0, 0] + bytes) { _ in } }
    for (place, value) in [(4, 13), (7, 0x7F), (8, 0)] as [(Int, UInt8)] {
      var spoiled = bytes
      spoiled[place] = value
      #expect(packets(spoiled).isEmpty)
    }
  }
}

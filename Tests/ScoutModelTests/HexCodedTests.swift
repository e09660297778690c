import Foundation
import ScoutModel
import Testing

@Suite("Bytes stored as text") struct HexCodedTests {
  private struct Holder: Codable, Hashable {
    @HexCoded var bytes: [UInt8]
  }

  @Test("come back as they were", arguments: [[], [0], [0, 255, 16, 1]] as [[UInt8]])
  func roundTrip(bytes: [UInt8]) throws {
    let text = try JSONEncoder().encode(Holder(bytes: bytes))
    #expect(try JSONDecoder().decode(Holder.self, from: text).bytes == bytes)
  }

  @Test("are written two digits each, and read in either case")
  func form() throws {
    let text = try JSONEncoder().encode(Holder(bytes: [10, 255]))
    #expect(String(decoding: text, as: UTF8.self) == #"{"bytes":"0aff"}"#)
    let read = try JSONDecoder().decode(Holder.self, from: Data(#"{"bytes":"0AfF"}"#.utf8))
    #expect(read.bytes == [10, 255])
  }

  @Test("are refused where the text is no hexadecimal", arguments: ["0", "0g", "é"])
  func refused(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Holder.self, from: Data(#"{"bytes":"\#(text)"}"#.utf8))
    }
  }
}

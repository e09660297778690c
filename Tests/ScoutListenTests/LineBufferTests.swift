import ScoutModel
import ScoutNet
import Testing

@testable import ScoutListen

@Suite("The buffer of lines") struct LineBufferTests {
  @Test("holds what was written, however often it grows")
  func growth() {
    let lines = LineBuffer(capacity: 1)
    var expected: [UInt8] = []
    for round in 0..<500 {
      let text = Array(repeating: UInt8(truncatingIfNeeded: round), count: round % 97)
      text.withUnsafeBufferPointer { lines.append($0) }
      expected += text
      lines.reserve(1)
      lines.put(0x0A)
      expected.append(0x0A)
    }
    #expect(lines.bytes == expected && lines.last == 0x0A)
    lines.removeAll()
    #expect(lines.bytes.isEmpty && lines.count == 0 && lines.last == nil)
  }

  @Test("writes numbers as Swift does")
  func numbers() {
    var numbers: [Int64] = [0, 1, -1, 9, 10, 99, 100, .max, .min]
    for power in 1..<19 {
      let near = (0..<power).reduce(Int64(1)) { product, _ in product * 10 }
      numbers += [near - 1, near, near + 1, -near]
    }
    for number in numbers {
      let lines = LineBuffer(capacity: 1)
      lines.append(number)
      #expect(String(decoding: lines.bytes, as: UTF8.self) == "\(number)")
    }
    let large: [UInt64] = [.max, .max - 1, 10_000_000_000_000_000_000, 9_999_999_999_999_999_999]
    for number in large {
      let lines = LineBuffer(capacity: 1)
      lines.append(number)
      #expect(String(decoding: lines.bytes, as: UTF8.self) == "\(number)")
    }
  }

  @Test("writes addresses and times as they describe themselves")
  func plainTexts() {
    func written(_ value: some PlainText) -> String {
      let lines = LineBuffer(capacity: 1)
      lines.append(value)
      return String(decoding: lines.bytes, as: UTF8.self)
    }
    for raw: UInt32 in [0, 1, 0x0A00_0001, 0x6364_C8FF, .max] {
      let address = IPv4Address(rawValue: raw)
      #expect(written(address) == address.description)
      #expect(IPv4Address(written(address)) == address)
    }
    for raw: UInt64 in [0, 0x8C16_45AA_0001, 0xFFFF_FFFF_FFFF] {
      let mac = MACAddress(rawValue: raw)
      #expect(written(mac) == mac.description && MACAddress(written(mac)) == mac)
    }
    let times: [(Int64, String)] = [
      (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999999Z"),
      (1_700_000_000_250_000, "2023-11-14T22:13:20.250000Z"),
      (253_402_300_800_000_000, "10000-01-01T00:00:00Z"),
      (.max, "294247-01-10T04:00:54.775807Z"), (.min, "-290308-12-21T19:59:05.224192Z"),
    ]
    for (microseconds, text) in times {
      let time = Timestamp(microseconds: microseconds)
      #expect(written(time) == text && time.description == text)
    }
  }

  @Test("escapes what must be escaped wherever it stands, and nothing else")
  func escapes() throws {
    for length in 1...19 {
      for place in 0..<length {
        for byte in 0...0x7F as ClosedRange<UInt8> {
          var bytes = [UInt8](repeating: 0x61, count: length)
          bytes[place] = byte
          let quoted = JSONObject.quoted(String(decoding: bytes, as: UTF8.self))
          let isOdd = byte < 0x20 || byte == 0x7F || byte == 0x22 || byte == 0x5C
          #expect(
            (quoted.utf8.count > length + 2) == isOdd, "byte \(byte) at \(place) of \(length)")
        }
      }
    }
    #expect(JSONObject.quoted("abcdefgh\u{E9}") == "\"abcdefgh\u{E9}\"")
    #expect(JSONObject.quoted("abcdefgh\u{80}") == "\"abcdefgh\\u0080\"")
  }
}

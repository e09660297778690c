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
    var taken: [UInt8] = []
    lines.take { taken = Array($0) }
    #expect(taken == expected && lines.count == 0 && lines.last == nil)
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
}

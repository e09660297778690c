import Foundation
import ScoutJSON
import Testing

/// A value with a member of every kind that observations have.
private struct Sample: Codable, Equatable {
  enum Fact: Codable, Equatable {
    case nothing
    case one(Int)
    case named(by: String?)
  }

  var number = -5
  var text: String? = "h\"\\\n\r\t\u{1}/é😀"
  var absent: String?
  var list: [UInt16] = [1, 65_535]
  var facts: [Fact] = [.nothing, .one(3), .named(by: nil), .named(by: "r")]
  var nested: [[String]] = [[], ["a"]]
  var table: [String: Int] = ["q": 1]
  var isTrue = true
  var whole = 2.0
  var part = -0.125
  var large = UInt64.max
  var small = Int64.min
}

@Suite("JSON text") struct JSONTextTests {
  private let sample = Sample()

  @Test("is what Foundation's decoder reads, and gives the value back")
  func written() throws {
    let text = try JSONWriter.bytes(sample)
    #expect(try JSONDecoder().decode(Sample.self, from: Data(text)) == sample)
    #expect(try JSONReader.value(Sample.self, from: text) == sample)
  }

  @Test("of Foundation's encoder is read, members in any order, with spaces and escapes")
  func read() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    #expect(try JSONReader.value(Sample.self, from: [UInt8](encoder.encode(sample))) == sample)
  }

  @Test("stands in the order of the value's members, without spaces")
  func order() throws {
    struct Small: Encodable {
      let second = 2
      let first = ["a", "b"]
    }
    #expect(try JSONWriter.string(Small()) == #"{"second":2,"first":["a","b"]}"#)
  }

  @Test("that is cut anywhere is refused")
  func cut() throws {
    let text = try JSONWriter.bytes(sample)
    for length in 0..<text.count {
      #expect(throws: DecodingError.self) {
        try JSONReader.value(Sample.self, from: Array(text.prefix(length)))
      }
    }
  }

  @Test(
    "that breaks a rule is refused",
    arguments: [
      "", " ", "01", "1.", ".5", "-", "+1", "1e", "tru", "nul", "\"\\x\"", "\"\\ud800\"",
      "\"\\ud800\\u0041\"", "\"\u{1}\"", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":1,}", "{1:2}", "1 2",
      "[", "\"", "\"\\",
    ])
  func broken(text: String) {
    let bytes = Array(text.utf8)
    #expect(throws: DecodingError.self) { try JSONReader.value([String].self, from: bytes) }
    #expect(throws: DecodingError.self) { try JSONReader.value(String.self, from: bytes) }
    #expect(throws: DecodingError.self) { try JSONReader.value(Double.self, from: bytes) }
  }

  @Test("is refused where a number does not fit, and taken where it is whole all the same")
  func numbers() throws {
    #expect(try JSONReader.value(UInt8.self, from: Array("255".utf8)) == 255)
    #expect(throws: DecodingError.self) {
      try JSONReader.value(UInt8.self, from: Array("256".utf8))
    }
    #expect(throws: DecodingError.self) { try JSONReader.value(UInt8.self, from: Array("-1".utf8)) }
    #expect(throws: DecodingError.self) { try JSONReader.value(Int.self, from: Array("1.5".utf8)) }
    #expect(try JSONReader.value(Int.self, from: Array("12e2".utf8)) == 1200)
    #expect(try JSONReader.value(Int8.self, from: Array("-128".utf8)) == -128)
  }

  @Test("is refused where it stands too deep or is not UTF-8")
  func limits() {
    let deep = Array(
      (String(repeating: "[", count: 100) + String(repeating: "]", count: 100)).utf8)
    #expect(throws: DecodingError.self) { try JSONReader.value([String].self, from: deep) }
    #expect(throws: DecodingError.self) {
      try JSONReader.value(String.self, from: [0x22, 0xFF, 0x22])
    }
  }

  @Test("is not made of what JSON cannot say")
  func unspeakable() {
    struct Silent: Encodable { func encode(to encoder: any Encoder) {} }
    #expect(throws: EncodingError.self) { try JSONWriter.bytes(Double.infinity) }
    #expect(throws: EncodingError.self) { try JSONWriter.bytes([Silent()]) }
  }

  @Test("is not made where a value comes back to a container it had left")
  func broken() {
    struct Restless: Encodable {
      enum Key: CodingKey { case first, second }
      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        var inner = container.nestedUnkeyedContainer(forKey: .first)
        try container.encode(1, forKey: .second)
        try inner.encode(2)
      }
    }
    #expect(throws: EncodingError.self) { try JSONWriter.bytes(Restless()) }
  }

  @Test("can be built by hand")
  func byHand() {
    var json = JSONBuilder()
    json.beginObject()
    json.add("a", -12)
    json.add("absent", nil as String?)
    json.add("b", "x\"y\u{1F}")
    json.add("c", ["1", "2"])
    json.beginArray("d")
    for number in [0, 7] as [UInt16] { json.append(number) }
    json.beginObject()
    json.endObject()
    json.endArray()
    json.endObject()
    #expect(json.text == #"{"a":-12,"b":"x\"y\u001f","c":["1","2"],"d":[0,7,{}]}"#)
  }
}

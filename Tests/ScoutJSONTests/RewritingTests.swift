import Testing

@testable import ScoutJSON

@Suite("JSON text written anew") struct RewritingTests {
  /// Puts the place in front of each string, and its index behind it.
  private struct Placing: JSONRewriting {
    func place(of name: String, under owner: String, in object: JSONNames) -> String {
      object.contains("mark") ? "\(owner)/\(name)*" : "\(owner)/\(name)"
    }

    func text(_ text: String, at place: String, index: Int) -> String {
      "\(place)=\(text)#\(index)"
    }
  }

  private struct Leaving: JSONRewriting {
    func place(of name: String, under owner: Int, in object: JSONNames) -> Int { owner }
    func text(_ text: String, at place: Int, index: Int) -> String { text }
  }

  private func placed(_ text: String) throws -> String {
    String(decoding: try Placing().rewritten(Array(text.utf8), from: ""), as: UTF8.self)
  }

  @Test("knows where each string stands, and leaves the rest")
  func places() throws {
    #expect(try placed(#""x""#) == ##""=x#0""##)
    #expect(
      try placed(#"{ "a" : [1, "x", {"b": "y"}, true, null, -2.5e3], "c": "z" }"#)
        == ##"{"a":[1,"/a=x#1",{"b":"/a/b=y#0"},true,null,-2.5e3],"c":"/c=z#0"}"##)
    #expect(try placed(#"{"mark":{"a":"x"}}"#) == ##"{"mark":{"a":"/mark*/a=x#0"}}"##)
    #expect(try placed("{}") == "{}" && placed("[]") == "[]" && placed("[[],{}]") == "[[],{}]")
  }

  @Test(
    "is the same text where nothing is replaced",
    arguments: [
      #"{"a\"b":"q\"\\\n\u0001é","n":[0,-1,1.5],"e":{},"l":[[],[{}]],"t":false}"#, #""""#,
      "null",
    ])
  func same(text: String) throws {
    #expect(try Leaving().rewritten(Array(text.utf8), from: 0) == Array(text.utf8))
  }

  @Test("is none where any part is cut off")
  func prefixes() {
    let text = Array(#"{"a":["x",{"b":"y"}],"c":1}"#.utf8)
    for length in 0..<text.count {
      #expect(throws: (any Error).self) {
        try Leaving().rewritten(Array(text.prefix(length)), from: 0)
      }
    }
  }
}

/// The terms that a reader may not know, in plain words.
enum Glossary {
  struct Term: Sendable {
    let id: String
    let name: String
    /// How else the term is written; its name needs no repetition.
    let spellings: [String]
    let text: String

    init(_ id: String, _ name: String, _ spellings: [String] = [], _ text: String) {
      self.id = id
      self.name = name
      self.spellings = spellings
      self.text = text
    }
  }

  /// A link to the term `id` that reads `word`.
  static func link(_ id: String, _ word: String) -> Markup {
    "<a class=\"term\" href=\"#g-\(id)\">\(word)</a>"
  }

  /// `text` escaped, the first appearance of each term linked, what stands between backticks as code.
  static func linked(_ text: String, limit: Int = 1000) -> Markup {
    var linked: Set<String> = []
    return Markup(prose: text, limit: limit) { self.linked($0, limit, &linked) }
  }

  private static func linked(
    _ text: Substring, _ limit: Int, _ linked: inout Set<String>
  ) -> Markup {
    var markup: Markup = ""
    var pending = text
    var start = pending.startIndex
    while let (range, id) = firstTerm(in: pending, from: start) {
      if linked.insert(id).inserted {
        markup += Markup(String(pending[..<range.lowerBound]), limit: limit)
        markup += link(id, String(pending[range]))
        pending = pending[range.upperBound...]
        start = pending.startIndex
      } else {
        start = range.upperBound
      }
    }
    markup += Markup(String(pending), limit: limit)
    return markup
  }

  /// The next word, or two words parted by one space, that is a term.
  private static func firstTerm(
    in text: Substring, from start: Substring.Index
  ) -> (Range<Substring.Index>, String)? {
    var index = start
    while let first = text[index...].firstIndex(where: isWord) {
      let end = text[first...].firstIndex { !isWord($0) } ?? text.endIndex
      if end < text.endIndex, text[end] == " " {
        let second = text.index(after: end)
        let secondEnd = text[second...].firstIndex { !isWord($0) } ?? text.endIndex
        if let id = ids[text[first..<secondEnd].lowercased()] { return (first..<secondEnd, id) }
      }
      if let id = ids[text[first..<end].lowercased()] { return (first..<end, id) }
      index = end
    }
    return nil
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "-")
      || character == "."
  }

  private static let ids: [String: String] = {
    var ids: [String: String] = [:]
    for term in terms {
      for spelling in [term.name] + term.spellings { ids[spelling.lowercased()] = term.id }
    }
    return ids
  }()
}

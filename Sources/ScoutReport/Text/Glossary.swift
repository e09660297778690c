import ScoutModel

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

  /// The part of the page where a term matters most: its id there.
  static func part(_ id: String) -> String {
    switch id {
    case "acm", "ccm", "host-based", "host-based-acm", "manual", "pki", "psk", "usb", "visit",
      "generation", "state", "none", "enable", "unknown":
      "pictures"
    case "amt", "configured", "readiness", "blocker": "summary"
    case "certificate", "suffix": "certificates"
    case "dhcp", "dns", "ddns", "option15", "option81", "environment", "provisionserver", "segment",
      "ptr", "fqdn":
      "segments"
    case "advisory", "bios", "finding", "firmware", "severity", "tls": "findings"
    case "wave", "configurator", "rollout": "waves"
    case "ports", "console", "cira": "firewall"
    case "pong", "coverage", "rpc", "hello", "host": "coverage"
    case "rulebook": "provenance"
    default: "devices"
    }
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

  /// The next word, or up to three words parted by single spaces, that is a term; the longest.
  private static func firstTerm(
    in text: Substring, from start: Substring.Index
  ) -> (Range<Substring.Index>, String)? {
    var index = start
    while let first = text[index...].firstIndex(where: isWord) {
      var ends = [text[first...].firstIndex { !isWord($0) } ?? text.endIndex]
      while ends.count < 3, let end = ends.last, end < text.endIndex, text[end] == " " {
        let next = text.index(after: end)
        ends.append(text[next...].firstIndex { !isWord($0) } ?? text.endIndex)
      }
      for var end in ends.reversed() {
        // A dot within is part of a name, at the end it is a full stop.
        while end > first, text[text.index(before: end)] == "." { end = text.index(before: end) }
        if let id = id(of: text[first..<end].lowercased()) { return (first..<end, id) }
      }
      index = ends[0]
    }
    return nil
  }

  private static func id(of words: String) -> String? {
    // The numbers of advisories are beyond counting.
    if words.hasPrefix("intel-sa-") || words.hasPrefix("cve-"), !words.contains(" ") {
      return "advisory"
    }
    return ids[words]
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "-")
      || character == "."
  }

  /// A method's name, leading to its meaning.
  static func method(_ advice: Advice) -> Markup { link(advice.term, advice.word) }

  private static let ids: [String: String] = {
    var ids: [String: String] = [:]
    for term in terms {
      for spelling in [term.name] + term.spellings { ids[spelling.lowercased()] = term.id }
    }
    return ids
  }()
}

extension Advice {
  /// The term that explains it.
  var term: String {
    switch self {
    case .hostBased: "host-based"
    case .hostBasedACM: "host-based-acm"
    case .pki: "pki"
    case .psk: "psk"
    case .usb: "usb"
    case .manual: "manual"
    case .configured: "configured"
    case .enable: "enable"
    case .none: "none"
    case .unknown: "unknown"
    }
  }
}

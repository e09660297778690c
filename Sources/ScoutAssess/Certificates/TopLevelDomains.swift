/// Which top-level domains the sibling rule knows, and how many labels must agree under each.
package enum TopLevelDomains {
  /// Known since 2.6.
  package static let early: Set<String> = ["com", "net"]

  package static let ofTwo: Set<String> = [
    "com", "net", "org", "gov", "edu", "de", "ch", "dk", "cz", "cl", "ua",
  ]

  package static let ofThree: Set<String> = [
    "arpa", "fr", "cn", "nl", "br", "mx", "uk", "pl", "tw", "ca", "fi", "be", "ru", "se", "ar",
    "es", "no", "at", "in", "tr", "ro", "hu", "nz", "pt", "il", "gr", "co", "ie", "za", "th", "sg",
    "hk", "lt", "id", "hr", "ee", "bg",
  ]

  /// How many labels, counted from the right, must agree; `nil` where there is no sibling rule.
  static func depth(of top: Substring) -> Int? {
    let top = String(top)
    if ofTwo.contains(top) { return 2 }
    return ofThree.contains(top) ? 3 : nil
  }
}

/// What kind of suffix a text is, where that makes trouble.
package enum SuffixKind: String, Hashable, Sendable {
  case ordinary, blank, singleLabel, privateUse, publicSuffix, notAName

  /// Top-level domains under which no public vendor issues certificates.
  static let privateTops: Set<String> = [
    "local", "corp", "internal", "lan", "home", "intranet", "private", "localdomain", "test",
    "invalid", "localhost",
  ]

  // A short list: the registries' second levels that businesses meet most. The public suffix list
  // itself is long, and changes.
  static let publicSeconds: Set<String> = [
    "co.uk", "org.uk", "ac.uk", "gov.uk", "ltd.uk", "plc.uk", "me.uk", "com.au", "net.au", "org.au",
    "co.nz", "org.nz", "co.jp", "or.jp", "ne.jp", "co.kr", "com.br", "org.br", "com.mx", "com.ar",
    "co.za", "org.za", "co.il", "org.il", "com.tr", "com.pl", "co.in", "com.cn", "com.tw", "com.hk",
    "com.sg", "co.th", "co.id", "co.at", "or.at", "com.ua", "com.pt", "com.gr", "com.es", "com.ro",
  ]

  package init(_ text: String) {
    var text = text.lowercased()
    while let last = text.unicodeScalars.last, last.value <= 32 { text.unicodeScalars.removeLast() }
    while let first = text.unicodeScalars.first, first.value <= 32 {
      text.unicodeScalars.removeFirst()
    }
    if text.hasSuffix(".") { text.removeLast() }
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    if text.isEmpty {
      self = .blank
    } else if labels.contains(where: \.isEmpty)
      || !text.utf8.allSatisfy({ $0 > 32 && $0 != 0x2C && $0 != 0x3B })
    {
      self = .notAName
    } else if labels.count == 1 {
      self = .singleLabel
    } else if let top = labels.last, Self.privateTops.contains(String(top)) {
      self = .privateUse
    } else if Self.publicSeconds.contains(text) {
      self = .publicSuffix
    } else {
      self = .ordinary
    }
  }

  /// Whether `text` holds nothing but blanks and control characters, and perhaps a dot.
  static func isBlank(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 <= 32 || $0 == UInt8(ascii: ".") } && SuffixKind(text) == .blank
  }

  /// Whether certificates of public vendors can never fit it.
  var isOdd: Bool { self != .ordinary && self != .publicSuffix }
}

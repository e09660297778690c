/// Text from elsewhere, with everything that hides or moves other text made visible.
///
/// Control, bidirectional, zero-width and other invisible characters become `⟨U+202E⟩`; so do
/// line breaks, unusual blanks, and combining marks without a base or beyond three in a row.
package enum Visible {
  /// How many characters of one value a page or a table shows at most.
  package static let limit = 300

  /// Returns `text` as one visible line of at most `limit` characters, the last then being `…`.
  package static func text(_ text: String, limit: Int = Visible.limit) -> String {
    if text.utf8.count <= limit, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) {
      return text
    }
    return isWhole(text, limit) ? text : rewritten(text, limit)
  }

  /// Whether nothing of `text` has to be changed.
  private static func isWhole(_ text: String, _ limit: Int) -> Bool {
    var count = 0
    var marks = 3
    for scalar in text.unicodeScalars {
      count += 1
      marks = isMark(scalar) ? marks + 1 : 0
      if count > limit || marks > 3 || isHidden(scalar) { return false }
    }
    return true
  }

  private static func rewritten(_ text: String, _ limit: Int) -> String {
    var shown = ""
    // How long the text is, and up to which byte it may stay if `…` has to follow.
    var count = 0
    var safe = 0
    var marks = 3
    for scalar in text.unicodeScalars {
      marks = isMark(scalar) ? marks + 1 : 0
      if isHidden(scalar) || marks > 3 {
        let mark = mark(scalar)
        shown += mark
        count += mark.unicodeScalars.count
      } else {
        shown.unicodeScalars.append(scalar)
        count += 1
      }
      if count > limit { return (String(shown.utf8.prefix(safe)) ?? "") + "…" }
      if count < limit { safe = shown.utf8.count }
    }
    return shown
  }

  private static func mark(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "⟨U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "⟩"
  }

  /// Whether a reader could not see `scalar`, or would see others moved by it.
  static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if (0x20...0x7E).contains(scalar.value) { return false }
    // The Braille blank is a symbol by its category, and yet shows nothing.
    if scalar.value == 0x2800 || scalar.properties.isDefaultIgnorableCodePoint { return true }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate,
      .privateUse, .unassigned:
      true
    default: false
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x300 else { return false }
    return switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: true
    default: false
    }
  }
}

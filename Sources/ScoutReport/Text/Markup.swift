/// HTML in which every text that came from outside is escaped.
///
/// Only a literal of this source can become markup as it stands; a `String` put into it is made
/// visible and escaped, in text as in quoted attributes. Written by hand because the template
/// library looks at whole characters: a quote followed by a combining mark passes it unescaped.
package struct Markup: ExpressibleByStringInterpolation, Sendable {
  package private(set) var text: String

  package init(stringLiteral value: StaticString) { text = value.description }
  package init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  /// The escaped form of `string`.
  package init(_ string: String, limit: Int = Visible.limit) {
    text = ""
    append(string, limit: limit)
  }

  static func += (left: inout Markup, right: Markup) { left.text += right.text }
  static func + (left: Markup, right: Markup) -> Markup { "\(left)\(right)" }

  private mutating func append(_ string: String, limit: Int) { text.appendEscaped(string, limit) }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    package mutating func appendLiteral(_ literal: StaticString) { text += literal.description }
    package mutating func appendInterpolation(_ string: String) {
      text.appendEscaped(string, Visible.limit)
    }
    package mutating func appendInterpolation(_ number: some FixedWidthInteger) {
      text += number.description
    }
    package mutating func appendInterpolation(_ markup: Markup) { text += markup.text }
    package mutating func appendInterpolation(_ markup: Markup?) { text += markup?.text ?? "" }
    package mutating func appendInterpolation(_ markups: [Markup]) {
      for markup in markups { text += markup.text }
    }
  }
}

extension Markup {
  /// `text` escaped, what stands between backticks as code; `plain` says otherwise what becomes of
  /// the rest.
  init(
    prose text: String, limit: Int = 1000, plain: ((Substring) -> Markup)? = nil
  ) {
    let plain = plain ?? { Markup(String($0), limit: limit) }
    let shown = Visible.text(text, limit: limit)
    let pieces = shown.split(separator: "`", omittingEmptySubsequences: false)
    // A backtick without its fellow is only a character.
    guard pieces.count > 1, !pieces.count.isMultiple(of: 2) else {
      self = plain(shown[...])
      return
    }
    self = pieces.enumerated().map { index, piece in
      index.isMultiple(of: 2)
        ? plain(piece) : "<code>\(Markup(String(piece), limit: limit))</code>"
    }.joined("")
  }
}

extension [Markup] {
  /// The pieces one after the other, parted by `separator`.
  func joined(_ separator: Markup) -> Markup {
    var whole: Markup = ""
    for (index, piece) in enumerated() {
      if index > 0 { whole += separator }
      whole += piece
    }
    return whole
  }
}

extension String {
  /// Appends `string` made visible and escaped for HTML text and quoted attributes.
  fileprivate mutating func appendEscaped(_ string: String, _ limit: Int) {
    let shown = Visible.text(string, limit: limit)
    guard shown.utf8.contains(where: \.needsEscape) else { return self += shown }
    for scalar in shown.unicodeScalars {
      switch scalar {
      case "&": self += "&amp;"
      case "<": self += "&lt;"
      case ">": self += "&gt;"
      case "\"": self += "&quot;"
      case "'": self += "&#39;"
      default: unicodeScalars.append(scalar)
      }
    }
  }
}

extension UInt8 {
  fileprivate var needsEscape: Bool {
    switch self {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
      UInt8(ascii: "'"):
      true
    default: false
    }
  }
}

/// How tables are written as comma-separated values: RFC 4180, UTF-8, lines ended by CR LF.
package struct CSVFormat: Hashable, Sendable {
  /// What parts the cells: `,` unless a spreadsheet's language wants another, as in `;`.
  package var separator: Unicode.Scalar = ","
  /// Whether a cell that a spreadsheet would take for a formula gets a leading `'`.
  package var guardsFormulas = true
  /// Whether the file begins with the mark by which Excel knows UTF-8.
  package var byteOrderMark = false

  package init() {}

  /// For a double click in Excel: with the mark, and the separator of the reader's language.
  package static func excel(separator: Unicode.Scalar = ";") -> CSVFormat {
    var format = CSVFormat()
    format.separator = separator
    format.byteOrderMark = true
    return format
  }
}

/// A cell before it is written.
package enum CSVCell: Hashable, Sendable, ExpressibleByStringLiteral {
  case text(String)
  /// Joined by `; `, each item guarded for itself.
  case list([String])

  package init(stringLiteral value: String) { self = .text(value) }
}

extension CSVFormat {
  /// The most characters in a cell: spreadsheets cut off beyond 32,767.
  package static let limit = 32_000

  /// One record with its line end. Whatever the cells hold, it is one line.
  package func record(_ cells: [CSVCell]) -> String {
    var line = ""
    for (index, cell) in cells.enumerated() {
      if index > 0 { line.unicodeScalars.append(separator) }
      line += quoted(plain(cell))
    }
    return line + "\r\n"
  }

  private func plain(_ cell: CSVCell) -> String {
    switch cell {
    case .text(let text): return guarded(text)
    case .list(let items):
      let text = items.map(guarded).joined(separator: "; ")
      return Visible.text(text, limit: Self.limit)
    }
  }

  // Hidden characters are made visible with the guard and without: line breaks and NUL would
  // break the table for programs that read it line by line.
  private func guarded(_ text: String) -> String {
    let shown = Visible.text(text, limit: Self.limit)
    guard guardsFormulas else { return shown }
    let parted = guardedInside(shown)
    return Self.startsFormula(text) ? "'" + parted : parted
  }

  /// Spreadsheets ignore blanks and control characters before the sign that starts a formula.
  private static func startsFormula(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    if first == "\t" || first == "\r" { return true }
    let start = text.unicodeScalars.first { $0 != " " && !Visible.isHidden($0) }
    return start.map(isSign) ?? false
  }

  private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
    default: false
    }
  }

  // A spreadsheet in another language parts the line at the other separator, quotes or not.
  private func guardedInside(_ text: String) -> String {
    let other: Unicode.Scalar = separator == ";" ? "," : ";"
    guard text.utf8.contains(UInt8(ascii: other)) else { return text }
    var result = ""
    var afterSeparator = false
    for scalar in text.unicodeScalars {
      if afterSeparator, Self.isSign(scalar) { result += "'" }
      if scalar != " " { afterSeparator = scalar == other }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  private func quoted(_ text: String) -> String {
    let bytes = text.utf8
    let blank = UInt8(ascii: " ")
    var isParted = bytes.first == blank || bytes.last == blank
    var isQuoting = false
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""): isQuoting = true
      case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"): isParted = true
      default: break
      }
    }
    guard isParted || isQuoting || text.unicodeScalars.contains(separator) else { return text }
    guard isQuoting else { return "\"\(text)\"" }
    // By scalars, for a quote and a combining mark after it are one character.
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { result += "\"" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }
}

/// A table for a terminal: columns that fit its width, cells cut with `…`, nothing hidden.
package struct TextTable: Sendable {
  package struct Column: Hashable, Sendable {
    let title: String
    /// A column is never made narrower than this many places.
    let minimum: Int
    let isNumber: Bool
    /// Whether it is left out, the last such column first, where the line would not fit.
    let isOptional: Bool

    package init(
      _ title: String, minimum: Int = 4, isNumber: Bool = false, isOptional: Bool = false
    ) {
      self.title = title
      self.minimum = max(minimum, 1)
      self.isNumber = isNumber
      self.isOptional = isOptional
    }
  }

  package let columns: [Column]
  /// One cell for each column; missing ones are empty. Texts are made visible here.
  package private(set) var rows: [[String]] = []

  package init(_ columns: [Column]) { self.columns = columns }

  package mutating func add(_ cells: [String]) {
    rows.append(columns.indices.map { $0 < cells.count ? Visible.text(cells[$0]) : "" })
  }

  /// The heading, a rule and the rows, without line ends.
  ///
  /// - Parameter width: places in a line; `nil`, as for a file, cuts nothing.
  package func lines(width: Int?) -> [String] {
    let shown = width.map(shown) ?? Array(columns.indices)
    let titles = columns.map(\.title)
    var widths = titles.map(Self.places)
    for row in rows {
      for index in shown { widths[index] = max(widths[index], Self.places(row[index])) }
    }
    if let width { fit(&widths, shown, into: width) }
    let rule = widths.map { String(repeating: "-", count: $0) }
    return ([titles, rule] + rows).map { line($0, widths, shown) }
  }

  /// The columns for which there is room at their narrowest.
  private func shown(in width: Int) -> [Int] {
    var shown = Array(columns.indices)
    while shown.map({ columns[$0].minimum + Self.gap }).reduce(-Self.gap, +) > width,
      let last = shown.lastIndex(where: { columns[$0].isOptional })
    {
      shown.remove(at: last)
    }
    return shown
  }

  private static let gap = 2

  /// Takes places from the widest columns until the line fits or all are at their minimum.
  private func fit(_ widths: inout [Int], _ shown: [Int], into width: Int) {
    var excess = shown.map { widths[$0] + Self.gap }.reduce(-Self.gap - width, +)
    while excess > 0 {
      let narrowable = shown.filter { widths[$0] > columns[$0].minimum }
      guard let widest = narrowable.max(by: { widths[$0] < widths[$1] }) else { return }
      let next = narrowable.map { widths[$0] }.filter { $0 < widths[widest] }.max() ?? 0
      let room = widths[widest] - max(next, columns[widest].minimum)
      let isAlone = narrowable.count { widths[$0] == widths[widest] } == 1
      let step = isAlone ? max(1, min(excess, room)) : 1
      widths[widest] -= step
      excess -= step
    }
  }

  private func line(_ cells: [String], _ widths: [Int], _ shown: [Int]) -> String {
    var line = ""
    for index in shown {
      if !line.isEmpty { line += String(repeating: " ", count: Self.gap) }
      let text = Self.cut(cells[index], to: widths[index])
      let blank = String(repeating: " ", count: max(0, widths[index] - Self.places(text)))
      line += columns[index].isNumber ? blank + text : text + blank
    }
    return String(line.reversed().drop { $0 == " " }.reversed())
  }

  /// At most `width` places of `text`, the last then being `…`.
  static func cut(_ text: String, to width: Int) -> String {
    guard places(text) > width else { return text }
    var result = ""
    var used = 0
    for character in text {
      let places = places(String(character))
      guard used + places < width else { break }
      result.append(character)
      used += places
    }
    return result + "…"
  }

  /// How many places a terminal gives to `text`: East Asian wide characters take two.
  static func places(_ text: String) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.unicodeScalars.reduce(0) { $0 + places($1) }
  }

  private static func places(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    return switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }
}

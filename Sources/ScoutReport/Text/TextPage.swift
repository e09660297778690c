/// Lines for a terminal: headings, wrapped sentences with hanging indents, and tables.
struct TextPage {
  private(set) var lines: [String] = []
  private let width: Int

  /// - Parameter width: places in a line; `nil`, as for a file, wraps at 100.
  init(width: Int?) { self.width = max(40, width ?? 100) }

  mutating func heading(_ text: String) {
    if !lines.isEmpty { lines.append("") }
    lines.append(text.uppercased())
  }

  mutating func blank() { lines.append("") }

  /// Writes `text` behind `head`, its further lines under its first.
  ///
  /// - Parameter column: where the text begins; behind a longer head it begins later.
  mutating func item(_ head: String, _ text: String, column: Int = 0, limit: Int = 1000) {
    let head = Visible.text(head)
    let places = TextTable.places(head)
    let start = max(column, head.isEmpty ? column : places + 1)
    var line = head + String(repeating: " ", count: max(0, start - places))
    var used = start
    var isEmpty = true
    for word in Visible.text(text, limit: limit).split(separator: " ") {
      let length = TextTable.places(String(word))
      if !isEmpty, used + 1 + length > width {
        lines.append(line)
        // A heading that takes half of the line leaves no room to hang from.
        let hang = start > width / 2 ? min(4, column) : start
        line = String(repeating: " ", count: hang)
        used = hang
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      used += length + (isEmpty ? 0 : 1)
      isEmpty = false
    }
    lines.append(String(line.reversed().drop { $0 == " " }.reversed()))
  }

  mutating func table(_ table: TextTable, indent: Int = 2) {
    let blanks = String(repeating: " ", count: indent)
    lines += table.lines(width: width - indent).map { $0.isEmpty ? "" : blanks + $0 }
  }
}

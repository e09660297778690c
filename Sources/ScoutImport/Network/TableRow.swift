/// Rows of comma-separated values (RFC 4180), also with semicolons or tabs, from lines.
///
/// A cell in quotation marks may hold line ends; a row then takes several lines.
struct TableRows {
  struct Row {
    var cells: [String]
    /// The line it begins at.
    var line: Int
  }

  /// So many lines, and bytes, one row may take.
  private static let lineLimit = 64
  private static let byteLimit = 65_536
  static let cellLimit = 256

  private(set) var separator: UInt8
  private var pending: [UInt8] = []
  private var pendingLines = 0
  private var firstLine = 0

  init(separator: UInt8) { self.separator = separator }

  /// The separator that the header's line uses.
  static func separator(of header: ArraySlice<UInt8>) -> UInt8 {
    let found = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
      .map { mark in (mark, header.count { $0 == mark }) }
    return found.max { $0.1 < $1.1 }?.0 ?? UInt8(ascii: ",")
  }

  /// Takes the next line; returns a row where one is complete.
  mutating func take(_ line: TextLine) -> Row? {
    if pending.isEmpty { firstLine = line.number } else { pending.append(UInt8(ascii: "\n")) }
    pending.append(contentsOf: line.bytes)
    pendingLines += 1
    let marks = pending.count { $0 == UInt8(ascii: "\"") }
    let isOpen = !marks.isMultiple(of: 2)
    if isOpen, pendingLines < Self.lineLimit, pending.count < Self.byteLimit { return nil }
    return end()
  }

  /// The row that the file ends within, if any.
  mutating func end() -> Row? {
    defer {
      pending.removeAll(keepingCapacity: true)
      pendingLines = 0
    }
    return pending.isEmpty
      ? nil : Row(cells: Self.cells(pending[...], separator), line: firstLine)
  }

  static func cells(_ line: ArraySlice<UInt8>, _ separator: UInt8) -> [String] {
    let mark = UInt8(ascii: "\"")
    var cells: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var position = line.startIndex
    func text() -> String { cell[...].trimmed.text }
    while position < line.endIndex, cells.count < cellLimit {
      let byte = line[position]
      position += 1
      switch byte {
      case mark where isQuoted && position < line.endIndex && line[position] == mark:
        cell.append(mark)
        position += 1
      case mark: isQuoted.toggle()
      case separator where !isQuoted:
        cells.append(text())
        cell.removeAll(keepingCapacity: true)
      default: cell.append(byte)
      }
    }
    cells.append(text())
    return cells
  }
}

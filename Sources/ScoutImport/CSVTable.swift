/// A table of text cells with a head line, as RFC 4180 and its relatives write it: cells parted by
/// commas, semicolons or tabs, quoted where need be.
struct CSVTable {
  /// The names of the columns, as written.
  private(set) var columns: [String] = []
  /// The rows with the number of the line they begin in, from 1 on.
  private(set) var rows: [(line: Int, cells: [String])] = []

  private static let cellLimit = 4096
  private static let columnLimit = 512

  init(_ text: String) {
    let bytes = Array(text.utf8)
    let end = bytes.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
    let separator = Self.separator(bytes[..<end])
    var row: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var line = 1
    var start = 1
    var position = 0
    func finished(_ cell: [UInt8]) -> String {
      String(decoding: cell.prefix(Self.cellLimit), as: UTF8.self).trimmed
    }
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == 0x0A { line += 1 }
      if isQuoted {
        if byte != UInt8(ascii: "\"") {
          cell.append(byte)
        } else if position < bytes.count, bytes[position] == byte {
          cell.append(byte)
          position += 1
        } else {
          isQuoted = false
        }
      } else if byte == UInt8(ascii: "\""), cell.isEmpty {
        isQuoted = true
      } else if byte == separator {
        if row.count < Self.columnLimit { row.append(finished(cell)) }
        cell = []
      } else if byte == 0x0A || byte == 0x0D {
        row.append(finished(cell))
        cell = []
        add(row, start)
        row = []
        start = line
      } else {
        cell.append(byte)
      }
    }
    if !cell.isEmpty || !row.isEmpty { add(row + [finished(cell)], start) }
  }

  private mutating func add(_ row: [String], _ line: Int) {
    if row.allSatisfy(\.isEmpty) { return }
    // PowerShell writes the type of what it exports before the head.
    if columns.isEmpty, row.count == 1, row[0].hasPrefix("#TYPE") { return }
    if columns.isEmpty { columns = row } else { rows.append((line, row)) }
  }

  /// The separator that occurs most in the head line.
  private static func separator(_ head: ArraySlice<UInt8>) -> UInt8 {
    let candidates: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09]
    return candidates.max { left, right in
      head.count { $0 == left } < head.count { $0 == right }
    } ?? UInt8(ascii: ",")
  }

  /// The place of the first column that bears one of `names`, whatever its capitals.
  func place(of names: String...) -> Int? {
    for name in names {
      if let place = columns.firstIndex(where: { $0.lowercased() == name.lowercased() }) {
        return place
      }
    }
    return nil
  }
}

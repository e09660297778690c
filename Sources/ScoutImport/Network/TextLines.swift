/// One line of a file, without its end.
struct TextLine {
  var bytes: ArraySlice<UInt8>
  /// Counted from 1.
  var number: Int
  /// Whether the line went past the limit and was cut.
  var isCut = false
}

/// Cuts a file that comes in pieces into lines of UTF-8.
///
/// UTF-16 is taken where the file begins with its byte order mark, as PowerShell writes it.
struct TextLines {
  /// Longer lines are cut.
  static let lineLimit = 65_536

  private enum Encoding { case utf8, utf16(isBigEndian: Bool) }
  private let encoding: Encoding
  private var bytesToSkip: Int
  private var pending: [UInt8] = []
  private var isCut = false
  private var number = 0
  /// What of a UTF-16 text waits for its other half.
  private var oddByte: UInt8?
  private var surrogate: UInt16?

  /// - Parameter head: the first bytes of the file, which are handed over again by `take`.
  init(head: [UInt8]) {
    switch (head.first, head.dropFirst().first, head.dropFirst(2).first) {
    case (0xFF, 0xFE, _): (encoding, bytesToSkip) = (.utf16(isBigEndian: false), 2)
    case (0xFE, 0xFF, _): (encoding, bytesToSkip) = (.utf16(isBigEndian: true), 2)
    case (0xEF, 0xBB, 0xBF): (encoding, bytesToSkip) = (.utf8, 3)
    default: (encoding, bytesToSkip) = (.utf8, 0)
    }
  }

  /// Takes the next piece and hands over the lines that it completes.
  mutating func take(_ bytes: [UInt8], _ body: (TextLine) -> Void) {
    let skipped = min(bytesToSkip, bytes.count)
    bytesToSkip -= skipped
    switch encoding {
    case .utf8: split(bytes[skipped...], body)
    case .utf16(let isBigEndian): split(decoded(bytes[skipped...], isBigEndian)[...], body)
    }
  }

  /// Hands over the last line, where the file does not end with a line's end.
  mutating func finish(_ body: (TextLine) -> Void) {
    if !pending.isEmpty { deliver(pending[...], body) }
    pending = []
  }

  private mutating func split(_ bytes: ArraySlice<UInt8>, _ body: (TextLine) -> Void) {
    var rest = bytes
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      if pending.isEmpty {
        deliver(rest[..<end], body)
      } else {
        keep(rest[..<end])
        let line = pending
        pending.removeAll(keepingCapacity: true)
        deliver(line[...], body)
      }
      rest = rest[(end + 1)...]
    }
    keep(rest)
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    let room = Self.lineLimit + 1 - min(pending.count, Self.lineLimit + 1)
    pending.append(contentsOf: bytes.prefix(room))
  }

  private mutating func deliver(_ bytes: ArraySlice<UInt8>, _ body: (TextLine) -> Void) {
    number += 1
    var line = TextLine(bytes: bytes.prefix(Self.lineLimit), number: number)
    line.isCut = bytes.count > Self.lineLimit
    if line.bytes.last == UInt8(ascii: "\r") { line.bytes.removeLast() }
    body(line)
  }

  private mutating func decoded(_ bytes: ArraySlice<UInt8>, _ isBigEndian: Bool) -> [UInt8] {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2 + 2)
    if let surrogate { units.append(surrogate) }
    surrogate = nil
    for byte in bytes {
      guard let first = oddByte else {
        oddByte = byte
        continue
      }
      oddByte = nil
      let (high, low) = isBigEndian ? (first, byte) : (byte, first)
      units.append(UInt16(high) << 8 | UInt16(low))
    }
    if let last = units.last, UTF16.isLeadSurrogate(last) { surrogate = units.removeLast() }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}

extension ArraySlice<UInt8> {
  /// At most 255 bytes as text; invalid UTF-8 is replaced.
  var text: String { String(decoding: prefix(HostFile.textLimit), as: UTF8.self) }

  /// Without spaces and tabs at both ends.
  var trimmed: ArraySlice<UInt8> {
    var slice = drop(while: \.isBlank)
    while let last = slice.last, last.isBlank { slice.removeLast() }
    return slice
  }

  /// The parts between spaces and tabs.
  var words: [ArraySlice<UInt8>] { split(whereSeparator: \.isBlank) }

  func equals(_ text: StaticString) -> Bool {
    // SAFETY: a static string's bytes live as long as the program.
    elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Between the first and the last quotation mark; all of it where there are not two.
  var unquoted: ArraySlice<UInt8> {
    let mark = UInt8(ascii: "\"")
    guard let first = firstIndex(of: mark), let last = lastIndex(of: mark), first < last else {
      return self
    }
    return self[(first + 1)..<last]
  }
}

extension UInt8 {
  var isBlank: Bool { self == 0x20 || self == 0x09 }
}

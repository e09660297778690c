/// Reads names from DNS messages and from the DHCP and ND options that borrow their form.
///
/// It is kept for all names of one message, so that its buffer is made once.
struct DNSNameReader {
  private var text: [UInt8] = []
  /// Set once a pointer led to itself or forward, which RFC 1035, 4.1.4 does not allow; such names
  /// are read nevertheless, because other programs read them.
  var hasMetForwardPointer = false
  /// The first name of the message with its place: what most other names point to.
  private var first: (offset: Int, name: DNSName)?

  /// Where a name may end.
  enum Ending {
    /// Only in the zero byte that stands for the root, or in a pointer.
    case root
    /// Also where the reader ends: DHCP's partial names (RFC 4702, 3.1; RFC 8415, 10).
    case anywhere
  }

  /// Reads the name at the cursor and goes on behind it.
  ///
  /// Where the name is bad but its end is known (too long, a pointer that leads nowhere or in a
  /// circle), the cursor has moved behind it when the error is thrown; else it has not moved.
  @_lifetime(reader: copy reader)
  mutating func read(
    _ reader: inout ByteReader, _ field: FieldName, ending: Ending = .root
  ) throws(WireError) -> DNSName {
    text.removeAll(keepingCapacity: true)
    let start = reader.offset
    var cursor = reader
    var length = 1
    var pointers = 0
    var isTooLong = false
    while true {
      if cursor.isAtEnd, pointers == 0, ending == .anywhere {
        reader = cursor
        break
      }
      let labelOffset = cursor.offset
      let size = Int(try cursor.readUInt8(field))
      switch size >> 6 {
      case 0:
        if size == 0 {
          if pointers == 0 { reader = cursor }
          if isTooLong { throw WireError(.limitExceeded, field, at: start) }
          let name = finished()
          if first == nil, !hasMetForwardPointer { first = (start, name) }
          return name
        }
        length += size + 1
        isTooLong = length > DNSName.maximumLength
        if isTooLong {
          if pointers > 0 { throw WireError(.limitExceeded, field, at: start) }
          try cursor.skip(size, field)
          // Behind the limit only the end of the name is looked for.
          length = DNSName.maximumLength
          while let next = cursor.peekUInt8(), next != 0, next < 0x40 {
            try cursor.skip(Int(next) + 1, field)
          }
        } else {
          try readLabel(&cursor, size, field)
        }
      case 3:
        let target = (size & 0x3F) << 8 | Int(try cursor.readUInt8(field))
        if pointers == 0 { reader = cursor }
        if isTooLong { throw WireError(.limitExceeded, field, at: start) }
        if labelOffset == start, let first, first.offset == target, target < start {
          return first.name
        }
        pointers += 1
        if pointers > DNSName.maximumPointers { throw WireError(.malformed, field, at: start) }
        if target >= labelOffset { hasMetForwardPointer = true }
        cursor = try cursor.reader(at: target, field)
      default:
        // 0x40 was given to extended labels (RFC 2671), since withdrawn; 0x80 is reserved.
        throw WireError(.unsupported, field, at: labelOffset)
      }
    }
    if isTooLong { throw WireError(.limitExceeded, field, at: start) }
    return finished()
  }

  private func finished() -> DNSName {
    text.isEmpty ? .root : DNSName(unchecked: String(decoding: text, as: UTF8.self))
  }

  @_lifetime(cursor: copy cursor)
  private mutating func readLabel(
    _ cursor: inout ByteReader, _ size: Int, _ field: FieldName
  ) throws(WireError) {
    try cursor.require(size, field)
    if !text.isEmpty { text.append(UInt8(ascii: ".")) }
    if cursor.appendPlain(size, to: &text) { return }
    let start = text.count
    var isASCII = true
    for _ in 0..<size {
      let byte = try cursor.readUInt8(field)
      if byte < 0x80 {
        DNSNameText.append(byte, to: &text)
      } else {
        isASCII = false
        text.append(byte)
      }
    }
    // Escapes are ASCII, and so change nothing about the rest's being UTF-8.
    if isASCII || String(validating: text[start...], as: UTF8.self) != nil { return }
    let label = Array(text[start...])
    text.removeLast(label.count)
    for byte in label {
      if byte < 0x80 { text.append(byte) } else { DNSNameText.append(byte, to: &text) }
    }
  }
}

extension ByteReader {
  /// Appends the next `count` bytes, which are there, and goes on behind them, if all of them stand
  /// in a name's text as they are; else nothing happens.
  @_lifetime(self: copy self)
  fileprivate mutating func appendPlain(_ count: Int, to text: inout [UInt8]) -> Bool {
    let range = position..<position + count
    // SAFETY: the caller has checked that `count` bytes follow; the pointer does not leave the
    // closure.
    let isPlain = bytes.withUnsafeBytes { bytes in
      let label = UnsafeRawBufferPointer(rebasing: bytes[range])
      for byte in label
      where byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "\\") {
        return false
      }
      text.append(contentsOf: label)
      return true
    }
    if isPlain { position += count }
    return isPlain
  }
}

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
    let start = reader.offset
    if let name = reader.readPlainName(first) {
      if first == nil { first = (start, name) }
      return name
    }
    text.removeAll(keepingCapacity: true)
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
  /// Reads a name that stands in its text as it is, that ends in the root and whose pointers all lead
  /// back, as nearly all names are: without a buffer in between. `nil`, and nothing read, for others.
  ///
  /// A name that is nothing but a pointer to the `first` of the message is that.
  @_lifetime(self: copy self)
  fileprivate mutating func readPlainName(_ first: (offset: Int, name: DNSName)?) -> DNSName? {
    if limit - position >= 2, let first {
      // SAFETY: two bytes follow `position`, as just checked.
      let word = UInt16(
        bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt16.self))
      if word >= 0xC000, Int(word & 0x3FFF) == first.offset, first.offset < position {
        position += 2
        return first.name
      }
    }
    let (start, end) = (position, limit)
    // SAFETY: no pointer leaves the closures.
    let found = bytes.withUnsafeBytes { bytes in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: DNSName.maximumLength) { text in
        Self.copyPlainName(bytes, from: start, to: end, into: text).map { count, behind in
          let name = String(decoding: text[..<count], as: UTF8.self)
          return (name: count == 0 ? .root : DNSName(unchecked: name), behind: behind)
        }
      }
    }
    if let found { position = found.behind }
    return found?.name
  }

  /// Copies the text of such a name, and says how long it is and where the reader goes on.
  private static func copyPlainName(
    _ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int,
    into text: UnsafeMutableBufferPointer<UInt8>
  ) -> (count: Int, behind: Int)? {
    var (place, limit) = (start, end)
    var behind: Int?
    var (count, pointers) = (0, 0)
    while place < limit {
      let size = Int(bytes[place])
      place += 1
      if size == 0 { return (max(0, count - 1), behind ?? place) }
      if size >= 0xC0 {
        guard place < limit else { return nil }
        let target = (size & 0x3F) << 8 | Int(bytes[place])
        pointers += 1
        guard target < place - 1, pointers <= DNSName.maximumPointers else { return nil }
        behind = behind ?? place + 1
        (place, limit) = (target, bytes.count)
        continue
      }
      // With the zero that ends it, and a dot behind each label in the place of its length.
      guard size < 0x40, place + size < limit, count + size + 2 <= text.count else { return nil }
      var isPlain = true
      for index in 0..<size {
        let byte = bytes[place &+ index]
        isPlain = isPlain && byte.isPlainInNames
        text[count &+ index] = byte
      }
      guard isPlain else { return nil }
      text[count + size] = UInt8(ascii: ".")
      count += size + 1
      place += size
    }
    return nil
  }
}

extension UInt8 {
  /// Whether it stands in a name's text as it is.
  fileprivate var isPlainInNames: Bool {
    self >= 0x20 && self < 0x7F && self != UInt8(ascii: ".") && self != UInt8(ascii: "\\")
  }
}

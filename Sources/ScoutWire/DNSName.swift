/// A domain name as it travels in DNS: labels of bytes, kept in the text form of RFC 1035, 5.1.
///
/// A dot or backslash inside a label is written with a backslash before it; control characters and
/// bytes that are not UTF-8 as a backslash and three decimal digits. Letter case is kept. The root
/// is `.`; any other name has no final dot.
package struct DNSName: Hashable, Sendable {
  package let text: String

  /// The caller has made `text` in the form above.
  init(unchecked text: String) { self.text = text }

  /// The root of the name space.
  package static let root = DNSName(unchecked: ".")

  /// The most bytes a name may take on the wire, its length bytes and final zero included.
  package static let maximumLength = 255

  /// The most pointers that are followed within one name; a name has fewer labels than that.
  package static let maximumPointers = 127
}

extension DNSName {
  /// Reads the text form, with or without a final dot; `nil` where a label is empty or longer than
  /// 63 bytes, or the whole longer than DNS allows.
  package init?(_ text: some StringProtocol) {
    var labels: [[UInt8]] = []
    var label: [UInt8] = []
    var bytes = text.utf8.makeIterator()
    var endsInDot = false
    while let byte = bytes.next() {
      endsInDot = false
      switch byte {
      case UInt8(ascii: "."):
        if label.isEmpty {
          guard labels.isEmpty, bytes.next() == nil else { return nil }
          self = .root
          return
        }
        labels.append(label)
        label = []
        endsInDot = true
      case UInt8(ascii: "\\"):
        guard let first = bytes.next() else { return nil }
        guard let hundreds = first.decimalDigit else {
          label.append(first)
          continue
        }
        guard let tens = bytes.next()?.decimalDigit, let units = bytes.next()?.decimalDigit,
          let value = UInt8(exactly: Int(hundreds) * 100 + Int(tens) * 10 + Int(units))
        else { return nil }
        label.append(value)
      default:
        label.append(byte)
      }
    }
    if !endsInDot { labels.append(label) }
    self.init(labels: labels)
  }

  /// Takes the labels, leftmost first; `nil` where one is empty or the name is longer than DNS
  /// allows.
  package init?(labels: [[UInt8]]) {
    guard labels.allSatisfy({ (1...63).contains($0.count) }),
      labels.reduce(1, { $0 + $1.count + 1 }) <= Self.maximumLength
    else { return nil }
    var text: [UInt8] = []
    for label in labels { DNSNameText.append(label, to: &text) }
    self.text = text.isEmpty ? "." : String(decoding: text, as: UTF8.self)
  }

  /// The labels as bytes, leftmost first; none for the root.
  package var labels: [[UInt8]] {
    if text == "." { return [] }
    var labels: [[UInt8]] = []
    var label: [UInt8] = []
    var bytes = text.utf8.makeIterator()
    while let byte = bytes.next() {
      switch byte {
      case UInt8(ascii: "."):
        labels.append(label)
        label = []
      case UInt8(ascii: "\\"):
        guard let first = bytes.next() else { continue }
        guard let hundreds = first.decimalDigit else {
          label.append(first)
          continue
        }
        let tens = bytes.next()?.decimalDigit ?? 0
        let units = bytes.next()?.decimalDigit ?? 0
        label.append(UInt8(truncatingIfNeeded: Int(hundreds) * 100 + Int(tens) * 10 + Int(units)))
      default:
        label.append(byte)
      }
    }
    labels.append(label)
    return labels
  }

  /// Whether the name is the root.
  package var isRoot: Bool { text == "." }
}

extension DNSName: CustomStringConvertible {
  package var description: String { text }
}

/// Writes labels in the text form that `DNSName` keeps.
enum DNSNameText {
  /// Appends one label, and a dot before it where it is not the first.
  static func append(_ label: [UInt8], to text: inout [UInt8]) {
    if !text.isEmpty { text.append(UInt8(ascii: ".")) }
    let isText = String(validating: label, as: UTF8.self) != nil
    for byte in label {
      if byte < 0x80 || !isText { append(byte, to: &text) } else { text.append(byte) }
    }
  }

  /// Appends one byte of a label; one above 0x7F as a number.
  @inline(__always)
  static func append(_ byte: UInt8, to text: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "\\"):
      text.append(UInt8(ascii: "\\"))
      text.append(byte)
    case 0x20..<0x7F:
      text.append(byte)
    default:
      text.append(UInt8(ascii: "\\"))
      text.append(UInt8(ascii: "0") + byte / 100)
      text.append(UInt8(ascii: "0") + byte / 10 % 10)
      text.append(UInt8(ascii: "0") + byte % 10)
    }
  }
}

extension UInt8 {
  /// The value of an ASCII digit.
  fileprivate var decimalDigit: UInt8? {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) ? self - UInt8(ascii: "0") : nil
  }
}

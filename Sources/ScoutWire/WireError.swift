/// The name of a protocol field, as it appears in errors.
package typealias FieldName = StaticString

/// Why received bytes could not be read: what is wrong, in which field, and where.
package struct WireError: Error, Hashable, Sendable {
  /// The kinds of trouble a codec can meet.
  package enum Code: Hashable, Sendable {
    /// The message ends before the field does.
    case truncated
    /// The field holds a value that its specification forbids.
    case malformed
    /// The field is well formed and belongs to something this codec does not read.
    case unsupported
    /// The field asks for more than the codec's stated limit.
    case limitExceeded
  }

  package var code: Code
  /// The field's name.
  package var field: String
  /// Bytes from the start of the outermost message to the field.
  package var offset: Int

  package init(_ code: Code, _ field: FieldName, at offset: Int) {
    self.code = code
    self.field = field.description
    self.offset = offset
  }
}

extension WireError: CustomStringConvertible {
  package var description: String {
    switch code {
    case .truncated: "\(field) cut short at byte \(offset)"
    case .malformed: "\(field) malformed at byte \(offset)"
    case .unsupported: "\(field) not supported at byte \(offset)"
    case .limitExceeded: "\(field) beyond the limit at byte \(offset)"
    }
  }
}

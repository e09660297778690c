/// A value that can be read from the bytes of one message.
package protocol WireValue {
  /// Reads the value at the start of `bytes`, or says which field prevents it.
  init(parsing bytes: RawSpan) throws(WireError)
}

extension WireValue {
  /// Reads the value at the start of an array.
  @inlinable
  package init(parsing bytes: [UInt8]) throws(WireError) {
    try self.init(parsing: bytes.span.bytes)
  }

  /// Reads the value at the start of a slice.
  @inlinable
  package init(parsing bytes: ArraySlice<UInt8>) throws(WireError) {
    try self.init(parsing: bytes.span.bytes)
  }
}

/// A value that other bytes follow: it is read from a cursor, which then stands behind it.
package protocol WireHeader: WireValue {
  /// Reads the header at the cursor.
  init(reading reader: inout ByteReader) throws(WireError)
}

extension WireHeader {
  @inlinable
  package init(parsing bytes: RawSpan) throws(WireError) {
    var reader = ByteReader(bytes)
    try self.init(reading: &reader)
  }
}

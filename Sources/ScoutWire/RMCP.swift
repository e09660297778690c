/// A datagram of the Remote Management and Control Protocol, UDP 623 (ASF 2.0, 3.2).
package enum RMCPMessage: Hashable, Sendable {
  /// Four bytes that confirm a message; they come before the answer when the question's sequence
  /// number was not 0xFF.
  case acknowledgement(sequence: UInt8)
  case ping(ASFPresencePing)
  case pong(ASFPresencePong)
  /// Another ASF message, by its type.
  case otherASF(type: UInt8)
  /// A message of another class: 7 is IPMI.
  case otherClass(UInt8)

  static let version: UInt8 = 0x06
  static let classASF: UInt8 = 0x06
}

extension RMCPMessage: WireValue {
  package init(parsing bytes: RawSpan) throws(WireError) {
    var reader = ByteReader(bytes)
    let header = try RMCPHeader(reading: &reader)
    if header.messageClass & 0x80 != 0 {
      self = .acknowledgement(sequence: header.sequence)
      return
    }
    guard header.messageClass == Self.classASF else {
      self = .otherClass(header.messageClass)
      return
    }
    var ahead = ByteReader(bytes)
    try ahead.skip(8, "ASF header")
    switch try ahead.readUInt8("ASF message type") {
    case ASFPresencePing.messageType: self = .ping(try ASFPresencePing(parsing: bytes))
    case ASFPresencePong.messageType: self = .pong(try ASFPresencePong(parsing: bytes))
    case let type: self = .otherASF(type: type)
    }
  }
}

/// The four bytes that every RMCP message begins with.
struct RMCPHeader {
  var sequence: UInt8
  /// Bit 7 marks an acknowledgement.
  var messageClass: UInt8

  init(reading reader: inout ByteReader) throws(WireError) {
    let start = reader.offset
    guard try reader.readUInt8("RMCP version") == RMCPMessage.version else {
      throw WireError(.unsupported, "RMCP version", at: start)
    }
    try reader.skip(1, "RMCP reserved")
    sequence = try reader.readUInt8("RMCP sequence")
    messageClass = try reader.readUInt8("RMCP class")
  }

  /// Reads the header of a message that must be of class ASF.
  init(readingASF reader: inout ByteReader) throws(WireError) {
    let start = reader.offset
    try self.init(reading: &reader)
    guard messageClass == RMCPMessage.classASF else {
      throw WireError(.unsupported, "RMCP class", at: start + 3)
    }
  }
}

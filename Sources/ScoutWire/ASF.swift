/// Enterprise numbers of the IANA registry that meet us in presence messages.
package enum EnterpriseNumber {
  package static let intel: UInt32 = 343
  /// The ASF specification's own, also used by server management controllers.
  package static let asf: UInt32 = 4542
  /// Of the Data Center Manageability Interface.
  package static let dcmi: UInt32 = 36465
}

/// The ASF presence ping: the smallest question that makes a management controller answer
/// (ASF 2.0, 3.2.4.2).
package struct ASFPresencePing: Hashable, Sendable {
  /// Ties a pong to its ping: the controller copies it into the answer.
  package var tag: UInt8
  /// 0xFF asks for no acknowledgement; it is what ``encoded()`` should be sent with.
  package var sequence: UInt8

  package init(tag: UInt8, sequence: UInt8 = 0xFF) {
    self.tag = tag
    self.sequence = sequence
  }

  static let messageType: UInt8 = 0x80
}

extension ASFPresencePing: WireValue {
  package init(parsing bytes: RawSpan) throws(WireError) {
    var reader = ByteReader(bytes)
    sequence = try RMCPHeader(readingASF: &reader).sequence
    guard try reader.readUInt32("ASF enterprise number") == EnterpriseNumber.asf else {
      throw WireError(.unsupported, "ASF enterprise number", at: 4)
    }
    guard try reader.readUInt8("ASF message type") == Self.messageType else {
      throw WireError(.unsupported, "ASF message type", at: 8)
    }
    tag = try reader.readUInt8("ASF message tag")
    try reader.skip(2, "ASF reserved, data length")
  }

  /// The twelve bytes of the datagram.
  package func encoded() -> [UInt8] {
    var writer = ByteWriter(capacity: 12)
    writer.write([RMCPMessage.version, 0, sequence, RMCPMessage.classASF])
    writer.write(EnterpriseNumber.asf)
    writer.write([Self.messageType, tag, 0, 0])
    return writer.bytes
  }
}

/// The answer to a presence ping, its fields as sent: what they mean depends on ``enterprise``
/// (ASF 2.0, 3.2.4.3).
package struct ASFPresencePong: Hashable, Sendable {
  package var sequence: UInt8
  /// The number in the message header. The specification has 4542 there; recorded AMT devices
  /// seem to put 343, so both are read.
  package var headerEnterprise: UInt32
  package var tag: UInt8
  /// Whose the next field is: 343 Intel, 4542 a plain ASF or IPMI controller, 36465 DCMI.
  package var enterprise: UInt32
  /// Four bytes that the enterprise defines.
  package var enterpriseData: [UInt8]
  /// Bit 7: IPMI. Bit 5: DASH, on AMT 4.x to 5.0.
  package var entities: UInt8
  /// Bit 5: DASH.
  package var interactions: UInt8
  /// Six bytes, reserved by the specification; Intel keeps later versions in the first two.
  package var reserved: [UInt8]

  package init(
    sequence: UInt8 = 0xFF, headerEnterprise: UInt32, tag: UInt8, enterprise: UInt32,
    enterpriseData: [UInt8], entities: UInt8, interactions: UInt8, reserved: [UInt8]
  ) {
    self.sequence = sequence
    self.headerEnterprise = headerEnterprise
    self.tag = tag
    self.enterprise = enterprise
    self.enterpriseData = enterpriseData
    self.entities = entities
    self.interactions = interactions
    self.reserved = reserved
  }

  static let messageType: UInt8 = 0x40
  /// The size of the data part.
  static let dataLength = 16
}

extension ASFPresencePong: WireValue {
  /// Reads the pong; bytes behind its 28 are ignored.
  package init(parsing bytes: RawSpan) throws(WireError) {
    var reader = ByteReader(bytes)
    sequence = try RMCPHeader(readingASF: &reader).sequence
    headerEnterprise = try reader.readUInt32("ASF enterprise number")
    guard headerEnterprise == EnterpriseNumber.asf || headerEnterprise == EnterpriseNumber.intel
    else { throw WireError(.unsupported, "ASF enterprise number", at: 4) }
    guard try reader.readUInt8("ASF message type") == Self.messageType else {
      throw WireError(.unsupported, "ASF message type", at: 8)
    }
    tag = try reader.readUInt8("ASF message tag")
    try reader.skip(1, "ASF reserved")
    guard Int(try reader.readUInt8("ASF data length")) >= Self.dataLength else {
      throw WireError(.malformed, "ASF data length", at: 11)
    }
    enterprise = try reader.readUInt32("enterprise number")
    enterpriseData = try reader.readBytes(4, "enterprise data")
    entities = try reader.readUInt8("supported entities")
    interactions = try reader.readUInt8("supported interactions")
    reserved = try reader.readBytes(6, "reserved")
  }

  /// The 28 bytes of the datagram; data of ours must have its four and six bytes.
  package func encoded() -> [UInt8] {
    precondition(
      enterpriseData.count == 4 && reserved.count == 6, "parts of a pong have fixed sizes")
    var writer = ByteWriter(capacity: 28)
    writer.write([RMCPMessage.version, 0, sequence, RMCPMessage.classASF])
    writer.write(headerEnterprise)
    writer.write([Self.messageType, tag, 0, UInt8(Self.dataLength)])
    writer.write(enterprise)
    writer.write(enterpriseData)
    writer.write([entities, interactions])
    writer.write(reserved)
    return writer.bytes
  }
}

/// The families of messages that share DNS's form.
package enum DNSDialect: Hashable, Sendable {
  /// DNS, multicast DNS (RFC 6762), LLMNR (RFC 4795).
  case dns
  /// NetBIOS name service (RFC 1002): types 32 and 33 have a meaning of their own.
  case netBIOS
}

/// A DNS message (RFC 1035, 4).
///
/// What can be read is kept: a record whose data is broken is left out, and a section that ends
/// early yields the records before its end. `defects` says so.
package struct DNSMessage: Hashable, Sendable {
  package var id: UInt16
  /// The second word of the header: QR, opcode, flags and response code.
  package var flags: UInt16
  package var questions: [DNSQuestion]
  package var answers: [DNSRecord]
  package var authorities: [DNSRecord]
  package var additionals: [DNSRecord]
  /// What could not be read; after `maximumDefects` of them the rest is left unread.
  package var defects: [WireError]

  package init(id: UInt16, flags: UInt16 = 0) {
    self.id = id
    self.flags = flags
    questions = []
    answers = []
    authorities = []
    additionals = []
    defects = []
  }

  /// The most questions and records that are read of one message.
  package static let maximumRecords = 4096
  package static let maximumDefects = 16
}

extension DNSMessage {
  package var isResponse: Bool { flags & 0x8000 != 0 }

  /// 0 query, 4 notify, 5 update.
  package var opcode: UInt8 { UInt8(truncatingIfNeeded: flags >> 11 & 0xF) }

  /// Whether the answer was cut to fit a datagram (TC).
  package var isTruncated: Bool { flags & 0x0200 != 0 }

  package var isAuthoritative: Bool { flags & 0x0400 != 0 }

  package var recursionDesired: Bool { flags & 0x0100 != 0 }

  /// The four bits of the header: 0 no error, 2 server failure, 3 no such name, 5 refused.
  package var responseCode: UInt8 { UInt8(truncatingIfNeeded: flags & 0xF) }

  /// The response code with the upper bits that an OPT record adds (RFC 6891, 6.1.3).
  package var extendedResponseCode: UInt16 {
    let upper = additionals.first { $0.type == .opt }.map { UInt16($0.timeToLive >> 24) } ?? 0
    return upper << 4 | UInt16(responseCode)
  }

  /// A question to a recursive server, with an OPT record that asks for answers of up to
  /// `payloadSize` bytes.
  package static func query(
    id: UInt16, _ name: DNSName, _ type: DNSType, payloadSize: UInt16 = 1232
  ) -> DNSMessage {
    var message = DNSMessage(id: id, flags: 0x0100)
    message.questions = [DNSQuestion(name, type)]
    message.additionals = [
      DNSRecord(.root, .opt, rawClass: payloadSize, timeToLive: 0, .options([]))
    ]
    return message
  }
}

extension DNSMessage: WireValue {
  package init(parsing bytes: RawSpan) throws(WireError) {
    try self.init(parsing: bytes, as: .dns)
  }

  /// Reads the message that fills `bytes`; throws only where the header is cut.
  package init(parsing bytes: RawSpan, as dialect: DNSDialect) throws(WireError) {
    var reader = ByteReader(bytes)
    self.init(id: try reader.readUInt16("ID"), flags: try reader.readUInt16("flags"))
    let questionCount = Int(try reader.readUInt16("QDCOUNT"))
    let counts = (
      Int(try reader.readUInt16("ANCOUNT")), Int(try reader.readUInt16("NSCOUNT")),
      Int(try reader.readUInt16("ARCOUNT"))
    )
    var section = DNSSectionReader(dialect: dialect, left: Self.maximumRecords)
    questions = section.readQuestions(&reader, questionCount)
    if !section.isStopped { answers = section.readRecords(&reader, counts.0) }
    if !section.isStopped { authorities = section.readRecords(&reader, counts.1) }
    if !section.isStopped { additionals = section.readRecords(&reader, counts.2) }
    defects = section.defects
  }
}

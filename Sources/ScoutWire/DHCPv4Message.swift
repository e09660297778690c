package import ScoutNet

/// A DHCPv4 message, or one of its ancestor BOOTP (RFC 2131, 2; RFC 951).
///
/// What can be read is kept and `defects` says what could not.
package struct DHCPv4Message: Hashable, Sendable {
  /// *op*: 1 from a client, 2 from a server.
  package var operation: UInt8
  /// *htype*: 1 is Ethernet (IANA: ARP hardware types).
  package var hardwareType: UInt8
  /// *hlen*.
  package var hardwareLength: UInt8
  /// *hops*: how many relays the message passed.
  package var hops: UInt8
  /// *xid*.
  package var transactionID: UInt32
  /// *secs*: seconds since the client began.
  package var seconds: UInt16
  /// *flags*; the top bit asks for a broadcast answer.
  package var flags: UInt16
  /// *ciaddr*.
  package var clientAddress: IPv4Address
  /// *yiaddr*.
  package var yourAddress: IPv4Address
  /// *siaddr*: the next server of the boot process.
  package var serverAddress: IPv4Address
  /// *giaddr*.
  package var relayAddress: IPv4Address
  /// *chaddr*, all sixteen bytes, first byte highest.
  var hardware: UInt128
  /// *sname* without the zeros that end it; empty where options stand in its place.
  package var serverName: [UInt8]
  /// *file* without the zeros that end it; empty where options stand in its place.
  package var bootFile: [UInt8]
  /// Whether the magic cookie stands before the options. BOOTP has none.
  package var hasCookie: Bool
  /// The options as they travel.
  var optionList: DHCPv4OptionList
  /// Option 119: the suffixes in their order, up to the first that cannot be read; `nil` where it was not
  /// sent.
  package private(set) var searchList: [String]?
  /// What could not be read.
  package var defects: [WireError]

  /// A message with all addresses zero and no options.
  package init(operation: UInt8, transactionID: UInt32) {
    self.operation = operation
    hardwareType = 1
    hardwareLength = 6
    hops = 0
    self.transactionID = transactionID
    seconds = 0
    flags = 0
    clientAddress = .zero
    yourAddress = .zero
    serverAddress = .zero
    relayAddress = .zero
    hardware = 0
    serverName = []
    bootFile = []
    hasCookie = true
    optionList = DHCPv4OptionList()
    defects = []
  }

  /// The most options that are read of one message.
  package static let maximumOptions = 1024

  /// Stands before the options (RFC 1497).
  static let cookie: UInt32 = 0x6382_5363
}

extension DHCPv4Message {
  /// *chaddr*, all sixteen bytes.
  package var clientHardware: [UInt8] {
    get { stride(from: 120, through: 0, by: -8).map { UInt8(truncatingIfNeeded: hardware >> $0) } }
    set {
      let filled = newValue.prefix(16) + [UInt8](repeating: 0, count: max(0, 16 - newValue.count))
      hardware = filled.reduce(0) { $0 << 8 | UInt128($1) }
    }
  }

  /// Feeds to a hash all that the message says of its client, and not what changes each time it is said:
  /// the transaction, the seconds, the relays on the way.
  package func feedSubstance(to hasher: inout Hasher) {
    hasher.combine(hardwareType)
    hasher.combine(hardwareLength)
    hasher.combine(hardware)
    hasher.combine(clientAddress)
    hasher.combine(yourAddress)
    hasher.combine(relayAddress)
    optionList.feedBytes(to: &hasher)
  }

  /// The options one by one as they travel: first the options field, then *file*, then *sname*.
  package var options: [DHCPv4Option] {
    get { optionList.options }
    set {
      optionList = DHCPv4OptionList(newValue)
      searchList = readSearchList()?.suffixes
    }
  }
}

extension DHCPv4Message: WireValue {
  /// Reads the message that fills `bytes`; throws where it ends before *sname*.
  package init(parsing bytes: RawSpan) throws(WireError) {
    var reader = ByteReader(bytes)
    let operation = try reader.readUInt8("op")
    let hardwareType = try reader.readUInt8("htype")
    let hardwareLength = try reader.readUInt8("hlen")
    let hops = try reader.readUInt8("hops")
    self.init(operation: operation, transactionID: try reader.readUInt32("xid"))
    self.hardwareType = hardwareType
    self.hardwareLength = hardwareLength
    self.hops = hops
    seconds = try reader.readUInt16("secs")
    flags = try reader.readUInt16("flags")
    clientAddress = try reader.readIPv4Address("ciaddr")
    yourAddress = try reader.readIPv4Address("yiaddr")
    serverAddress = try reader.readIPv4Address("siaddr")
    relayAddress = try reader.readIPv4Address("giaddr")
    try reader.require(16, "chaddr")
    hardware = UInt128(try reader.readUInt64("chaddr")) << 64
    hardware |= UInt128(try reader.readUInt64("chaddr"))
    hasCookie = false
    do throws(WireError) {
      try readVariablePart(&reader)
    } catch {
      defects.append(error)
    }
    if hasCookie { readContents() }
  }

  /// Looks into the options that have a form of their own.
  private mutating func readContents() {
    if let list = readSearchList() {
      searchList = list.suffixes
      if let defect = list.defect { defects.append(defect) }
    }
    if let defect = fqdnDefect { defects.append(defect) }
  }

  @_lifetime(reader: copy reader)
  private mutating func readVariablePart(_ reader: inout ByteReader) throws(WireError) {
    var nameField = try reader.readPart(64, "sname")
    var fileField: ByteReader
    do {
      fileField = try reader.readPart(128, "file")
    } catch {
      serverName = nameField.readText()
      throw error
    }
    let isBOOTP = reader.isAtEnd
    if !isBOOTP {
      // Without the cookie what follows is a vendor's own (RFC 951, 3).
      hasCookie = try reader.readUInt32("magic cookie") == Self.cookie
      if hasCookie { readOptions(&reader, in: .options) }
    }
    let overload = hasCookie ? withValue(of: .overload) { ByteReader($0).peekUInt8() } ?? 0 : 0
    if overload & 1 != 0 {
      readOptions(&fileField, in: .file)
    } else {
      bootFile = fileField.readText()
    }
    if overload & 2 != 0 {
      readOptions(&nameField, in: .serverName)
    } else {
      serverName = nameField.readText()
    }
  }

  /// Reads options to the end option or the end of their area.
  @_lifetime(reader: copy reader)
  private mutating func readOptions(_ reader: inout ByteReader, in area: DHCPv4Option.Area) {
    let first = reader.offset
    // One copy for all values.
    var copying = reader
    let start = optionList.begin(copying.readRest())
    do throws(WireError) {
      while !reader.isAtEnd {
        let code = try reader.readUInt8("option code")
        if code == DHCPv4OptionCode.pad.rawValue { continue }
        if code == DHCPv4OptionCode.end.rawValue { return }
        if optionList.count == Self.maximumOptions {
          throw WireError(.limitExceeded, "option", at: reader.offset - 1)
        }
        let length = Int(try reader.readUInt8("option length"))
        let place = reader.offset - first
        try reader.skip(length, "option value")
        optionList.append(code, at: start + place, count: length, in: area)
      }
      if area == .options { throw WireError(.truncated, "end option", at: reader.offset) }
    } catch {
      defects.append(error)
    }
  }
}

extension ByteReader {
  /// Reads the rest as text that zeros fill up, most often from the first byte on.
  @_lifetime(self: copy self)
  fileprivate mutating func readText() -> [UInt8] {
    let start = position
    position = limit
    // SAFETY: only places between the cursor and the limit are looked at.
    let end = bytes.withUnsafeBytes { bytes in
      var end = limit
      while end - start >= 8, bytes.loadUnaligned(fromByteOffset: end - 8, as: UInt64.self) == 0 {
        end -= 8
      }
      while end > start, bytes[end - 1] == 0 { end -= 1 }
      return end
    }
    return start == end ? [] : copy(start..<end)
  }
}

extension DHCPv4Message {
  /// The message as bytes, at least 300 of them, because some relays drop shorter ones
  /// (RFC 1542, 2.1).
  ///
  /// A value longer than 255 bytes becomes several options of the same code. Options of the *file*
  /// and *sname* areas that do not fit there are left out.
  package func encoded() -> [UInt8] {
    var writer = ByteWriter(capacity: 300)
    writer.write(operation)
    writer.write(hardwareType)
    writer.write(hardwareLength)
    writer.write(hops)
    writer.write(transactionID)
    writer.write(seconds)
    writer.write(flags)
    writer.write(clientAddress)
    writer.write(yourAddress)
    writer.write(serverAddress)
    writer.write(relayAddress)
    write(clientHardware, to: &writer, filling: 16)
    let names = encodedOptions(in: .serverName, limit: 64)
    write(names.isEmpty ? serverName : names, to: &writer, filling: 64)
    let files = encodedOptions(in: .file, limit: 128)
    write(files.isEmpty ? bootFile : files, to: &writer, filling: 128)
    if hasCookie {
      writer.write(Self.cookie)
      writer.write(encodedOptions(in: .options, limit: .max))
      writer.write(DHCPv4OptionCode.end.rawValue)
    }
    writer.writeZeros(max(0, 300 - writer.count))
    return writer.bytes
  }

  private func write(_ bytes: [UInt8], to writer: inout ByteWriter, filling size: Int) {
    writer.write(bytes.prefix(size))
    writer.writeZeros(size - min(size, bytes.count))
  }

  /// The options of one area, with the end option where it fits and is not the whole.
  private func encodedOptions(in area: DHCPv4Option.Area, limit: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for option in options where option.area == area {
      var rest = option.value[...]
      repeat {
        let part = rest.prefix(255)
        guard bytes.count + 2 + part.count <= limit else { return bytes }
        bytes.append(option.code)
        bytes.append(UInt8(part.count))
        bytes.append(contentsOf: part)
        rest = rest.dropFirst(255)
      } while !rest.isEmpty
    }
    if area != .options, !bytes.isEmpty, bytes.count < limit {
      bytes.append(DHCPv4OptionCode.end.rawValue)
    }
    return bytes
  }

  /// The question of a client that has nothing yet, answers to be broadcast (RFC 2131, 4.4.1). It
  /// binds nobody as long as no REQUEST follows.
  package static func discover(
    transactionID: UInt32, clientMAC: MACAddress, asking codes: [DHCPv4OptionCode]
  ) -> DHCPv4Message {
    var message = DHCPv4Message(operation: 1, transactionID: transactionID)
    message.flags = 0x8000
    message.clientHardware = clientMAC.octets + [UInt8](repeating: 0, count: 10)
    message.options = [
      DHCPv4Option(DHCPv4OptionCode.messageType.rawValue, [DHCPv4MessageType.discover.rawValue]),
      DHCPv4Option(DHCPv4OptionCode.maximumMessageSize.rawValue, [0x05, 0xDC]),
      DHCPv4Option(DHCPv4OptionCode.parameterRequestList.rawValue, codes.map(\.rawValue)),
    ]
    return message
  }

  /// The question of a client that has an address and wants to know the rest (RFC 2131, 4.4.3).
  package static func inform(
    transactionID: UInt32, clientAddress: IPv4Address, clientMAC: MACAddress,
    asking codes: [DHCPv4OptionCode]
  ) -> DHCPv4Message {
    var message = DHCPv4Message(operation: 1, transactionID: transactionID)
    message.clientAddress = clientAddress
    message.clientHardware = clientMAC.octets + [UInt8](repeating: 0, count: 10)
    message.options = [
      DHCPv4Option(DHCPv4OptionCode.messageType.rawValue, [DHCPv4MessageType.inform.rawValue]),
      DHCPv4Option(
        DHCPv4OptionCode.clientIdentifier.rawValue, [message.hardwareType] + clientMAC.octets),
      // 1,500 bytes: what fits an Ethernet frame.
      DHCPv4Option(DHCPv4OptionCode.maximumMessageSize.rawValue, [0x05, 0xDC]),
      DHCPv4Option(DHCPv4OptionCode.parameterRequestList.rawValue, codes.map(\.rawValue)),
    ]
    return message
  }
}

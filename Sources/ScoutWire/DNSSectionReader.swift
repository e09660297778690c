/// Reads the sections of one message, noting what is wrong with them.
struct DNSSectionReader {
  let dialect: DNSDialect
  /// Questions and records that may still be read.
  var left: Int
  /// Set where the place of the next record cannot be known.
  private(set) var isStopped = false
  private(set) var defects: [WireError] = []
  private var names = DNSNameReader()

  init(dialect: DNSDialect, left: Int) {
    self.dialect = dialect
    self.left = left
  }

  private mutating func note(_ defect: WireError) {
    if defects.count < DNSMessage.maximumDefects { defects.append(defect) }
    // So much noise is no message any more, and could be made to cost much.
    if defects.count == DNSMessage.maximumDefects { isStopped = true }
  }

  /// Whether another of `field` may be read.
  private mutating func admits(_ field: FieldName, at offset: Int) -> Bool {
    if isStopped { return false }
    if left == 0 {
      note(WireError(.limitExceeded, field, at: offset))
      isStopped = true
      return false
    }
    left -= 1
    return true
  }

  /// Reads a name; `nil` where it is bad and its end known.
  @_lifetime(reader: copy reader)
  private mutating func readName(
    _ reader: inout ByteReader, _ field: FieldName
  ) throws(WireError) -> DNSName? {
    let start = reader.offset
    names.hasMetForwardPointer = false
    defer {
      if names.hasMetForwardPointer { note(WireError(.malformed, "name pointer", at: start)) }
    }
    do {
      return try names.read(&reader, field)
    } catch {
      if reader.offset == start { throw error }
      note(error)
      return nil
    }
  }

  @_lifetime(reader: copy reader)
  mutating func readQuestions(_ reader: inout ByteReader, _ count: Int) -> [DNSQuestion] {
    var questions: [DNSQuestion] = []
    for _ in 0..<count {
      guard admits("question", at: reader.offset) else { break }
      do throws(WireError) {
        let name = try readName(&reader, "question name")
        let type = DNSType(rawValue: try reader.readUInt16("question type"))
        let rawClass = try reader.readUInt16("question class")
        if let name { questions.append(DNSQuestion(name, type, rawClass: rawClass)) }
      } catch {
        note(error)
        isStopped = true
        break
      }
    }
    return questions
  }

  @_lifetime(reader: copy reader)
  mutating func readRecords(_ reader: inout ByteReader, _ count: Int) -> [DNSRecord] {
    var records: [DNSRecord] = []
    // The count is the sender's word.
    records.reserveCapacity(min(count, 8))
    for _ in 0..<count {
      guard admits("record", at: reader.offset) else { break }
      do throws(WireError) {
        let name = try readName(&reader, "record name")
        let type = DNSType(rawValue: try reader.readUInt16("record type"))
        let rawClass = try reader.readUInt16("record class")
        let timeToLive = try reader.readUInt32("record time to live")
        let length = Int(try reader.readUInt16("record length"))
        var data = try reader.readPart(length, "record data")
        let value = readValue(&data, type)
        guard let name, let value else { continue }
        records.append(
          DNSRecord(name, type, rawClass: rawClass, timeToLive: timeToLive, value))
      } catch {
        note(error)
        isStopped = true
        break
      }
    }
    return records
  }

  /// Reads a record's data; `nil` where it is broken.
  @_lifetime(data: copy data)
  private mutating func readValue(_ data: inout ByteReader, _ type: DNSType) -> DNSValue? {
    if data.isAtEnd, type != .opt, type != .txt { return .other([]) }
    do throws(WireError) {
      let value = try readKnownValue(&data, type)
      if let value {
        if !data.isAtEnd { note(WireError(.malformed, "record length", at: data.offset)) }
        return value
      }
      return .other(data.readRest())
    } catch {
      note(error)
      return nil
    }
  }

  /// Reads the data of a type whose form is known; `nil`, and nothing read, for any other.
  @_lifetime(data: copy data)
  private mutating func readKnownValue(
    _ data: inout ByteReader, _ type: DNSType
  ) throws(WireError) -> DNSValue? {
    if dialect == .netBIOS {
      switch type {
      case .nb: return .netBIOS(try NBNSAddress.readAll(&data))
      case .nbstat: return .nodeStatus(try NBNSNodeStatus(&data))
      case .a where data.remaining == 4: return .address4(try data.readIPv4Address("A"))
      default: return nil
      }
    }
    switch type {
    case .a:
      return .address4(try data.readIPv4Address("A"))
    case .aaaa:
      return .address6(try data.readIPv6Address("AAAA"))
    case .cname, .dname, .ns, .ptr:
      return .name(try readTarget(&data))
    case .mx:
      let preference = try data.readUInt16("MX preference")
      return .mailExchange(preference: preference, try readTarget(&data))
    case .srv:
      let priority = try data.readUInt16("SRV priority")
      let weight = try data.readUInt16("SRV weight")
      let port = try data.readUInt16("SRV port")
      return .service(
        priority: priority, weight: weight, port: port, target: try readTarget(&data))
    case .soa:
      return .authority(try readAuthority(&data))
    case .txt:
      var strings: [[UInt8]] = []
      while !data.isAtEnd {
        let length = Int(try data.readUInt8("TXT length"))
        strings.append(try data.readBytes(length, "TXT"))
      }
      return .text(strings)
    case .opt:
      return .options(readOptions(&data))
    default:
      return nil
    }
  }

  /// Reads a name inside a record's data.
  @_lifetime(data: copy data)
  private mutating func readTarget(_ data: inout ByteReader) throws(WireError) -> DNSName {
    let start = data.offset
    names.hasMetForwardPointer = false
    let name = try names.read(&data, "name in record data")
    if names.hasMetForwardPointer { note(WireError(.malformed, "name pointer", at: start)) }
    return name
  }

  @_lifetime(data: copy data)
  private mutating func readAuthority(
    _ data: inout ByteReader
  ) throws(WireError) -> DNSAuthority {
    DNSAuthority(
      primary: try readTarget(&data), mailbox: try readTarget(&data),
      serial: try data.readUInt32("SOA serial"), refresh: try data.readUInt32("SOA refresh"),
      retry: try data.readUInt32("SOA retry"), expire: try data.readUInt32("SOA expire"),
      minimum: try data.readUInt32("SOA minimum"))
  }

  /// Reads options up to the first that is cut: the record's other fields stay true without it.
  @_lifetime(data: copy data)
  private mutating func readOptions(_ data: inout ByteReader) -> [EDNSOption] {
    var options: [EDNSOption] = []
    do throws(WireError) {
      while !data.isAtEnd {
        let code = try data.readUInt16("EDNS option code")
        let length = Int(try data.readUInt16("EDNS option length"))
        options.append(EDNSOption(code: code, value: try data.readBytes(length, "EDNS option")))
      }
    } catch {
      note(error)
      _ = data.readRest()
    }
    return options
  }
}

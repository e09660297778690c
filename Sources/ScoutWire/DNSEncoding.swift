extension DNSMessage {
  /// The message as bytes; names are compressed where RFC 1035 and later documents allow it.
  ///
  /// Records that would carry the message past 64 KiB are left out and not counted.
  package func encoded() -> [UInt8] {
    var writer = DNSWriter()
    writer.bytes.write(id)
    writer.bytes.write(flags)
    writer.bytes.writeZeros(8)
    for (index, question) in questions.enumerated() {
      writer.count(at: 4, index) { $0.write(question) }
    }
    for (offset, section) in [(6, answers), (8, authorities), (10, additionals)] {
      for (index, record) in section.enumerated() {
        writer.count(at: offset, index) { $0.write(record) }
      }
    }
    return Array(writer.bytes.bytes.prefix(writer.end))
  }
}

/// Writes one message, remembering where names stand that later ones can point to.
private struct DNSWriter {
  var bytes = ByteWriter(capacity: 512)
  /// The offset of each name or end of a name written so far, by its labels.
  private var places: [ArraySlice<[UInt8]>: UInt16] = [:]
  /// The end of the header and of the entries that fit.
  private(set) var end = 12
  /// Set once an entry did not fit: what follows would be out of order.
  private var isFull = false

  /// Writes an entry and counts it at `offset`, unless it does not fit.
  mutating func count(at offset: Int, _ index: Int, _ entry: (inout DNSWriter) -> Void) {
    if isFull { return }
    entry(&self)
    if bytes.count > 0xFFFF || index >= 0xFFFF {
      isFull = true
    } else {
      bytes.replaceUInt16(at: offset, with: UInt16(index + 1))
      end = bytes.count
    }
  }

  mutating func write(_ question: DNSQuestion) {
    write(question.name)
    bytes.write(question.type.rawValue)
    bytes.write(question.rawClass)
  }

  mutating func write(_ record: DNSRecord) {
    write(record.name)
    bytes.write(record.type.rawValue)
    bytes.write(record.rawClass)
    bytes.write(record.timeToLive)
    let lengthOffset = bytes.count
    bytes.write(UInt16(0))
    // SRV's target and DNAME's are never compressed (RFC 2782; RFC 6672, 2.5).
    write(record.value, compressing: record.type != .srv && record.type != .dname)
    let length = bytes.count - lengthOffset - 2
    // A longer one makes the message too long, and so is taken back.
    bytes.replaceUInt16(at: lengthOffset, with: UInt16(truncatingIfNeeded: length))
  }

  private mutating func write(_ value: DNSValue, compressing: Bool) {
    switch value {
    case .address4(let address): bytes.write(address)
    case .address6(let address): bytes.write(address)
    case .name(let name): write(name, compressing: compressing)
    case .mailExchange(let preference, let name):
      bytes.write(preference)
      write(name)
    case .authority(let authority):
      write(authority.primary)
      write(authority.mailbox)
      bytes.write(authority.serial)
      bytes.write(authority.refresh)
      bytes.write(authority.retry)
      bytes.write(authority.expire)
      bytes.write(authority.minimum)
    case .service(let priority, let weight, let port, let target):
      bytes.write(priority)
      bytes.write(weight)
      bytes.write(port)
      write(target, compressing: false)
    case .text(let strings):
      for string in strings {
        bytes.write(UInt8(truncatingIfNeeded: min(string.count, 255)))
        bytes.write(string.prefix(255))
      }
    case .options(let options):
      for option in options {
        bytes.write(option.code)
        bytes.write(UInt16(truncatingIfNeeded: min(option.value.count, 0xFFFF)))
        bytes.write(option.value.prefix(0xFFFF))
      }
    case .netBIOS(let addresses):
      for address in addresses {
        bytes.write(address.flags)
        bytes.write(address.address)
      }
    case .nodeStatus(let status): status.write(to: &bytes)
    case .other(let data): bytes.write(data)
    }
  }

  private mutating func write(_ name: DNSName, compressing: Bool = true) {
    let labels = name.labels
    for index in labels.indices {
      if compressing, let place = places[labels[index...]] {
        bytes.write(0xC000 | place)
        return
      }
      // A pointer has fourteen bits.
      if bytes.count < 0x4000 { places[labels[index...]] = UInt16(bytes.count) }
      bytes.write(UInt8(truncatingIfNeeded: labels[index].count))
      bytes.write(labels[index])
    }
    bytes.write(UInt8(0))
  }
}

import ScoutNet
import ScoutWire

extension CaptureLine {
  static func add(
    _ dns: DNSMessage, _ transport: NameTransport, to object: inout JSONObject
  ) {
    object.add("transport", transport.rawValue)
    object.add("response", dns.isResponse)
    object.add("id", dns.id)
    object.add("opcode", dns.opcode)
    if dns.isResponse {
      object.add("rcode", dns.responseCode)
      // The header has four of its bits; the whole differs only where an OPT record says so.
      let whole = dns.extendedResponseCode
      if whole != UInt16(dns.responseCode) { object.add("extendedRcode", whole) }
    }
    if dns.isTruncated { object.add("truncated", true) }
    object.add("questions", dns.questions) { question, object in
      object.add("name", nameText(question.name, transport))
      add(question.type, transport, to: &object)
    }
    object.add("answers", dns.answers) { add($0, transport, to: &$1) }
    if !dns.authorities.isEmpty {
      object.add("authorities", dns.authorities) { add($0, transport, to: &$1) }
    }
    if !dns.additionals.isEmpty {
      object.add("additionals", dns.additionals) { add($0, transport, to: &$1) }
    }
    if !dns.defects.isEmpty { object.add("defects", dns.defects.map(\.description)) }
  }

  private static func add(
    _ record: DNSRecord, _ transport: NameTransport, to object: inout JSONObject
  ) {
    object.add("name", nameText(record.name, transport))
    add(record.type, transport, to: &object)
    if record.type != .opt { object.add("ttl", record.timeToLive) }
    if transport == .mdns, record.type != .opt, record.isCacheFlush {
      object.add("cacheFlush", true)
    }
    switch record.value {
    case .address4(let address): object.add("value", plain: address)
    case .name(let name): object.add("value", name.text)
    case .options(let options): object.add("value", plainly: { append(options, to: $0) })
    case .other(let bytes): object.add("value", plainly: { $0.append(hexadecimal: bytes) })
    default: object.add("value", valueText(record))
    }
  }

  private static func add(
    _ type: DNSType, _ transport: NameTransport, to object: inout JSONObject
  ) {
    if let name = transport == .nbns ? type.netBIOSName : type.name {
      object.add("type", name)
    } else {
      object.add("type", type.rawValue)
    }
  }

  private static func nameText(_ name: DNSName, _ transport: NameTransport) -> String {
    if transport == .nbns, let decoded = NBNSName(name) { return decoded.description }
    return name.text
  }

  /// Writes each option's code and its value's digits.
  private static func append(_ options: [EDNSOption], to text: LineBuffer) {
    for (index, option) in options.enumerated() {
      text.reserve(1)
      if index > 0 { text.put(UInt8(ascii: " ")) }
      text.append(option.code)
      text.reserve(1)
      text.put(UInt8(ascii: ":"))
      text.append(hexadecimal: option.value)
    }
  }

  private static func text(of options: [EDNSOption]) -> String {
    let text = LineBuffer(capacity: 64)
    append(options, to: text)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  /// What a record says, in the manner of zone files; hexadecimal digits where its type is not
  /// read.
  static func valueText(_ record: DNSRecord) -> String {
    switch record.value {
    case .address4(let address): address.description
    case .address6(let address): address.description
    case .name(let name): name.text
    case .mailExchange(let preference, let name): "\(preference) \(name)"
    case .authority(let authority):
      "\(authority.primary) \(authority.mailbox) \(authority.serial) \(authority.refresh) "
        + "\(authority.retry) \(authority.expire) \(authority.minimum)"
    case .service(let priority, let weight, let port, let target):
      "\(priority) \(weight) \(port) \(target)"
    case .text(let strings):
      strings.map { JSONObject.quoted(String(decoding: $0, as: UTF8.self)) }
        .joined(separator: " ")
    case .options(let options): text(of: options)
    case .netBIOS(let addresses): addresses.map(\.address.description).joined(separator: " ")
    case .nodeStatus(let status):
      status.entries.map(\.name.description).joined(separator: " ")
        + (status.mac.map { " \($0)" } ?? "")
    case .other(let bytes): hexadecimal(bytes)
    }
  }
}

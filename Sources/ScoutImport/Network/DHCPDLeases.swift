import ScoutModel
import ScoutNet

/// ISC dhcpd's leases file: blocks of statements, the newest about an address last
/// (dhcpd.leases(5)). Times are UTC.
struct DHCPDLeases: LineReader {
  fileprivate struct Block {
    var line: Int
    /// `nil` for blocks of other kinds, and leases whose address cannot be read.
    var lease: LeaseRecord?
    var depth = 1
    var isActive = true
    var starts: Timestamp?
    var ends: Timestamp?
    var lastTransaction: Timestamp?
  }
  private var block: Block?

  mutating func take(_ line: TextLine, _ facts: inout NetworkFacts) {
    let bytes = line.bytes.trimmed
    guard let first = bytes.first, first != UInt8(ascii: "#") else { return }
    guard block != nil else { return begin(bytes, line.number, &facts) }
    if bytes.last == UInt8(ascii: "{") {
      block?.depth += 1
    } else if first == UInt8(ascii: "}") {
      block?.depth -= 1
      if block?.depth == 0 { end(&facts) }
    } else if block?.depth == 1, block?.lease != nil {
      if let complaint = block?.take(bytes) { facts.complain(line: line.number, complaint) }
    }
  }

  mutating func finish(_ facts: inout NetworkFacts) {
    if let block { facts.complain(line: block.line, "the block that begins here has no end") }
  }

  private mutating func begin(
    _ bytes: ArraySlice<UInt8>, _ line: Int, _ facts: inout NetworkFacts
  ) {
    guard bytes.last == UInt8(ascii: "{") else { return }
    var begun = Block(line: line)
    let words = bytes.words
    if words.count == 3, words[0].equals("lease") {
      if let address = IPv4Address(words[1].text) {
        begun.lease = LeaseRecord(address)
      } else {
        facts.complain(line: line, "\(words[1].text.quoted) is no IPv4 address")
      }
    }
    block = begun
  }

  private mutating func end(_ facts: inout NetworkFacts) {
    defer { block = nil }
    guard let block, var lease = block.lease else { return }
    lease.state = block.isActive ? .held : .ended
    let began = block.lastTransaction ?? block.starts
    lease.time = block.isActive ? began : block.ends ?? began
    facts.add(lease, line: block.line)
  }
}

extension DHCPDLeases.Block {
  /// Takes one statement; returns what is wrong with it.
  fileprivate mutating func take(_ statement: ArraySlice<UInt8>) -> String? {
    var statement = statement
    while let last = statement.last, last == UInt8(ascii: ";") { statement.removeLast() }
    let words = statement.words
    guard let key = words.first, words.count >= 2 else { return nil }
    if key.equals("binding") {
      isActive = words.last.map { $0.equals("active") } ?? false
    } else if key.equals("hardware"), words.count == 3, words[1].equals("ethernet") {
      lease?.mac = MACAddress(words[2].text)
      if lease?.mac == nil { return "\(words[2].text.quoted) is no hardware address" }
    } else if key.equals("client-hostname") {
      lease?.hostName = Self.name(in: statement)
    } else if key.equals("set"), words.count >= 4, words[1].equals("ddns-fwd-name") {
      lease?.fqdn = Self.name(in: statement)
    } else if key.equals("starts") || key.equals("ends") || key.equals("cltt") {
      guard !words[1].equals("never") else { return nil }
      guard let time = Self.time(words) else { return "\(statement.text.quoted) is no time" }
      if key.equals("starts") { starts = time }
      if key.equals("ends") { ends = time }
      if key.equals("cltt") { lastTransaction = time }
    }
    return nil
  }

  private static func name(in statement: ArraySlice<UInt8>) -> String? {
    var name = statement.unquoted.text
    while name.hasSuffix(".") { name.removeLast() }
    return name.isEmpty ? nil : name
  }

  /// Reads `starts 4 2026/11/26 06:12:11`, or `starts epoch 1795673531`.
  private static func time(_ words: [ArraySlice<UInt8>]) -> Timestamp? {
    guard words.count >= 3 else { return nil }
    if words[1].equals("epoch") { return Int64(words[2].text).map { Timestamp(seconds: $0) } }
    guard words.count >= 4 else { return nil }
    let date = words[2].split(separator: UInt8(ascii: "/")).map { Int($0.text) }
    let clock = words[3].split(separator: UInt8(ascii: ":")).map { Int($0.text) }
    guard date.count == 3, clock.count == 3, let year = date[0], let month = date[1],
      let day = date[2], let hour = clock[0], let minute = clock[1], let second = clock[2]
    else { return nil }
    return Timestamp(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second)
  }
}

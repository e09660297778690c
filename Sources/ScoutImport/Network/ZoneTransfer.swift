import ScoutModel
import ScoutNet

/// What `dig AXFR` prints: a record on each line, the zone's SOA first and last.
struct ZoneTransfer: LineReader {
  private var server: IPAddress?
  private var open: (sighting: NameSighting, line: Int)?
  private var startsOfAuthority = 0
  private var hasRecords = false

  private static let kept = ["A", "AAAA", "PTR", "CNAME"]
  /// So many records of one name and type are kept.
  private static let recordLimit = 64

  /// Whether a line has the form of a record: name, seconds, `IN`, type, value.
  static func isRecord(_ words: [ArraySlice<UInt8>]) -> Bool {
    words.count >= 5 && words[0].last == UInt8(ascii: ".") && UInt32(words[1].text) != nil
      && words[2].equals("IN")
  }

  mutating func take(_ line: TextLine, _ facts: inout NetworkFacts) {
    let bytes = line.bytes.trimmed
    guard let first = bytes.first else { return }
    if first == UInt8(ascii: ";") { return takeComment(bytes, line.number, &facts) }
    let words = bytes.words
    guard Self.isRecord(words), let name = DomainName(words[0].text),
      let timeToLive = UInt32(words[1].text)
    else {
      return facts.complain(line: line.number, "is no record: \(bytes.text.quoted)")
    }
    hasRecords = true
    let type = words[3].text
    if type == "SOA" { startsOfAuthority += 1 }
    guard Self.kept.contains(type) else { return }
    guard let value = Self.value(words[4].text, type) else {
      return facts.complain(
        line: line.number, "\(words[4].text.quoted) is no value for \(type)")
    }
    let record = NameRecord(name: name.text, type: type, timeToLive: timeToLive, value: value)
    if open?.sighting.name == name.text, open?.sighting.type == type,
      open?.sighting.records.count ?? 0 < Self.recordLimit
    {
      open?.sighting.records.append(record)
    } else {
      flush(&facts)
      open = (
        NameSighting(
          name: name.text, type: type, outcome: .answered, records: [record], server: server),
        line.number
      )
    }
  }

  mutating func finish(_ facts: inout NetworkFacts) {
    flush(&facts)
    if hasRecords, startsOfAuthority == 1 {
      facts.complain("the transfer is cut: the zone's SOA record does not come a second time")
    }
  }

  private mutating func takeComment(
    _ bytes: ArraySlice<UInt8>, _ line: Int, _ facts: inout NetworkFacts
  ) {
    if bytes.starts(with: "; Transfer failed".utf8) {
      facts.complain(line: line, "the transfer failed; does the server allow it to this machine?")
    }
    // `; <<>> DiG 9.18.1 <<>> @10.0.0.53 corp.example AXFR`
    guard bytes.starts(with: "; <<>> DiG".utf8) else { return }
    let asked = bytes.words.first { $0.first == UInt8(ascii: "@") }
    server = asked.flatMap { IPAddress($0.dropFirst().text) }
  }

  private mutating func flush(_ facts: inout NetworkFacts) {
    if let open { facts.add(open.sighting, line: open.line) }
    open = nil
  }

  private static func value(_ text: String, _ type: String) -> String? {
    switch type {
    case "A": IPv4Address(text)?.description
    case "AAAA": IPv6Address(text)?.description
    default: DomainName(text)?.text
    }
  }
}

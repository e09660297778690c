import ScoutModel
import ScoutNet

/// dnsmasq's lease file: the end of the lease in seconds since 1970 (0: never), hardware address,
/// address, name or `*`, client identifier or `*`. Leases of DHCPv6 follow a line `duid` and tell no
/// hardware address.
struct DnsmasqLeases: LineReader {
  private var isVersion6 = false

  /// Whether a line has the form of a lease of DHCPv4.
  static func isLease(_ words: [ArraySlice<UInt8>]) -> Bool {
    words.count == 5 && words[0].allSatisfy { (0x30...0x39).contains($0) }
      && words[1].contains(UInt8(ascii: ":")) && IPv4Address(words[2].text) != nil
  }

  mutating func take(_ line: TextLine, _ facts: inout NetworkFacts) {
    let words = line.bytes.words
    guard let first = words.first else { return }
    if first.equals("duid") { isVersion6 = true }
    if isVersion6 { return }
    guard words.count >= 4, let ends = Int64(first.text), (0...1 << 40).contains(ends) else {
      return facts.complain(line: line.number, "is no lease: \(line.bytes.text.quoted)")
    }
    guard let address = IPv4Address(words[2].text) else {
      return facts.complain(line: line.number, "\(words[2].text.quoted) is no IPv4 address")
    }
    var lease = LeaseRecord(address)
    lease.mac = MACAddress(words[1].text)
    lease.take(name: words[3].text)
    // When it began is not told; it was in force at its end, or when the file was written.
    if ends > 0 { lease.time = min(facts.time, Timestamp(seconds: ends)) }
    facts.add(lease, line: line.number)
  }
}

import ScoutNet
import Testing

@Suite("The text of addresses") struct AddressTextTests {
  @Test(
    "is read and written back in its canonical form",
    arguments: [
      ("192.0.2.7", "192.0.2.7"), ("2001:DB8::1", "2001:db8::1"), ("::", "::"),
      ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("::ffff:192.0.2.1", "::ffff:c000:201"),
      ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
    ])
  func canonical(text: String, expected: String) {
    #expect(IPAddress(text)?.description == expected)
  }

  @Test(
    "is refused where it is not one",
    arguments: [
      "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1..2.3", ":", ":::", "1:2",
      "1::2::3",
      "1:2:3:4:5:6:7:8:9", "12345::", "::1%eth0", "1:2:3:4:5:6:7:8::", "1.2.3.4 ",
    ])
  func refused(text: String) { #expect(IPAddress(text) == nil) }

  @Test("of prefixes keeps only network bits")
  func prefixes() {
    #expect(Prefix("10.1.2.3/22")?.description == "10.1.0.0/22")
    #expect(Prefix("10.1.2.3/22")?.last.description == "10.1.3.255")
    #expect(Prefix("2001:db8::ffff/120")?.description == "2001:db8::ff00/120")
    #expect(Prefix("0.0.0.0/0")?.last.description == "255.255.255.255")
    #expect(Prefix("10.0.0.0/33") == nil)
    #expect(Prefix("::/128")?.last.description == "::")
  }

  @Test("of hardware addresses takes every separator")
  func hardware() {
    for text in ["00:1E:8C:F5:4F:ED", "00-1e-8c-f5-4f-ed", "001e.8cf5.4fed", "001e8cf54fed"] {
      #expect(MACAddress(text)?.description == "00:1e:8c:f5:4f:ed")
    }
    #expect(MACAddress("00:1e:8c") == nil)
  }

  @Test("of machine identifiers follows the byte order of SMBIOS")
  func uuid() {
    // From a recorded hello message: the first three fields are little-endian.
    let bytes: [UInt8] = [
      0x4b, 0x52, 0x9b, 0x93, 0xd4, 0x13, 0x18, 0x1d, 0xe4, 0x87, 0x1c, 0x69, 0x7a, 0x6b, 0x7a,
      0x2b,
    ]
    #expect(UUID128(smbios: bytes)?.description == "939b524b-13d4-1d18-e487-1c697a6b7a2b")
    #expect(UUID128("03000200-0400-0500-0006-000700080009")?.isPlaceholder == true)
  }

  @Test("of reverse names is what the zones use")
  func reverse() {
    #expect(IPAddress("192.0.2.7")?.reverseName == "7.2.0.192.in-addr.arpa")
    #expect(IPAddress("2001:db8::1")?.reverseName.hasPrefix("1.0.0.0.0.0.0.0.0.0.0.0.") == true)
  }

  @Test(
    "of reverse names is read back, in either case",
    arguments: [
      "192.0.2.7", "0.0.0.0", "255.255.255.255", "10.1.0.200", "::", "2001:db8::1",
      "fe80::abcd:ef01",
    ])
  func reverseBack(text: String) throws {
    let address = try #require(IPAddress(text))
    #expect(IPAddress(reverseName: address.reverseName) == address)
    #expect(IPAddress(reverseName: address.reverseName.uppercased()) == address)
    #expect(IPAddress(reverseName: address.reverseName + ".") == address)
    // No beginning of it is another address's name.
    for end in 0..<address.reverseName.utf8.count {
      #expect(IPAddress(reverseName: String(address.reverseName.prefix(end))) == nil)
    }
  }

  @Test(
    "of other names is no reverse name",
    arguments: [
      "", ".", "in-addr.arpa", ".in-addr.arpa", "1.2.3.in-addr.arpa", "5.1.2.3.4.in-addr.arpa",
      "256.2.3.4.in-addr.arpa", "01.2.3.4.in-addr.arpa", "1..3.4.in-addr.arpa",
      "1.2.3.4.in-addr.arpa..", "4294967297.2.3.4.in-addr.arpa", "a.2.3.4.in-addr.arpa",
      "1.2.3.4xin-addr.arpa", "1.2.3.4.in-addr.arpa.example", "pc-1.corp.example",
      String(repeating: "g.", count: 32) + "ip6.arpa",
      String(repeating: "0.", count: 31) + "ip6.arpa",
      String(repeating: "0.", count: 33) + "ip6.arpa",
      String(repeating: "0-", count: 32) + "ip6.arpa",
    ])
  func noReverse(text: String) { #expect(IPAddress(reverseName: text) == nil) }
}

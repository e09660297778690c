import ScoutNet
import ScoutWire
import Testing

@Suite("NetBIOS names") struct NBNSTests {
  /// Spells sixteen bytes as RFC 1001 has it.
  private func spelled(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { [0x41 + $0 >> 4, 0x41 + $0 & 15] }
  }

  private func name(_ text: String, _ suffix: UInt8) -> [UInt8] {
    Array(text.utf8) + [UInt8](repeating: 0x20, count: 15 - text.utf8.count) + [suffix]
  }

  @Test("decodes names, suffixes and scopes") func names() throws {
    let first = try #require(DNSName(labels: [spelled(name("PC-0042", 0x20))]))
    #expect(NBNSName(first)?.description == "PC-0042<20>")
    let scoped = try #require(DNSName(labels: [spelled(name("X", 0)), [0x61], [0x62]]))
    #expect(NBNSName(scoped)?.description == "X<00>.a.b")
    #expect(NBNSName(bytes: [1, 2, 0x41, 0, 0x20]).name == "<01><02>A<00>")
    #expect(NBNSName(DNSFixture.name("pc-0042")) == nil)
    #expect(NBNSName(DNSFixture.name(String(repeating: "Z", count: 32))) == nil)
  }

  private func message(_ type: UInt8, _ data: [UInt8]) -> [UInt8] {
    let header: [UInt8] = [0, 1, 0x85, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    return header + [32] + spelled(name("PC", 0)) + [0, 0, type, 0, 1, 0, 0, 0, 1]
      + [UInt8(data.count >> 8), UInt8(data.count & 0xFF)] + data
  }

  @Test("reads the addresses of a name") func addresses() throws {
    let bytes = message(32, [0x80, 0, 10, 1, 0, 7, 0, 0, 10, 1, 0, 8])
    let read = try DNSMessage(parsing: bytes.span.bytes, as: .netBIOS)
    let addresses = [
      NBNSAddress(flags: 0x8000, address: IPv4Address(10, 1, 0, 7)),
      NBNSAddress(flags: 0, address: IPv4Address(10, 1, 0, 8)),
    ]
    #expect(read.answers.map(\.value) == [.netBIOS(addresses)])
    #expect(try DNSMessage(parsing: read.encoded().span.bytes, as: .netBIOS) == read)
  }

  @Test("reads a node's status, whose number is SRV's in DNS") func status() throws {
    let data =
      [2] + name("PC", 0) + [4, 0] + name("CORP", 0) + [0x84, 0]
      + [0x8C, 0x16, 0x45, 0xAA, 0, 1] + [UInt8](repeating: 0, count: 40)
    let bytes = message(33, data)
    let read = try DNSMessage(parsing: bytes.span.bytes, as: .netBIOS)
    guard case .nodeStatus(let status) = read.answers.first?.value else {
      Issue.record("no status")
      return
    }
    #expect(status.entries.map(\.name.description) == ["PC<00>", "CORP<00>"])
    #expect(status.entries.map(\.isGroup) == [false, true])
    #expect(status.mac?.description == "8c:16:45:aa:00:01")
    #expect(try DNSMessage(parsing: read.encoded().span.bytes, as: .netBIOS) == read)
    for count in 0..<bytes.count {
      let prefix = Array(bytes[..<count])
      _ = try? DNSMessage(parsing: prefix.span.bytes, as: .netBIOS)
    }
  }
}

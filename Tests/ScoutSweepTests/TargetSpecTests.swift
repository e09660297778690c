import ScoutNet
import Testing

@testable import ScoutSweep

@Suite("Target texts") struct TargetSpecTests {
  @Test(
    "reads every form of the contract",
    arguments: [
      ("10.1.0.0/22", "10.1.0.0/22", 1024), ("10.1.0.5", "10.1.0.5", 1),
      ("10.1.2.3/24", "10.1.2.0/24", 256), ("10.1.0.5-10.1.1.9", "10.1.0.5-10.1.1.9", 261),
      ("2001:db8::/120", "2001:db8::/120", 256), ("fe80::1-fe80::4", "fe80::1-fe80::4", 4),
      ("10.0.0-3.*", "10.0.0.0/22", 1024), ("10.0-1.*.*", "10.0.0.0/15", 131_072),
      ("10.0.0.1,3,7-8", "10.0.0.1, 10.0.0.3, 10.0.0.7-10.0.0.8", 4),
      ("10.0.0.0-255", "10.0.0.0/24", 256), ("10.0.0.3,1-3,2-4", "10.0.0.1-10.0.0.4", 4),
    ])
  func forms(text: String, set: String, count: UInt64) throws {
    let found = try addresses(text)
    #expect(found.description == set)
    #expect(found.count == count)
  }

  @Test("a range in each octet is as many ranges as needed, and no more")
  func octets() throws {
    guard case .ranges(let ranges) = try TargetSpec("10.0.0-3.1-254") else {
      Issue.record("not a range")
      return
    }
    #expect(ranges.map(\.description) == (0...3).map { "10.0.\($0).1-10.0.\($0).254" })
    #expect(throws: TargetError.self) { try TargetSpec("1-255.0-255.0-255.1-254") }
    #expect(try addresses("10.*.*.1-254").count == 65_536 * 254)
    let many = (0..<16).map { "\($0).*.*.1-254" }
    let error = #expect(throws: TargetError.self) { try TargetList(arguments: many) }
    #expect(error?.code == .tooManyRanges)
  }

  @Test("what reads as a name is kept for the resolver")
  func names() throws {
    #expect(
      try TargetSpec("PC-0042.corp.example") == .name(#require(DomainName("pc-0042.corp.example"))))
    #expect(try TargetSpec("localhost") == .name(#require(DomainName("localhost"))))
  }

  @Test(
    "refuses what is no target, in words",
    arguments: [
      "", "10.0.0", "10.0.0.256", "10.0.0.0/33", "10.0.0.1/", "/24", "10.0.0.9-10.0.0.1",
      "10.0.0.9-1", "10.0.0.1-::1", "2001:db8::/129", "2001:db8::g", "10.0.0.01", "1.2.3.4.5",
      "host/24", "a..b", "-h", "10.0.0.1;reboot", "ex ample", "10.0.0.1-", "10.0.0.,",
      String(repeating: "a", count: 64), String(repeating: "1.", count: 1000), "１０.0.0.1",
    ])
  func refusals(text: String) {
    let error = #expect(throws: TargetError.self) { try TargetSpec(text) }
    #expect(error?.description.isEmpty == false)
  }

  @Test("reads lines with comments and labels, and names the line of an error")
  func lines() throws {
    var list = TargetList()
    try list.read(
      lines: """
        # all of Lyon
        10.1.0.0/22  site=Lyon vlan=12   # second floor
        pc-7.corp.example vlan=100.7

        10.2.0.1 10.2.0.2 site=Paris\r
        """, name: "targets.txt")
    #expect(
      list.entries.map(\.labels) == [
        TargetLabels(site: "Lyon", vlan: [12]), TargetLabels(vlan: [100, 7]), TargetLabels(),
        TargetLabels(site: "Paris"),
      ])
    #expect(list.names.map(\.text) == ["pc-7.corp.example"])
    #expect(list.addresses.count == 1026)
    for (line, bad) in [
      ("site=Lyon", 1), ("10.0.0.1\n10.0.0.2 vlan=0", 2), ("a\nb\n10.0.0.300", 3),
    ] {
      var other = TargetList()
      let error = #expect(throws: TargetError.self) { try other.read(lines: line, name: "f") }
      #expect(error?.description.hasPrefix("f, line \(bad): ") == true)
    }
  }

  @Test("an address has the labels of the smallest range that holds it, and of its name")
  func labels() throws {
    var list = TargetList()
    try list.read(
      lines: "10.0.0.0/8 site=All\n10.1.0.0/16 site=Lyon\npc.example site=Name", name: "f")
    list.add(resolved: [.v4(IPv4Address(10, 1, 2, 3))], of: try #require(DomainName("pc.example")))
    let index = LabelIndex(list)
    #expect(index[.v4(IPv4Address(10, 1, 0, 1))]?.site == "Lyon")
    #expect(index[.v4(IPv4Address(10, 2, 0, 1))]?.site == "All")
    #expect(index[.v4(IPv4Address(10, 1, 2, 3))]?.site == "Name")
    #expect(index[.v4(IPv4Address(11, 1, 2, 3))] == nil)
  }

  @Test("reads ports and ranges of ports")
  func ports() {
    #expect(PortList("16992-16995,623")?.ports == [623, 16992, 16993, 16994, 16995])
    #expect(PortList("80,80")?.description == "80")
    for bad in ["", "0", "65536", "5-3", "a", "1,,2", "-5", "80-", "1-2-3", "+80"] {
      #expect(PortList(bad) == nil)
    }
  }

  @Test("every prefix of the longest form is read or refused, never a trap")
  func prefixes() {
    let text = "10.0-3,7.0-255.1-254/24-2001:db8::ffff:10.0.0.1-*"
    for end in text.indices { _ = try? TargetSpec(text[..<end]) }
    fuzzTargetSpec(Array("10.0.0.0/8 site=a\n#x\n1.2.3.4-9 vlan=4".utf8))
  }
}

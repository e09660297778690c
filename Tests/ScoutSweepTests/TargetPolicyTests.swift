import ScoutNet
import Testing

@testable import ScoutSweep

@Suite("Target policy") struct TargetPolicyTests {
  private func code(_ texts: [String], _ policy: TargetPolicy) -> TargetError.Code? {
    do {
      _ = try policy.admit(TargetList(arguments: texts).addresses)
      return nil
    } catch {
      return error.code
    }
  }

  @Test(
    "admits private, link-local, unique-local and loopback addresses as named",
    arguments: [
      "10.1.0.0/22", "172.31.255.1", "192.168.0.0/24", "169.254.1.1", "127.0.0.1", "::1", "fe80::1",
      "fd00::/112",
    ])
  func local(text: String) throws {
    let targets = try TargetPolicy().admit(addresses(text))
    #expect(targets.addresses == (try addresses(text)))
    let first = try #require(targets.addresses[0])
    #expect(targets[0]?.address == first)
    #expect(TargetPolicy().permits(first, port: 16992))
  }

  @Test(
    "public and carriers' addresses ask for leave",
    arguments: ["8.8.8.8", "172.32.0.1", "100.64.0.1", "2001:db8::/120", "192.0.2.1", "11.0.0.0"])
  func publicOnes(text: String) throws {
    #expect(code([text], TargetPolicy()) == .isPublic)
    #expect(code([text, "10.0.0.1"], TargetPolicy()) == .isPublic)
    #expect(code([text], TargetPolicy(allowPublic: true)) == nil)
    let first = try #require(try addresses(text)[0])
    #expect(!TargetPolicy().permits(first, port: 16992))
    #expect(TargetPolicy(allowPublic: true).permits(first, port: 16992))
  }

  @Test(
    "some addresses are never sent to, with whatever leave",
    arguments: [
      "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
      "ff02::1", "::", "::2", "::ffff:10.0.0.1", "::10.0.0.1",
    ])
  func never(text: String) throws {
    let policy = TargetPolicy(allowPublic: true, isConfirmed: true)
    #expect(code([text], policy) == .never)
    let address = try #require(try addresses(text)[0])
    #expect(!policy.permits(address, port: 16992))
    #expect(throws: TargetError.self) { try policy.admit(address) }
    let targets = try policy.admit(addresses(text, "10.0.0.1"))
    #expect(targets.addresses.description == "10.0.0.1")
    #expect(targets.never.contains(address))
  }

  @Test("exclusion always wins, and what it takes away is told")
  func exclusion() throws {
    let policy = TargetPolicy(
      exclusions: try addresses("10.0.0.128/25", "8.8.8.8"), allowPublic: true,
      infrastructure: [.nameServer(.v4(IPv4Address(8, 8, 8, 8)))])
    let targets = try policy.admit(addresses("10.0.0.0/24"))
    #expect(targets.addresses.description == "10.0.0.0/25")
    #expect(targets.excluded.description == "10.0.0.128/25")
    #expect(code(["10.0.0.200"], policy) == .nothingLeft)
    #expect(!policy.permits(.v4(IPv4Address(10, 0, 0, 200)), port: 16992))
    let server = IPAddress.v4(IPv4Address(8, 8, 8, 8))
    #expect(!policy.permits(server, port: 53))
    #expect(throws: TargetError.self) { try policy.admit(server, for: .nameServer) }
    // Exclusion of the public part makes a wide prefix admissible.
    let narrowed = TargetPolicy(exclusions: try addresses("172.32.0.0/11"), isConfirmed: true)
    #expect(code(["172.0.0.0/11", "172.32.0.0/11"], narrowed) == .isPublic)
    #expect(code(["172.16.0.0/12", "172.32.0.0/11"], narrowed) == nil)
  }

  @Test("large ranges ask for confirmation, larger ones are refused")
  func sizes() {
    #expect(code(["10.0.0.0/16"], TargetPolicy()) == nil)
    #expect(code(["10.0.0.0/16", "10.1.0.0"], TargetPolicy()) == .needsConfirmation)
    #expect(code(["10.0.0.0/8"], TargetPolicy(isConfirmed: true)) == nil)
    #expect(code(["fd00::/112"], TargetPolicy()) == nil)
    #expect(code(["fd00::/111"], TargetPolicy()) == .needsConfirmation)
    #expect(code(["fd00::/96"], TargetPolicy(isConfirmed: true)) == nil)
    #expect(code(["fd00::/64"], TargetPolicy(isConfirmed: true)) == .tooMany)
    #expect(code([], TargetPolicy()) == .nothingLeft)
  }

  @Test("a limit to some addresses holds whatever else is allowed")
  func only() throws {
    let policy = TargetPolicy(
      allowPublic: true, isConfirmed: true, only: try addresses("127.0.0.0/8"),
      infrastructure: [.nameServer(.v4(IPv4Address(10, 0, 0, 53)))])
    #expect(code(["127.5.0.0/16"], policy) == nil)
    #expect(code(["127.5.0.0/16", "10.0.0.1"], policy) == .outsideOnly)
    #expect(!policy.permits(.v4(IPv4Address(10, 0, 0, 53)), port: 53))
    #expect(throws: TargetError.self) {
      try policy.admit(.v4(IPv4Address(10, 0, 0, 53)), for: .nameServer)
    }
  }

  @Test("what is not assessed but needed is admitted for its purpose only")
  func infrastructure() throws {
    let server = IPAddress.v4(IPv4Address(9, 9, 9, 9))
    let everyone = IPv4Address(255, 255, 255, 255)
    let link = try #require(Prefix("198.51.100.0/24"))
    let policy = TargetPolicy(
      infrastructure: [.nameServer(server), .dhcp(everyone), .neighbours(link)])
    #expect(try policy.admit(server, for: .nameServer).purpose == .nameServer)
    #expect(try policy.admit(.v4(everyone), for: .dhcp).address == .v4(everyone))
    #expect(try policy.admit(link.last, for: .neighbour).purpose == .neighbour)
    #expect(policy.permits(server, port: 53))
    #expect(!policy.permits(server, port: 16992))
    #expect(policy.permits(.v4(everyone), port: 67))
    #expect(throws: TargetError.self) { try policy.admit(server) }
    #expect(throws: TargetError.self) { try policy.admit(server, for: .dhcp) }
    #expect(policy.infrastructure.map(\.description).first == "name server 9.9.9.9")
  }
}

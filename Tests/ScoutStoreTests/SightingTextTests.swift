import Foundation
import ScoutJSON
import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutStore

@Suite("The text of a sighting") struct SightingTextTests {
  private static let lease: DHCPSighting = {
    var lease = DHCPSighting(message: "ACK")
    lease.clientMAC = mac("02:00:00:00:00:07")
    lease.clientAddress = IPv4Address(10, 1, 0, 6)
    lease.yourAddress = IPv4Address(10, 1, 0, 7)
    lease.relay = IPv4Address(10, 1, 0, 1)
    lease.server = IPv4Address(10, 0, 0, 53)
    lease.segment = Prefix("10.1.0.0/24")
    lease.hostName = "pc-\"7\""
    lease.domainName = "corp.example"
    lease.fqdn = "pc-7.corp.example"
    lease.searchList = ["corp.example", "lab.example"]
    lease.nameServers = [IPv4Address(10, 0, 0, 53), IPv4Address(10, 0, 0, 54)]
    lease.vendorClass = "MSFT 5.0"
    return lease
  }()

  private static let answer = NameSighting(
    name: "pc-7.corp.example", type: "A", outcome: .answered,
    records: [
      NameRecord(name: "pc-7.corp.example", type: "A", timeToLive: 60, value: "10.1.0.7")
    ], server: ip("10.0.0.53"))

  private static let web: WebSighting = {
    var web = WebSighting(port: 16993, secure: true, outcome: .complete)
    web.statuses = [303, 401]
    web.server = "Intel(R) Active Management Technology 11.8.50.3425"
    web.location = "/logon.htm"
    web.realm = "Digest:A4070000000000000000000000000000"
    web.nonce = "wlbEK1EtAAAAAAAAWW5aUHFp+mQQ1j63"
    web.qop = "auth"
    web.title = "Intel® \"AMT\""
    web.product = .amt
    web.version = FirmwareVersion(11, 8, 50, 3425)
    web.productFrom = "server"
    web.hint = VersionSpan(from: FirmwareVersion(11), below: FirmwareVersion(15, 0))
    web.defects = ["odd", "odder"]
    web.head = [0x48, 0x54, 0x00, 0xFF]
    return web
  }()

  private static let registration: NameSighting = {
    var wish = answer
    wish.outcome = .registered
    wish.client = ip("10.1.0.7")
    wish.messageID = 65535
    wish.isTarget = true
    return wish
  }()

  private static let target: NameSighting = {
    var target = answer
    target.isTarget = true
    return target
  }()

  private static let greeting = PortSighting(
    port: 5900, transport: .tcp, state: .open, greeting: "RFB 003.008")

  private static let origin = Origin("monday.pcap", position: 12)

  static let facts: [Fact] = [
    .dhcp(lease), .dhcp(DHCPSighting(message: "DISCOVER")), .name(answer),
    .name(NameSighting(name: "x", type: "PTR", outcome: .noAnswer)), .neighbour,
    .name(registration), .localName(LocalNameSighting("pc-7.local", .mdns)),
    .name(target), .port(greeting),
    .port(PortSighting(port: 16992, transport: .tcp, state: .open)),
    .port(PortSighting(port: 5900, transport: .tcp, state: .silent)),
    .port(PortSighting(port: 623, transport: .udp, state: .filtered(by: ip("10.0.0.1")))),
    .web(WebSighting(port: 16992, secure: false, outcome: .complete)), .web(web),
    .pong(PongSighting(bytes: [], enterprise: 4542, product: .unknown)), .pong(pong),
    .tls(TLSSighting(port: 16993, outcome: .silent)), .tls(tls),
  ]

  private static let span = VersionSpan(from: FirmwareVersion(6), below: FirmwareVersion(11, 8))

  private static let pong: PongSighting = {
    var pong = PongSighting(
      bytes: [6, 0, 255, 6], enterprise: 343, product: .amt, version: FirmwareVersion(15, 0, 45, 9),
      state: .pre, openPort: 16992, dualPorts: true)
    pong.span = span
    return pong
  }()

  private static let tls: TLSSighting = {
    var leaf = CertificateFact(fingerprint: "00ff")
    leaf.fingerprintSHA1 = "01"
    leaf.fingerprintSHA384 = "02"
    leaf.keyFingerprint = "03"
    leaf.commonNames = ["pc-7", "ü\n"]
    leaf.organizationalUnits = ["Unit"]
    leaf.dnsNames = ["pc-7.corp.example"]
    leaf.ipAddresses = [ip("10.1.0.7"), ip("2001:db8::7")]
    leaf.issuerCommonName = "Issuer"
    leaf.serial = "7f"
    leaf.notBefore = moment("2025-01-01T00:00:00Z")
    leaf.notAfter = moment("2035-01-01T00:00:00.000001Z")
    leaf.keyType = "RSA"
    leaf.keyBits = 2048
    leaf.signatureAlgorithm = "sha256WithRSAEncryption"
    leaf.extendedKeyUsages = ["1.3.6.1.5.5.7.3.1"]
    leaf.selfSigned = true
    leaf.defect = "odd"
    var tls = TLSSighting(port: 16993, outcome: .cutShort)
    tls.versions = [.tls10, .tls12]
    tls.suite = 156
    tls.chain = [leaf, CertificateFact(fingerprint: "11")]
    tls.clientCertificateRequested = true
    tls.alert = 40
    tls.state = .in
    tls.defects = ["short"]
    return tls
  }()

  @Test("written by hand is that of the encoder, byte for byte", arguments: facts, [true, false])
  func equal(fact: Fact, isFull: Bool) throws {
    let endpoint =
      isFull
      ? Endpoint(
        address: ip("10.1.0.7"), mac: mac("02:00:00:00:00:07"), vlan: [12, 100], site: "Lyon\n")
      : Endpoint()
    let sighting = Sighting(
      time: moment("2026-03-02T08:00:00.123456Z"), endpoint: endpoint, method: .passive,
      origin: isFull ? Self.origin : nil, fact: fact)
    let text = try SightingText.text(
      of: sighting, address: endpoint.address?.description, mac: endpoint.mac?.description)
    #expect(text == (try JSONWriter.string(sighting)))
    #expect(try JSONDecoder().decode(Sighting.self, from: Data(text.utf8)) == sighting)
    #expect(read(text, SightingReading.sighting) == sighting)
    let isByHand =
      switch fact {
      case .dhcp, .name, .neighbour, .pong, .web, .tls: true
      case .port(let port): port.state == .open
      default: false
      }
    #expect((read(text, SightingReading.byHand) != nil) == isByHand)
  }

  private func read(
    _ text: String, _ body: (UnsafeRawBufferPointer) -> Sighting?
  ) -> Sighting? {
    Array(text.utf8).withUnsafeBytes(body)
  }

  @Test("is read in any order, and with members of a later version", arguments: facts)
  func otherForms(fact: Fact) throws {
    let sighting = Sighting(
      time: moment("2026-03-02T08:00:00Z"), endpoint: Endpoint(address: ip("10.1.0.7")),
      method: .active, fact: fact)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let sorted = String(decoding: try encoder.encode(sighting), as: UTF8.self)
    #expect(read(sorted, SightingReading.sighting) == sighting)
    let text = try SightingText.text(of: sighting, address: "10.1.0.7", mac: nil)
    let longer = text.dropLast() + #","later":[{"x":1}]}"#
    #expect(read(String(longer), SightingReading.byHand) == nil)
    #expect(read(String(longer), SightingReading.sighting) == sighting)
  }

  @Test("that is damaged anywhere is none", arguments: facts)
  func damaged(fact: Fact) throws {
    let sighting = Sighting(
      time: moment("2026-03-02T08:00:00Z"), endpoint: Endpoint(), method: .active, fact: fact)
    let text = try SightingText.text(of: sighting, address: nil, mac: nil)
    for length in 0..<text.utf8.count {
      let cut = String(decoding: text.utf8.prefix(length), as: UTF8.self)
      #expect(read(cut, SightingReading.sighting) == nil)
    }
    let wrong = text.replacing(#""method":"active""#, with: #""method":"guessed""#)
    #expect(read(wrong, SightingReading.sighting) == nil)
  }

  /// A member that is added to one of these types must be written by hand as well.
  @Test("is compared for samples in which no member is missing")
  func complete() {
    let samples: [Any] = [
      Self.lease, Self.registration, Self.answer.records[0], Self.origin, Self.web,
      FirmwareVersion(11, 8, 50, 3425),
      VersionSpan(from: FirmwareVersion(11), below: FirmwareVersion(15, 0)),
      Endpoint(address: ip("10.1.0.7"), mac: mac("02:00:00:00:00:07"), vlan: [1], site: "x"),
      Self.greeting,
    ]
    for sample in samples {
      for member in Mirror(reflecting: sample).children {
        let value = Mirror(reflecting: member.value)
        let isMissing =
          (value.displayStyle == .optional || value.displayStyle == .collection)
          && value.children.isEmpty
        #expect(!isMissing, "\(type(of: sample)).\(member.label ?? "") is in no sample")
      }
    }
    let members = Mirror(
      reflecting: Sighting(
        time: moment("2026-03-02T08:00:00Z"), endpoint: Endpoint(), method: .active,
        fact: .neighbour)
    ).children.compactMap(\.label)
    #expect(members == ["time", "endpoint", "method", "origin", "fact"])
  }
}

import ScoutModel
import ScoutWire
import Testing

@testable import ScoutAMT

@Suite("TLS exchange and reading") struct TLSExchangeTests {
  static func record(_ content: [UInt8], type: UInt8 = 22) -> [UInt8] {
    [type, 3, 1, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
  }

  static func hello(_ version: UInt16, suite: UInt16 = 0x002F) -> [UInt8] {
    let extensions: [UInt8] =
      version == 0x0304 ? [0, 6, 0, 0x2B, 0, 2, 3, 4] : [0, 5, 0xFF, 1, 0, 1, 0]
    let body =
      [3, min(UInt8(version & 0xFF), 3)] + [UInt8](repeating: 7, count: 32)
      + [0, UInt8(suite >> 8), UInt8(suite & 0xFF), 0] + extensions
    return [2, 0, 0, UInt8(body.count)] + body
  }

  static func flight(
    _ version: UInt16, certificate: UInt8 = 1, request: Bool = false
  ) -> [UInt8] {
    if version == 0x0304 { return record(hello(version, suite: 0x1301)) }
    let certificates: [UInt8] = [11, 0, 0, 7, 0, 0, 4, 0, 0, 1, certificate]
    let asked: [UInt8] = request ? [13, 0, 0, 6, 1, 1, 0, 0, 0, 0] : []
    // From TLS 1.2 on a request has a list of algorithms too.
    let plain: [UInt8] = request && version < 0x0303 ? [13, 0, 0, 4, 1, 1, 0, 0] : asked
    return record(hello(version) + certificates + plain + [14, 0, 0, 0])
  }

  static let refusal = record([2, 70], type: 21)

  /// What the first hello is called: it offers all versions.
  static let all: UInt16 = 0xFFFF

  /// Plays a peer that answers each offer; returns the reading and the versions offered.
  static func play(
    _ answer: (UInt16) -> [UInt8]?
  ) -> (reading: TLSReading?, offers: [UInt16]) {
    var exchange = TLSExchange(port: 16993, random: [UInt8](repeating: 3, count: 32))
    var offers: [UInt16] = []
    for _ in 0..<10 {
      guard case .send(let bytes) = exchange.handle(.connected) else { return (nil, offers) }
      // The hellos for TLS 1.3 are those that end in an empty key share, behind the versions.
      let is13 = Array(bytes.suffix(6)) == [0, 0x33, 0, 2, 0, 0]
      let isAll = is13 && Array(bytes.dropLast(6).suffix(8)) == [3, 4, 3, 3, 3, 2, 3, 1]
      let offer = isAll ? all : is13 ? 0x0304 : UInt16(bytes[9]) << 8 | UInt16(bytes[10])
      offers.append(offer)
      var action = exchange.handle(answer(offer).map { .received($0) } ?? .deadlinePassed)
      if action == .wait { action = exchange.handle(.closedByPeer) }
      if case .finish(let reading) = action { return (reading, offers) }
    }
    return (nil, offers)
  }

  /// A server of TLS as the standards have it, for these versions.
  static func server(
    _ versions: [UInt16], request: Bool = false
  ) -> (UInt16) -> [UInt8]? {
    { offer in
      let taken = versions.filter { offer == 0x0304 ? $0 == offer : $0 <= offer }.max()
      return taken.map { flight($0, certificate: UInt8($0 & 0xFF), request: request) } ?? refusal
    }
  }

  @Test("climbs down from the highest, as far as the server goes")
  func ladder() throws {
    let all = Self.play(Self.server([0x0301, 0x0302, 0x0303, 0x0304]))
    #expect(all.offers == [Self.all, 0x0303, 0x0302, 0x0301])
    let sighting = try #require(all.reading).sighting(certificates: [])
    #expect(sighting.versions == [.tls10, .tls11, .tls12, .tls13])
    #expect(sighting.suite == 0x1301)
    #expect(sighting.outcome == .complete)
    #expect(sighting.clientCertificateRequested == false)
    #expect(sighting.alert == nil)
    #expect(sighting.defects == [])
    // The chain is that of the highest version that showed one.
    #expect(all.reading?.chain == [[3]])
    #expect(all.reading?.needsSession == false)
  }

  @Test("asks only below what is agreed")
  func oldServer() {
    let old = Self.play(Self.server([0x0301], request: true))
    #expect(old.offers == [Self.all])
    #expect(old.reading?.versions == [.tls10])
    let sighting = old.reading?.sighting(certificates: [])
    #expect(sighting?.clientCertificateRequested == true)
    #expect(sighting?.outcome == .complete)
    #expect(sighting?.alert == nil)
  }

  @Test("knows a server of TLS 1.3 alone, whose chain needs a session")
  func newServer() throws {
    let new = Self.play(Self.server([0x0304]))
    #expect(new.offers == [Self.all, 0x0303])
    var reading = try #require(new.reading)
    #expect(reading.versions == [.tls13])
    #expect(reading.needsSession)
    #expect(reading.sighting(certificates: []).clientCertificateRequested == nil)
    reading.add(
      TLSReading.Session(
        version: .tls13, suite: 0x1302, chain: [[9]], clientCertificateRequested: true))
    let sighting = reading.sighting(certificates: [CertificateFact(fingerprint: "00")])
    #expect(reading.chain == [[9]])
    #expect(!reading.needsSession)
    #expect(sighting.suite == 0x1302)
    #expect(sighting.clientCertificateRequested == true)
    #expect(sighting.chain.count == 1)
    #expect(sighting.state == nil)
  }

  @Test("finds the same versions whatever a server takes, in few connections")
  func everyServer() {
    let versions: [UInt16] = [0x0301, 0x0302, 0x0303, 0x0304]
    for mask in 1..<16 {
      let taken = versions.enumerated().filter { mask >> $0.offset & 1 == 1 }.map(\.element)
      let (reading, offers) = Self.play(Self.server(taken))
      #expect(reading?.versions.map(\.rawValue) == taken)
      #expect(offers.count <= taken.count + 1)
    }
    // The usual device.
    #expect(Self.play(Self.server([0x0303])).offers == [Self.all, 0x0302])
  }

  @Test(
    "asks a server that does not bear the first hello for each version by itself",
    arguments: [Self.refusal, Self.record([2, 40], type: 21), []])
  func intolerant(answer: [UInt8]) {
    for taken in [[0x0301], [0x0302, 0x0303], [0x0303, 0x0304]] as [[UInt16]] {
      let server = Self.server(taken)
      let (reading, offers) = Self.play { $0 == Self.all ? answer : server($0) }
      #expect(reading?.versions.map(\.rawValue) == taken)
      #expect(offers.first == Self.all && offers.last == 0x0304)
    }
  }

  @Test("takes a refusal for the end of the ladder only where the version is what is refused")
  func otherRefusals() {
    let failure = Self.record([2, 40], type: 21)
    let (reading, offers) = Self.play { offer in
      switch offer {
      case Self.all, 0x0303: Self.flight(0x0303)
      // No suite for TLS 1.1, which says nothing of TLS 1.0.
      case 0x0302: failure
      default: Self.flight(0x0301)
      }
    }
    #expect(offers == [Self.all, 0x0302, 0x0301])
    #expect(reading?.versions == [.tls10, .tls12])
  }

  @Test("says how it ended where no hello was answered")
  func failures() {
    let refused = Self.play { _ in Self.refusal }
    #expect(refused.offers.count == 5)
    #expect(refused.reading?.sighting(certificates: []).outcome == .refusedHandshake)
    #expect(refused.reading?.sighting(certificates: []).alert == 70)
    let silent = Self.play { _ in nil }
    #expect(silent.offers.count == 1)
    #expect(silent.reading?.sighting(certificates: []).outcome == .silent)
    let web = Self.play { _ in Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8) }
    #expect(web.offers.count == 1)
    #expect(web.reading?.sighting(certificates: []).outcome == .otherProtocol)
    let closing = Self.play { _ in [] }
    #expect(closing.offers.count == 5)
    #expect(closing.reading?.sighting(certificates: []).outcome == .closedSilently)
    let damaged = Self.play { _ in Self.record(Self.hello(0x0303)) + [0xFF] }
    #expect(damaged.offers.count == 1)
    let sighting = damaged.reading?.sighting(certificates: [])
    #expect(sighting?.outcome == .otherProtocol)
    #expect(sighting?.versions == [.tls12])
    #expect(sighting?.defects.count == 1)
    var exchange = TLSExchange(port: 16993, random: [UInt8](repeating: 3, count: 32))
    guard case .finish(let reading) = exchange.handle(.notConnected) else {
      Issue.record("a port that takes no connection ends it")
      return
    }
    #expect(reading.sighting(certificates: []).outcome == .notConnected)
  }

  @Test(
    "knows the names under which AMT serves during set-up",
    arguments: [
      ("AMT RCFG", ProvisioningState.in), ("iAMT CSME IDevID RCFG", .in), ("iAMT-RCFG", .in),
      ("AMT WS-MAN", nil), ("amt rcfg", nil), ("pc-1.example.org", nil),
    ] as [(String, ProvisioningState?)])
  func setupNames(name: String, state: ProvisioningState?) {
    var leaf = CertificateFact(fingerprint: "00")
    leaf.commonNames = [name]
    var issuer = CertificateFact(fingerprint: "01")
    issuer.commonNames = ["AMT RCFG"]
    let sighting = TLSReading(port: 16993).sighting(certificates: [leaf, issuer])
    #expect(sighting.state == state)
  }

  @Test("every state hears every event")
  func states() {
    let events: [TLSExchange.Event] = [
      .connected, .notConnected, .received([]), .received([22]), .closedByPeer, .deadlinePassed,
    ]
    for first in events {
      for second in events {
        for third in events {
          var exchange = TLSExchange(port: 16993, random: [UInt8](repeating: 3, count: 32))
          var finished: TLSExchange.Action?
          for event in [first, second, third] + events {
            let action = exchange.handle(event)
            if let finished { #expect(action == finished) }
            if case .finish = action { finished = action }
          }
        }
      }
    }
  }
}

import Testing

@testable import ScoutWire

/// Handshake messages laid out by hand.
enum Handshake {
  static func message(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
    [type, UInt8(body.count >> 16), UInt8(body.count >> 8 & 0xFF), UInt8(body.count & 0xFF)] + body
  }

  static func record(_ content: [UInt8], type: UInt8 = 22, version: UInt8 = 1) -> [UInt8] {
    [type, 3, version, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
  }

  static func hello(
    minor: UInt8, suite: UInt16, extensions: [UInt8]? = nil,
    random: [UInt8] = [UInt8](repeating: 9, count: 32)
  ) -> [UInt8] {
    var body: [UInt8] = [3, minor] + random + [0, UInt8(suite >> 8), UInt8(suite & 0xFF), 0]
    if let extensions {
      body += [UInt8(extensions.count >> 8), UInt8(extensions.count & 0xFF)] + extensions
    }
    return message(2, body)
  }

  static func certificates(_ list: [[UInt8]]) -> [UInt8] {
    func sized(_ bytes: [UInt8]) -> [UInt8] {
      [UInt8(bytes.count >> 16), UInt8(bytes.count >> 8 & 0xFF), UInt8(bytes.count & 0xFF)] + bytes
    }
    return message(11, sized(list.flatMap(sized)))
  }

  /// TLS 1.0: hello, two certificates, key exchange, request with two names, done.
  static let old =
    record(hello(minor: 1, suite: 0x0005) + certificates([[0x30, 0x01], [0x30]]))
    + record(message(12, [3, 0, 23]))
    + record(message(13, [2, 1, 2, 0, 7, 0, 2, 0x30, 0x00, 0, 1, 0x30]) + message(14, []))
  /// TLS 1.2: as above, the request with signature algorithms.
  static let newer =
    record(hello(minor: 3, suite: 0xC02F, extensions: [0xFF, 1, 0, 1, 0]))
    + record(certificates([[0x30, 0x03]]))
    + record(message(13, [1, 1, 0, 2, 4, 1, 0, 0]) + message(14, []))
}

@Suite("TLS client hello") struct TLSClientHelloTests {
  @Test("is one record whose lengths fit, with the suites of every age")
  func layout() throws {
    let random: [UInt8] = (0..<32).map { $0 }
    let bytes = TLSClientHello(version: 0x0303, random: random, serverName: "amt.example").encoded()
    var record = ByteReader(bytes.span.bytes)
    #expect(try record.readUInt8("type") == 22)
    #expect(try record.readUInt16("version") == 0x0301)
    #expect(Int(try record.readUInt16("length")) == record.remaining)
    #expect(try record.readUInt8("message") == 1)
    #expect(Int(try record.readUInt24("length")) == record.remaining)
    #expect(try record.readUInt16("version") == 0x0303)
    #expect(try record.readBytes(32, "random") == random)
    #expect(try record.readUInt8("session") == 0)
    let suiteBytes = Int(try record.readUInt16("suites"))
    var suites: [UInt16] = []
    for _ in 0..<suiteBytes / 2 { suites.append(try record.readUInt16("suite")) }
    #expect(suites == TLSClientHello.classicSuites + [0x00FF])
    for suite in [0x0005, 0x000A, 0x002F, 0x009C, 0xC014] as [UInt16] {
      #expect(suites.contains(suite))
    }
    #expect(try record.readBytes(2, "compression") == [1, 0])
    #expect(Int(try record.readUInt16("extensions")) == record.remaining)
    var types: [UInt16] = []
    while record.remaining > 0 {
      types.append(try record.readUInt16("type"))
      try record.skip(Int(try record.readUInt16("length")), "extension")
    }
    #expect(types == [0x0000, 0x000A, 0x000B, 0x000D])
  }

  @Test("offers what each version knows")
  func versions() {
    let random = [UInt8](repeating: 1, count: 32)
    let old = TLSClientHello(version: 0x0301, random: random).encoded()
    #expect(Array(old[9..<11]) == [3, 1])
    let new = TLSClientHello.version13(random: random).encoded()
    let any = TLSClientHello.anyVersion(random: random).encoded()
    // supported_versions with four of them, then the empty key share.
    #expect(
      any.suffix(19)
        == [0, 0x2B, 0, 9, 8, 3, 4, 3, 3, 3, 2, 3, 1, 0, 0x33, 0, 2, 0, 0])
    #expect(any[9...10] == [3, 3])
    #expect(Array(new.suffix(13)) == [0, 0x2B, 0, 3, 2, 3, 4, 0, 0x33, 0, 2, 0, 0])
    let odd = TLSClientHello(version: 0x0303, random: random, serverName: "ämt").encoded()
    #expect(odd == TLSClientHello(version: 0x0303, random: random).encoded())
  }
}

@Suite("TLS server flight") struct TLSServerFlightTests {
  /// Feeds whole, byte by byte, and as records of one byte of content.
  private func read(_ bytes: [UInt8], _ check: (TLSServerFlight) -> Void) {
    var whole = TLSServerFlight()
    whole.feed(bytes)
    check(whole)
    var single = TLSServerFlight()
    for byte in bytes { single.feed([byte]) }
    check(single)
  }

  @Test("reads the whole flight of TLS 1.0")
  func old() {
    read(Handshake.old) { flight in
      #expect(flight.state == .complete)
      #expect(flight.serverHello?.version == 0x0301)
      #expect(flight.serverHello?.suite == 0x0005)
      #expect(flight.serverHello?.hasRenegotiationInfo == false)
      #expect(flight.chain == [[0x30, 0x01], [0x30]])
      #expect(flight.hasServerKeyExchange)
      #expect(flight.certificateRequest?.types == [1, 2])
      #expect(flight.certificateRequest?.authorities == [[0x30, 0x00], [0x30]])
      #expect(flight.alert == nil)
    }
  }

  @Test("reads the whole flight of TLS 1.2, also in records of one byte")
  func newer() {
    func check(_ flight: TLSServerFlight) {
      #expect(flight.state == .complete)
      #expect(flight.serverHello?.version == 0x0303)
      #expect(flight.serverHello?.hasRenegotiationInfo == true)
      #expect(flight.chain == [[0x30, 0x03]])
      #expect(flight.certificateRequest?.types == [1])
      #expect(flight.certificateRequest?.authorities == [])
    }
    read(Handshake.newer, check)
    let content =
      Handshake.hello(minor: 3, suite: 0xC02F, extensions: [0xFF, 1, 0, 1, 0])
      + Handshake.certificates([[0x30, 0x03]])
      + Handshake.message(13, [1, 1, 0, 2, 4, 1, 0, 0]) + Handshake.message(14, [])
    read(content.flatMap { Handshake.record([$0]) }, check)
  }

  @Test("ends at the ServerHello of TLS 1.3, and knows a request for a key share")
  func version13() {
    let selected: [UInt8] = [0, 0x2B, 0, 2, 3, 4]
    let retry = Handshake.hello(
      minor: 3, suite: 0x1301, extensions: selected, random: TLSServerHello.retryRandom)
    let plain = Handshake.hello(minor: 3, suite: 0x1302, extensions: selected)
    for (hello, isRetry) in [(retry, true), (plain, false)] {
      read(Handshake.record(hello) + [20, 3, 3, 0, 1, 1, 23, 3, 3, 0, 1, 7]) { flight in
        #expect(flight.state == .complete)
        #expect(flight.serverHello?.version == 0x0304)
        #expect(flight.serverHello?.legacyVersion == 0x0303)
        #expect(flight.serverHello?.isRetryRequest == isRetry)
      }
    }
  }

  @Test("no prefix of a flight is complete, and none is malformed")
  func prefixes() {
    for bytes in [Handshake.old, Handshake.newer] {
      for length in 0..<bytes.count {
        var flight = TLSServerFlight()
        flight.feed(Array(bytes.prefix(length)))
        #expect(flight.state == .reading)
      }
    }
  }

  @Test("an alert ends it, a warning alone does not")
  func alerts() {
    read(Handshake.record([2, 40], type: 21)) { flight in
      #expect(flight.state == .refused)
      #expect(flight.alert == TLSAlert(level: 2, description: 40))
    }
    read(Handshake.record([1, 112], type: 21) + Handshake.old) { flight in
      #expect(flight.state == .complete)
      #expect(flight.alert == TLSAlert(level: 1, description: 112))
    }
    read(Handshake.record([1, 0], type: 21)) { #expect($0.state == .refused) }
    read(Handshake.record([2], type: 21)) { flight in
      #expect(flight.state == .malformed(WireError(.malformed, "alert", at: 0)))
    }
  }

  @Test("knows what is not TLS, and keeps its first bytes")
  func notTLS() {
    read(Array("HTTP/1.1 400 Bad Request\r\n".utf8)) { flight in
      #expect(flight.state == .notTLS)
      #expect(flight.firstBytes == Array("HTTP/1.1 400 Bad Request\r\n".utf8))
    }
    read([22, 9]) { #expect($0.state == .notTLS) }
    read([0x80, 0x2E, 1, 0, 2]) { #expect($0.state == .notTLS) }
    read([UInt8](repeating: 0, count: 500)) { flight in
      #expect(flight.state == .notTLS)
      #expect(flight.firstBytes.count == TLSServerFlight.firstByteLimit)
    }
  }

  @Test("keeps what was good before damage")
  func damage() {
    let hello = Handshake.record(Handshake.hello(minor: 1, suite: 0x002F))
    let bad: [[UInt8]] = [
      hello + [0x48, 0x54],
      hello + [22, 3, 1, 0xFF, 0xFF],
      hello + Handshake.record(Handshake.message(11, [0, 0, 9, 0])),
      hello + Handshake.record(Handshake.message(13, [200])),
      hello + hello,
      hello + Handshake.record([1], type: 20),
    ]
    for bytes in bad {
      read(bytes) { flight in
        guard case .malformed = flight.state else {
          Issue.record("\(flight.state)")
          return
        }
        #expect(flight.serverHello?.suite == 0x002F)
      }
    }
    read(Handshake.record(Handshake.certificates([[0x30]]))) { flight in
      #expect(flight.state == .malformed(WireError(.malformed, "first handshake message", at: 0)))
    }
  }

  @Test("keeps ten certificates and counts the others")
  func manyCertificates() {
    let list = (0..<13).map { [UInt8($0)] }
    read(
      Handshake.record(Handshake.hello(minor: 1, suite: 5) + Handshake.certificates(list))
    ) { flight in
      #expect(flight.chain == Array(list.prefix(10)))
      #expect(flight.certificatesDropped == 3)
    }
  }

  @Test("stops at its limit, whether bytes come or are announced")
  func limits() {
    read(Handshake.record([11, 0x01, 0x00, 0x01])) { #expect($0.state == .tooLong) }
    let hello = Handshake.record(Handshake.hello(minor: 1, suite: 5))
    // Messages that mean nothing, without end.
    let padding = Handshake.record(Handshake.message(99, [UInt8](repeating: 0, count: 16_000)))
    var flight = TLSServerFlight()
    flight.feed(hello)
    for _ in 0..<20 { flight.feed(padding) }
    #expect(flight.state == .tooLong)
    var empty = TLSServerFlight()
    empty.feed((0..<20_000).flatMap { _ in [22, 3, 1, 0, 0] as [UInt8] })
    #expect(empty.state == .tooLong)
  }
}

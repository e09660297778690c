import ScoutModel
import Testing

@testable import ScoutTLS

/// Runs two machines against each other, `chunk` bytes at a time.
private func converse(
  _ client: TLSMachine, _ server: TLSMachine, chunk: Int = .max
) -> (client: TLSMachine.Progress, server: TLSMachine.Progress) {
  var ends = (client: TLSMachine.Progress.wantsMore, server: TLSMachine.Progress.wantsMore)
  for _ in 0..<20 {
    ends.client = client.handshakeStep()
    feed(client.takeOutgoing(), to: server, chunk: chunk)
    ends.server = server.handshakeStep()
    feed(server.takeOutgoing(), to: client, chunk: chunk)
    if ends.client != .wantsMore && ends.server != .wantsMore { break }
  }
  return ends
}

private func feed(_ bytes: [UInt8], to machine: TLSMachine, chunk: Int) {
  var rest = bytes[...]
  while !rest.isEmpty {
    let part = rest.prefix(chunk)
    rest = rest.dropFirst(part.count)
    _ = machine.receive(Array(part))
    if !rest.isEmpty { _ = machine.handshakeStep() }
  }
}

@Suite("The TLS machine, both ends in memory") struct TLSMachineTests {
  static func server(
    _ minimum: TLSVersion, _ maximum: TLSVersion, key: String = Keys.rsa1024,
    ciphers: String? = nil, request: Bool = false, require: Bool = false
  ) throws -> TLSServerContext {
    let made = try CertificateMaker(commonName: "amt.corp.example").certificate(keyPEM: key)
    return try TLSServerContext(
      certificateChainPEM: made.pem, privateKeyPEM: key, minimum: minimum, maximum: maximum,
      cipherList: ciphers, requestClientCertificate: request, requireClientCertificate: require)
  }

  @Test(
    "agrees on each version, and data goes both ways",
    arguments: [TLSVersion.tls10, .tls11, .tls12, .tls13], [Int.max, 1])
  func versions(version: TLSVersion, chunk: Int) throws {
    let context = try Self.server(version, version, key: Keys.rsa2048)
    let client = try TLSMachine(client: TLSClientContext(), serverName: "amt.corp.example")
    let server = try TLSMachine(server: context)
    let ends = converse(client, server, chunk: chunk)
    #expect(ends.client == .established && ends.server == .established)
    #expect(client.facts.version == version)
    #expect(client.facts.suite != nil)
    #expect(client.facts.chain.count == 1)
    #expect(!client.facts.clientCertificateRequested)
    let leaf = try #require(client.facts.chain.first)
    #expect(CertificateFact(der: leaf).commonNames == ["amt.corp.example"])
    #expect(client.facts.certificate(leaf) == CertificateFact(der: leaf))
    #expect(client.facts.certificate(leaf + [0]) == nil)
    #expect(server.facts.certificates.isEmpty)
    #expect(client.write(Array("question".utf8)))
    _ = server.receive(client.takeOutgoing())
    #expect(server.read() == .bytes(Array("question".utf8)))
    #expect(server.read() == .wantsMore)
    let answer = [UInt8](repeating: 7, count: 40000)
    #expect(server.write(answer))
    server.close()
    _ = client.receive(server.takeOutgoing())
    var received: [UInt8] = []
    while case .bytes(let more) = client.read() { received += more }
    #expect(received == answer)
    #expect(client.read() == .closed)
  }

  @Test(
    "sees that a client certificate is asked for, by name of its issuers or not",
    arguments: [TLSVersion.tls10, .tls12, .tls13])
  func asked(version: TLSVersion) throws {
    let client = try TLSMachine(client: TLSClientContext())
    let server = try TLSMachine(
      server: Self.server(version, version, key: Keys.rsa2048, request: true))
    #expect(converse(client, server).client == .established)
    #expect(client.facts.clientCertificateRequested)
  }

  @Test(
    "a server that insists on a client certificate leaves an alert and all its facts",
    arguments: [TLSVersion.tls10, .tls12, .tls13])
  func insists(version: TLSVersion) throws {
    let client = try TLSMachine(client: TLSClientContext())
    let server = try TLSMachine(
      server: Self.server(version, version, key: Keys.rsa2048, require: true))
    var end = converse(client, server).client
    if end == .established, case .failed(let failure) = client.read() { end = .failed(failure) }
    guard case .failed(let failure) = end, case .alert = failure.kind else {
      Issue.record("\(end)")
      return
    }
    #expect(client.facts.clientCertificateRequested)
    #expect(client.facts.chain.count == 1 && client.facts.version == version)
  }

  @Test("nothing in common is a failure with the peer's alert")
  func nothingInCommon() throws {
    let client = try TLSMachine(client: TLSClientContext(minimum: .tls13, maximum: .tls13))
    let server = try TLSMachine(server: Self.server(.tls10, .tls12))
    let ends = converse(client, server)
    guard case .failed(let failure) = ends.client else { return #expect(Bool(false)) }
    #expect(failure.kind == .alert(70))
    #expect(client.facts.version == nil && client.facts.suite == nil)
  }

  @Test("HTTP, garbage and silence in place of TLS are told apart")
  func notTLS() throws {
    for text in ["HTTP/1.1 400 Bad Request\r\n\r\n", "\0\0\0\0\0\0", "SSH-2.0-x\r\n"] {
      let client = try TLSMachine(client: TLSClientContext())
      #expect(client.handshakeStep() == .wantsMore)
      #expect(client.receive(Array(text.utf8)))
      guard case .failed(let failure) = client.handshakeStep() else { return #expect(Bool(false)) }
      #expect(failure.kind == .notTLS)
      #expect(!client.write([1]))
    }
    let client = try TLSMachine(client: TLSClientContext())
    #expect(client.handshakeStep() == .wantsMore)
    client.receiveEnd()
    guard case .failed(let failure) = client.handshakeStep() else { return #expect(Bool(false)) }
    #expect(failure.kind == .endOfStream)
  }

  @Test("every cut of a server's flight, then the end of the stream, fails or waits")
  func everyPrefix() throws {
    let context = try Self.server(.tls12, .tls12)
    let clientContext = try TLSClientContext()
    var length = 0
    while true {
      let client = try TLSMachine(client: clientContext)
      let server = try TLSMachine(server: context)
      _ = client.handshakeStep()
      _ = server.receive(client.takeOutgoing())
      _ = server.handshakeStep()
      let flight = server.takeOutgoing()
      if length >= flight.count { break }
      #expect(client.receive(Array(flight.prefix(length))))
      #expect(client.handshakeStep() == .wantsMore)
      client.receiveEnd()
      guard case .failed = client.handshakeStep() else { return #expect(Bool(false)) }
      length += 13
    }
  }

  @Test("an endless handshake ends at the limit")
  func endless() throws {
    let client = try TLSMachine(client: TLSClientContext())
    _ = client.handshakeStep()
    // A handshake record of 16,000 bytes in a message that promises 8 MiB.
    let record: [UInt8] =
      [22, 3, 3, 0x3E, 0x80, 11, 0x80, 0, 0] + [UInt8](repeating: 0, count: 15996)
    var outcomes: [Bool] = []
    for _ in 0..<12 {
      outcomes.append(client.receive(record))
      if case .failed = client.handshakeStep() { break }
    }
    guard case .failed = client.handshakeStep() else { return #expect(Bool(false)) }
    #expect(outcomes.count < 12)
  }

  @Test("keys and certificates that do not fit are refused with the reason")
  func contexts() throws {
    let made = try CertificateMaker(commonName: "a").certificate(keyPEM: Keys.rsa1024)
    let wrong = #expect(throws: TLSError.self) {
      try TLSServerContext(certificateChainPEM: made.pem, privateKeyPEM: Keys.rsa2048)
    }
    #expect(wrong?.code == .keyMismatch)
    let none = #expect(throws: TLSError.self) {
      try TLSServerContext(certificateChainPEM: "", privateKeyPEM: Keys.rsa2048)
    }
    #expect(none?.code == .badCertificate)
    let list = #expect(throws: TLSError.self) {
      try TLSServerContext(
        certificateChainPEM: made.pem, privateKeyPEM: Keys.rsa1024, cipherList: "NONESUCH")
    }
    #expect(list?.code == .badCipherList)
  }

  @Test("the certificate message is read as far as it goes, whatever its cut")
  func certificateMessage() {
    let list: [UInt8] = [0, 0, 3, 1, 2, 3, 0, 0, 2, 4, 5]
    let message = [0, 0, UInt8(list.count)] + list
    let whole = CertificateMessage(body: message, isTLS13: false)
    #expect(whole.chain == [[1, 2, 3], [4, 5]] && !whole.isCut)
    for length in 0..<message.count {
      let cut = CertificateMessage(body: Array(message.prefix(length)), isTLS13: false)
      #expect(cut.isCut && cut.chain.isEmpty)
    }
    let lying = CertificateMessage(body: [0, 0, 6, 0, 0, 1, 9, 0, 0], isTLS13: false)
    #expect(lying.chain == [[9]] && lying.isCut)
    let new = CertificateMessage(body: [0, 0, 0, 7, 0, 0, 2, 8, 9, 0, 0], isTLS13: true)
    #expect(new.chain == [[8, 9]] && !new.isCut)
    let many = [UInt8]([0, 0, 44]) + Array(repeating: [0, 0, 1, 7] as [UInt8], count: 11).joined()
    #expect(CertificateMessage(body: many, isTLS13: false).chain.count == 10)
  }
}

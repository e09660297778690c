import ScoutModel
import Testing

@testable import ScoutTLS

/// What a server program is and must come out as.
struct PeerCase: CustomTestStringConvertible, Sendable {
  var name: String
  var arguments: [String]
  var version: TLSVersion?
  var asksForCertificate = false
  /// The end: established, or the alert.
  var alert: UInt8?
  var needsGnuTLS = false
  var testDescription: String { name }
}

private let legacy = ["-cipher", "ALL:@SECLEVEL=0"]

@Suite("TLS against real servers", .enabled(if: program("openssl") != nil, "openssl is missing"))
struct TLSProgramsTests {
  static let peers: [PeerCase] = [
    PeerCase(name: "openssl TLS 1.0", arguments: ["-tls1"] + legacy, version: .tls10),
    PeerCase(name: "openssl TLS 1.1", arguments: ["-tls1_1"] + legacy, version: .tls11),
    PeerCase(name: "openssl TLS 1.2", arguments: ["-tls1_2"], version: .tls12),
    PeerCase(name: "openssl TLS 1.3", arguments: ["-tls1_3"], version: .tls13),
    PeerCase(name: "openssl any", arguments: [], version: .tls13),
    PeerCase(
      name: "openssl TLS 1.0, DHE only",
      arguments: ["-tls1", "-cipher", "DHE-RSA-AES128-SHA:@SECLEVEL=0"], version: .tls10),
    PeerCase(
      name: "openssl TLS 1.2, RSA key exchange",
      arguments: ["-tls1_2", "-cipher", "AES128-SHA256"], version: .tls12),
    PeerCase(
      name: "openssl TLS 1.0, certificate requested",
      arguments: ["-tls1", "-verify", "1"] + legacy, version: .tls10, asksForCertificate: true),
    PeerCase(
      name: "openssl TLS 1.2, certificate requested", arguments: ["-tls1_2", "-verify", "1"],
      version: .tls12, asksForCertificate: true),
    PeerCase(
      name: "openssl TLS 1.3, certificate requested", arguments: ["-tls1_3", "-verify", "1"],
      version: .tls13, asksForCertificate: true),
    PeerCase(
      name: "openssl TLS 1.0, certificate required",
      arguments: ["-tls1", "-Verify", "1"] + legacy, version: .tls10, asksForCertificate: true,
      alert: 40),
    PeerCase(
      name: "openssl TLS 1.2, certificate required", arguments: ["-tls1_2", "-Verify", "1"],
      version: .tls12, asksForCertificate: true, alert: 40),
    PeerCase(
      name: "openssl TLS 1.3, certificate required", arguments: ["-tls1_3", "-Verify", "1"],
      version: .tls13, asksForCertificate: true, alert: 116),
    PeerCase(
      name: "gnutls TLS 1.0, AES-128-CBC",
      arguments: [
        "NORMAL:-VERS-ALL:+VERS-TLS1.0:-CIPHER-ALL:+AES-128-CBC:-MAC-ALL:+SHA1:-KX-ALL:+RSA"
      ], version: .tls10, asksForCertificate: true, needsGnuTLS: true),
    PeerCase(
      name: "gnutls TLS 1.0, RC4: none of ours",
      arguments: [
        "NORMAL:-CIPHER-ALL:+ARCFOUR-128:-VERS-ALL:+VERS-TLS1.0:-MAC-ALL:+SHA1:-KX-ALL:+RSA"
      ], version: nil, alert: 40, needsGnuTLS: true),
  ]

  @Test("finds version, suite, chain and the wish for a certificate", arguments: peers)
  func peer(_ peer: PeerCase) throws {
    let folder = Folder()
    let made = try CertificateMaker(commonName: "pc.corp.example").certificate(
      keyPEM: Keys.rsa2048)
    let certificate = folder.file("c.pem", made.pem)
    let key = folder.file("k.pem", Keys.rsa2048)
    var server: ServerProcess?
    if peer.needsGnuTLS {
      guard let path = program("gnutls-serv") else { return }
      server = ServerProcess(
        path,
        ["-p", "PORT", "--x509certfile", certificate, "--x509keyfile", key, "--http", "--priority"]
          + peer.arguments)
    } else {
      server = ServerProcess(
        try #require(program("openssl")),
        ["s_server", "-accept", "127.0.0.1:PORT", "-cert", certificate, "-key", key, "-www"]
          + peer.arguments)
    }
    let running = try #require(server)
    let client = try #require(Client(port: running.port))
    let machine = try TLSMachine(client: TLSClientContext())
    let progress = client.handshake(machine)
    var failure: TLSFailure?
    if progress == .established {
      #expect(machine.write(Array("GET / HTTP/1.0\r\n\r\n".utf8)))
      client.send(machine.takeOutgoing())
      let (bytes, end) = client.readAll(machine)
      if case .failed(let found) = end { failure = found }
      if peer.alert == nil { #expect(bytes.starts(with: Array("HTTP/1.0 200".utf8))) }
    } else if case .failed(let found) = progress {
      failure = found
    }
    let facts = machine.facts
    #expect(failure?.kind == peer.alert.map { .alert($0) })
    #expect(facts.version == peer.version)
    #expect(facts.clientCertificateRequested == peer.asksForCertificate)
    #expect(facts.chain == (peer.version == nil ? [] : [made.der]))
    // Only what the library itself has taken is read from it.
    let isEstablished = progress == .established
    #expect(facts.certificates == (isEstablished ? [CertificateFact(der: made.der)] : []))
    #expect((facts.suite != nil) == (peer.version != nil))
  }

  @Test("names the authorities that a server takes client certificates of")
  func authorities() throws {
    let folder = Folder()
    var authority = CertificateMaker(commonName: "Site Root")
    authority.organization = "Corp, Inc."
    authority.isAuthority = true
    let root = try authority.certificate(keyPEM: Keys.rsa2048)
    let leaf = try CertificateMaker(commonName: "pc").certificate(
      keyPEM: Keys.p256, issuer: (root.pem, Keys.rsa2048))
    let openssl = try #require(program("openssl"))
    let server = try #require(
      ServerProcess(
        openssl,
        [
          "s_server", "-accept", "127.0.0.1:PORT", "-cert", folder.file("c.pem", leaf.pem),
          "-key", folder.file("k.pem", Keys.p256), "-cert_chain", folder.file("r.pem", root.pem),
          "-tls1_2", "-www", "-verify", "1", "-CAfile", folder.file("ca.pem", root.pem),
        ]))
    let machine = try TLSMachine(client: TLSClientContext())
    #expect(try #require(Client(port: server.port)).handshake(machine) == .established)
    #expect(machine.facts.authorities == ["CN=Site Root,O=Corp\\, Inc."])
    #expect(machine.facts.chain == [leaf.der, root.der])
    let facts = machine.facts.chain.map { CertificateFact(der: $0) }
    #expect(machine.facts.certificates == facts)
    #expect(facts.map(\.selfSigned) == [false, true])
    #expect(facts.first?.issuerCommonName == "Site Root")
  }
}

import Foundation
import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutTLS

@Suite("Certificate facts") struct CertificateFactsTests {
  @Test("reads back all that was put into a certificate")
  func roundTrip() throws {
    var maker = CertificateMaker(commonName: "pc-1.corp.example")
    maker.organizationalUnits = ["Intel(R) Client Setup Certificate", "zwölf"]
    maker.serial = -5
    maker.notBefore = try #require(Timestamp("2019-02-03T04:05:06Z"))
    maker.notAfter = try #require(Timestamp("2061-01-01T00:00:00Z"))
    maker.dnsNames = ["pc-1.corp.example", "pc-1"]
    maker.ipAddresses = [try #require(IPAddress("10.0.0.7")), try #require(IPAddress("fd00::7"))]
    maker.extendedKeyUsages = ["2.16.840.1.113741.1.2.3", "1.3.6.1.5.5.7.3.1"]
    let made = try maker.certificate(keyPEM: Keys.rsa1024)
    let fact = CertificateFact(der: made.der)
    #expect(fact.fingerprint == Digest.sha256.hex(made.der))
    #expect(fact.keyFingerprint?.count == 64)
    #expect(fact.commonNames == ["pc-1.corp.example"])
    #expect(fact.organizationalUnits == maker.organizationalUnits)
    #expect(fact.dnsNames == maker.dnsNames)
    #expect(fact.ipAddresses == maker.ipAddresses)
    #expect(fact.issuerCommonName == "pc-1.corp.example")
    #expect(fact.serial == "-05")
    #expect(fact.notBefore == maker.notBefore)
    #expect(fact.notAfter == maker.notAfter)
    #expect(fact.keyType == "RSA" && fact.keyBits == 1024)
    #expect(fact.signatureAlgorithm == "sha256WithRSAEncryption")
    #expect(fact.extendedKeyUsages == maker.extendedKeyUsages)
    #expect(fact.selfSigned)
    #expect(fact.defect == nil)
    #expect(try maker.certificate(keyPEM: Keys.rsa1024) == made)
    #expect(CertificateMaker.der(pem: made.pem) == made.der)
  }

  @Test("takes MD5, version 1 and 512 bits as they are")
  func old() throws {
    var maker = CertificateMaker(commonName: "old")
    maker.digest = .md5
    maker.version = 1
    let key = try PrivateKey.rsa(bits: 512)
    let fact = CertificateFact(der: try maker.certificate(keyPEM: key).der)
    #expect(fact.signatureAlgorithm == "md5WithRSAEncryption")
    #expect(fact.keyBits == 512 && fact.selfSigned && fact.defect == nil)
    let curve = CertificateFact(
      der: try CertificateMaker(commonName: nil).certificate(keyPEM: Keys.p256).der)
    #expect(curve.keyType == "EC" && curve.keyBits == 256 && curve.commonNames.isEmpty)
  }

  @Test("a certificate that names itself as issuer and is signed by another is not self-signed")
  func sameNames() throws {
    let root = try CertificateMaker(commonName: "same").certificate(keyPEM: Keys.rsa2048)
    let leaf = try CertificateMaker(commonName: "same").certificate(
      keyPEM: Keys.rsa1024, issuer: (root.pem, Keys.rsa2048))
    #expect(!CertificateFact(der: leaf.der).selfSigned)
    #expect(CertificateFact(der: root.der).selfSigned)
  }

  @Test("what cannot be read is absent and named; the fingerprint stays")
  func odd() throws {
    let made = try CertificateMaker(commonName: "clock").certificate(keyPEM: Keys.rsa1024).der
    let trailing = CertificateFact(der: made + [0, 0])
    #expect(trailing.commonNames == ["clock"])
    #expect(trailing.defect == "2 bytes after the certificate")
    #expect(trailing.fingerprint == Digest.sha256.hex(made + [0, 0]))

    // 200101000000Z, the date that the maker takes, gets a thirteenth month.
    let date = Array("200101000000Z".utf8)
    let at = try #require(
      made.indices.dropLast(date.count).first { made[$0...].starts(with: date) })
    var month = made
    month[at + 2] = UInt8(ascii: "1")
    month[at + 3] = UInt8(ascii: "3")
    let undated = CertificateFact(der: month)
    #expect(undated.notBefore == nil && undated.notAfter != nil)
    #expect(undated.defect == "notBefore is not a date")

    let name = Array("clock".utf8)
    let first = try #require(made.indices.dropLast(5).first { made[$0...].starts(with: name) })
    var invalid = made
    invalid[first] = 0xFF
    let unreadable = CertificateFact(der: invalid)
    #expect(unreadable.fingerprint.count == 64 && unreadable.defect != nil)
    #expect(CertificateFact(der: []).defect != nil)
    #expect(CertificateFact(der: [UInt8](repeating: 0x30, count: 70000)).defect != nil)
  }

  @Test("every cut and every flipped byte of a certificate ends in a fact")
  func everyPrefix() throws {
    var maker = CertificateMaker(commonName: "pc")
    maker.dnsNames = ["pc.corp.example"]
    maker.extendedKeyUsages = ["1.3.6.1.5.5.7.3.1"]
    let made = try maker.certificate(keyPEM: Keys.rsa1024).der
    for length in 0..<made.count {
      #expect(CertificateFact(der: Array(made.prefix(length))).defect != nil)
    }
    for index in made.indices {
      var bytes = made
      bytes[index] ^= 0xA5
      fuzzCertificate(bytes)
    }
  }

  @Test(
    "says what openssl says of recorded certificates",
    .enabled(if: RecordedData.isThere, "the recorded data are not beside the package"))
  func recorded() throws {
    let names = try RecordedData.files(below: "amt/certs", endingIn: [".der"])
    #expect(names.count >= 6)
    for name in names {
      let der = try RecordedData.bytes("amt/certs/" + name)
      let text = String(
        decoding: try RecordedData.bytes("amt/certs/\(name).openssl.txt"), as: UTF8.self)
      let fact = CertificateFact(der: der)
      // One file is no certificate but a PKCS#12 container, which openssl opens by itself.
      if der.dropFirst(4).starts(with: [2, 1, 3]) {
        #expect(fact.defect != nil && fact.fingerprint == Digest.sha256.hex(der))
        print("\(name): a PKCS#12 container")
        continue
      }
      for line in text.split(separator: "\n") {
        let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { continue }
        switch parts[0] {
        case "serial": #expect(fact.serial == parts[1])
        case "notBefore": #expect(fact.notBefore == opensslDate(parts[1]))
        case "notAfter": #expect(fact.notAfter == opensslDate(parts[1]))
        case "sha256 Fingerprint":
          #expect(fact.fingerprint == parts[1].replacing(":", with: "").lowercased())
        case "subject":
          for commonName in fact.commonNames { #expect(parts[1].contains("CN=\(commonName)")) }
          #expect(fact.commonNames.isEmpty == !parts[1].contains("CN="))
        default: continue
        }
      }
      print(
        "\(name): \(fact.commonNames) \(fact.keyType ?? "?") \(fact.keyBits ?? 0) "
          + "\(fact.signatureAlgorithm ?? "?") self-signed \(fact.selfSigned) \(fact.defect ?? "")")
    }
  }

  /// Reads `Jun 26 17:21:13 2024 GMT`.
  private func opensslDate(_ text: String) -> Timestamp? {
    let parts = text.split(separator: " ").map(String.init)
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    guard parts.count == 5, let month = months.firstIndex(of: parts[0]), let day = Int(parts[1]),
      let year = Int(parts[3])
    else { return nil }
    let clock = parts[2].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3 else { return nil }
    return Timestamp(
      year: year, month: month + 1, day: day, hour: clock[0], minute: clock[1], second: clock[2])
  }
}

@Suite("Digests") struct DigestTests {
  @Test("of the empty text and of abc")
  func known() {
    #expect(Digest.md5.hex([]) == "d41d8cd98f00b204e9800998ecf8427e")
    #expect(Digest.md5.hex(Array("abc".utf8)) == "900150983cd24fb0d6963f7d28e17f72")
    #expect(Digest.sha1.hex(Array("abc".utf8)) == "a9993e364706816aba3e25717850c26c9cd0d89d")
    #expect(
      Digest.sha256.hex(Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(secureRandomBytes(16).count == 16)
    #expect(secureRandomBytes(16) != secureRandomBytes(16))
  }
}

import ScoutModel
import Testing

@testable import ScoutTLS

@Suite("Trust in certificates") struct CertificateTrustTests {
  @Test("a chain leads to its authority, not to another; an expired one leads nowhere")
  func chains() throws {
    let key = try PrivateKey.rsa(bits: 2048)
    var maker = CertificateMaker(commonName: "Site CA")
    maker.isAuthority = true
    let authority = try maker.certificate(keyPEM: key)
    let leafKey = try PrivateKey.rsa(bits: 2048)
    let leaf = try CertificateMaker(commonName: "pc-1.corp.example").certificate(
      keyPEM: leafKey, issuer: (authority.pem, key))
    let trust = try CertificateTrust(authoritiesPEM: authority.pem)
    #expect(trust.objection(to: [leaf.der]) == nil)
    #expect(trust.objection(to: [leaf.der, authority.der]) == nil)
    let stranger = try CertificateMaker(commonName: "stranger").certificate(keyPEM: leafKey)
    #expect(trust.objection(to: [stranger.der])?.contains("does not verify") == true)
    var old = CertificateMaker(commonName: "old")
    old.notBefore = Timestamp(seconds: 1_388_534_400)
    old.notAfter = Timestamp(seconds: 1_546_300_800)
    let expired = try old.certificate(keyPEM: leafKey, issuer: (authority.pem, key))
    #expect(trust.objection(to: [expired.der])?.contains("expired") == true)
    #expect(trust.objection(to: []) != nil)
    #expect(trust.objection(to: [[1, 2, 3]]) != nil)
    #expect(throws: TLSError.self) { try CertificateTrust(authoritiesPEM: "none") }
  }
}

import Testing

@testable import ScoutAMT

@Suite("Digest challenge") struct DigestChallengeTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    var firmware: String
    var realm: String
    var nonce: String
    var qop = "auth"
    /// Whether bytes 6 to 11 of the nonce are zero, not 6 and 7 alone.
    var isNewer: Bool

    var testDescription: String { firmware }
  }

  /// Challenges recorded from devices.
  static let samples = [
    Sample(
      firmware: "8.0.3", realm: "10DF0000000000000000000000000000",
      nonce: "+S5HDg4iAACIkRUMJoai5Xyxlc9qWHgc", isNewer: false),
    Sample(
      firmware: "9.0.30", realm: "C8090000000000000000000000000000",
      nonce: "+9GoAAZEAACYo+Ka4uJ0dCwoKCxAtTP2", isNewer: false),
    Sample(
      firmware: "11.8.50.3425", realm: "A4070000000000000000000000000000",
      nonce: "wlbEK1EtAAAAAAAAWW5aUHFp+mQQ1j63", isNewer: true),
    Sample(
      firmware: "15.0.23.1706", realm: "727734D63A1FC0423736E48DA554E462",
      nonce: "B9AX94iAAAAAAAAAx6rrSfPHGUrx/3uA", isNewer: true),
    Sample(
      firmware: "16.1.25.1917", realm: "2517B2332AFD88353D5F5FD352697901",
      nonce: "QYePBLMVAAAAAAAAjfXveceOM5bNfu/K", qop: "auth-int, auth", isNewer: true),
    Sample(
      firmware: "unknown", realm: "72C40000000000000000000000000000",
      nonce: "WT7ZAQsLAABEyoVgz4/+bFmvwKIRUvUI", isNewer: false),
    Sample(
      firmware: "unknown, random realm", realm: "56ABC7BE224EF620C69EB88F01071DC8",
      nonce: "fVNueyEAAAAAAAAAcO8WqJ8s+WdyFUIY", isNewer: true),
  ]

  @Test("reads recorded challenges", arguments: samples)
  func recorded(sample: Sample) throws {
    let header =
      "Digest realm=\"Digest:\(sample.realm)\", nonce=\"\(sample.nonce)\",stale=\"false\","
      + "qop=\"\(sample.qop)\""
    let challenge = try #require(DigestChallenge(header))
    #expect(challenge.realm == "Digest:" + sample.realm)
    #expect(challenge.nonce == sample.nonce)
    #expect(challenge.qop == sample.qop)
    #expect(challenge.stale == "false")
    #expect(challenge.protections.contains("auth"))
    #expect(challenge.protections.count == (sample.qop == "auth" ? 1 : 2))
    #expect(challenge.looksLikeAMT)
    let bytes = try #require(challenge.nonceBytes)
    #expect(bytes.count == 24)
    #expect(bytes[6..<8] == [0, 0])
    #expect(bytes[8..<12].allSatisfy { $0 == 0 } == sample.isNewer)
    for length in 0..<header.utf8.count { _ = DigestChallenge(String(header.prefix(length))) }
  }

  @Test(
    "reads what firmware and others make of the grammar",
    arguments: [
      "Digest realm=\"r, x=\\\"y\\\"\" nonce=\"n\" qop=\"auth-int, auth\"",
      "DIGEST  Realm = \"r, x=\\\"y\\\"\",NONCE=n,qop=\"auth-int, auth\"",
      "Basic realm=\"other\", Digest nonce=\"n\", realm=\"r, x=\\\"y\\\"\", qop=\"auth-int, auth\"",
      "Negotiate, Digest realm=\"r, x=\\\"y\\\"\", nonce=n, qop=\"auth-int, auth\", Basic realm=b",
      "Digest realm=\"r, x=\\\"y\\\"\",,, nonce=\"n\", realm=\"second\", qop=\"auth-int, auth",
    ])
  func grammar(header: String) throws {
    let challenge = try #require(DigestChallenge(header))
    #expect(challenge.realm == "r, x=\"y\"")
    #expect(challenge.nonce == "n")
    #expect(challenge.protections == ["auth-int", "auth"])
    #expect(!challenge.looksLikeAMT)
  }

  @Test(
    "finds none where there is none",
    arguments: [
      "", "Digest", "Basic realm=\"a\", nonce=\"b\"", "Digest realm=\"a\"", "Digest nonce=\"a\"",
      "Bearer realm=a, nonce=b", "Digest realm=\"a, nonce=\"b\"", "=,=,\"", "Digest =a nonce=b",
    ])
  func none(header: String) {
    #expect(DigestChallenge(header) == nil)
  }

  @Test("stays within its limits")
  func limits() {
    let many = "Digest " + String(repeating: "a=b, ", count: 100) + "realm=r, nonce=n"
    #expect(DigestChallenge(many) == nil)
    let long = "Digest realm=\"" + String(repeating: "x", count: 100_000) + "\", nonce=n"
    #expect(DigestChallenge(long) == nil)
  }
}

import ScoutModel
import ScoutNet
import Testing

@Suite("Credentials") struct CredentialTests {
  private func entry(_ match: Credential.Match) -> Credential {
    Credential(match: match, user: "admin", password: Secret("s3cret"))
  }

  @Test("a secret shows itself nowhere") func redacted() {
    let credential = entry(.any)
    var dumped = ""
    dump(credential, to: &dumped)
    for text in [
      "\(credential.password)", String(reflecting: credential.password), "\(credential)",
      String(reflecting: credential), dumped, "\(CredentialBook([credential]))",
    ] {
      #expect(!text.contains("s3cret"), "\(text)")
    }
    #expect("\(credential.password)" == "<redacted>")
    #expect(credential.password.reveal() == Array("s3cret".utf8))
  }

  @Test("the most special entry wins; of equals the first") func choice() throws {
    let uuid = try #require(UUID128("8e5c1f60-77aa-4b10-9c01-000000000220"))
    let book = CredentialBook(
      [
        .any, .prefix(try #require(Prefix("10.0.0.0/8"))),
        .prefix(try #require(Prefix("10.1.0.0/16"))), .name("*.corp.example"),
        .name("pc-*.corp.example"), .name("pc-1.corp.example"), .uuid(uuid),
        .prefix(try #require(Prefix("10.1.0.9/32"))), .any,
      ].map(entry))
    func chosen(_ address: String, _ names: Set<String> = [], _ uuids: Set<UUID128> = []) throws
      -> Int?
    {
      book.index(
        for: CredentialSubject(
          address: try #require(IPAddress(address)), names: names, uuids: uuids))
    }
    #expect(try chosen("192.168.0.1") == 0)
    #expect(try chosen("10.2.0.1") == 1)
    #expect(try chosen("10.1.0.1") == 2)
    #expect(try chosen("10.1.0.9") == 7)
    #expect(try chosen("10.1.0.1", ["laptop.CORP.example"]) == 3)
    #expect(try chosen("10.1.0.1", ["PC-7.corp.example"]) == 4)
    #expect(try chosen("10.1.0.9", ["pc-1.corp.example"]) == 5)
    #expect(try chosen("10.1.0.9", ["pc-1.corp.example"], [uuid]) == 6)
    let address = try #require(IPAddress("10.0.0.1"))
    let named = CredentialBook([entry(.name("x"))])
    #expect(named.index(for: CredentialSubject(address: address)) == nil)
    let short = CredentialBook([entry(.name("pc-*"))])
    let subject = CredentialSubject(address: address, names: ["pc-9.corp.example"])
    #expect(short.index(for: subject) == 0)
  }
}

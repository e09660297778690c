import ScoutImport
import ScoutModel
import ScoutNet
import Testing

@Suite("Credentials files") struct CredentialsFileTests {
  private struct Broken: Error, CustomStringConvertible { let description = "it failed" }

  private func book(_ text: String, run: (String) throws -> String = { _ in "" }) throws
    -> CredentialBook
  {
    try CredentialsFile.parse(text, path: "keys.yaml", run: run)
  }

  @Test("entries with passwords and commands, ways of use, and all kinds of matches")
  func usual() throws {
    let read = try book(
      """
      - match: default
        user: admin
        password: "one: two"
      - match: 10.1.0.0/22
        user: reader
        password_command: vault read amt
        plain_http: true
      - match: 8e5c1f60-77aa-4b10-9c01-000000000220
        user: admin
        password: 12345
        verify: false
      - match: PC-*.corp.example
        user: admin
        password: x
        pin: [AB:\(String(repeating: "cd", count: 31))]
      - match: 10.9.9.9
        user: admin
        password: x
      """, run: { $0 == "vault read amt" ? "from the vault\r\nmore\n" : "?" })
    #expect(
      read.entries.map(\.label) == [
        "default", "10.1.0.0/22", "8e5c1f60-77aa-4b10-9c01-000000000220", "pc-*.corp.example",
        "10.9.9.9/32",
      ])
    #expect(
      read.entries.map { String(decoding: $0.password.reveal(), as: UTF8.self) }
        == ["one: two", "from the vault", "12345", "x", "x"])
    #expect(read.entries.map(\.plainHTTP) == [false, true, false, false, false])
    #expect(read.entries.map(\.verifies) == [true, true, false, true, true])
    #expect(read.entries[3].pins == ["ab" + String(repeating: "cd", count: 31)])
  }

  @Test(
    "a mistake is named with its line, and without any password",
    arguments: [
      ("- match: default\n  user: admin\n  pasword: hunter2", "pasword"),
      ("- match: default\n  user: admin", "password_command"),
      ("- user: admin\n  password: hunter2", "match"),
      ("- match: default\n  user: ad:min\n  password: hunter2", "colon"),
      ("- match: 10.1.0.0/99\n  user: a\n  password: hunter2", "prefix"),
      ("- match: default\n  user: a\n  password: hunter2\n  pin: zz", "64 digits"),
      ("- match: default\n  user: a\n  password: hunter2\n  plain_http: maybe", "true or false"),
      ("- match: default\n  user: a\n  password: hunter2\n  password_command: x", "both"),
      ("- match: default\n  user: a\n  password: [hunter2", "not YAML"),
      ("password: hunter2", "list"), ("", "no entries"), ("[]", "no entries"),
    ])
  func mistakes(text: String, says: String) throws {
    let error = #expect(throws: ImportError.self) { try book(text) }
    let words = "\(try #require(error))"
    #expect(words.contains(says), "\(words)")
    #expect(!words.contains("hunter2"))
  }

  @Test("a password command that fails, or says nothing, is an error without its output")
  func commands() throws {
    let text = "- match: default\n  user: a\n  password_command: x"
    for run in [{ _ in throw Broken() }, { _ in "\nhunter2" }] as [(String) throws -> String] {
      let error = #expect(throws: ImportError.self) { try book(text, run: run) }
      let words = "\(try #require(error))"
      #expect(!words.contains("hunter2"))
    }
  }

  @Test("no part of a file traps") func prefixes() {
    let text = "- match: default\n  user: admin\n  password: secret\n  pin: [\"aa\"]\n"
    for end in 0...text.utf8.count {
      _ = try? book(String(decoding: text.utf8.prefix(end), as: UTF8.self))
    }
  }
}

import Foundation
import ScoutModel
import ScoutNet
import ScoutStore
import Testing

@Suite(
  "A redacted report", .serialized, .enabled(if: DemoRun.isPossible, "needs root for UDP 623"))
struct RedactionTests {
  private func write(key: URL, into folder: URL, _ also: [String] = []) throws {
    let result = try Program.amtscout(
      [
        "report", "--site", DemoRun.files.get().site, "--redact", "--redact-key", key.path,
        "--output", folder.path,
      ] + also)
    #expect(result.status == 0, "\(result.errors)")
  }

  private static let names = [
    "report.html", "devices.csv", "findings.csv", "report.json", "run.json",
  ]

  /// Everything in the site that names a machine, its owner or its network.
  private func originals() throws -> Set<String> {
    var values: Set<String> = []
    func add(_ text: String?) {
      guard let text, text.utf8.count > 3 else { return }
      values.insert(text.lowercased())
    }
    let file = try SiteFile.open(path: DemoRun.files.get().site, create: false)
    try file.forEachObservation { observation in
      add(observation.endpoint.address?.description)
      add(observation.endpoint.mac?.description)
      switch observation.fact {
      case .dhcp(let message):
        for text in [message.hostName, message.domainName, message.fqdn] { add(text) }
        for text in message.searchList { add(text) }
        for address in [message.yourAddress, message.clientAddress, message.server, message.relay] {
          add(address?.description)
        }
        add(message.clientMAC?.description)
      case .name(let name):
        add(name.name)
        for record in name.records { add(record.value) }
      case .tls(let tls):
        for certificate in tls.chain {
          add(certificate.fingerprint)
          add(certificate.fingerprintSHA1)
          add(certificate.fingerprintSHA384)
          add(certificate.keyFingerprint)
          for name in certificate.dnsNames + certificate.commonNames { add(name) }
        }
      case .web(let web):
        add(web.realm.map { String($0.drop { $0 != ":" }.dropFirst()) })
      case .host(let host):
        add(host.uuid?.description)
        for text in [host.hostName, host.dnsSuffix, host.hostDNSSuffix] { add(text) }
        for adapter in host.adapters {
          add(adapter.mac?.description)
          add(adapter.address?.description)
        }
      case .hello(let hello):
        add(hello.uuid?.description)
        add(hello.pid)
        add(hello.server?.description)
      case .scope(let scope):
        for text in [scope.name, scope.domainName] { add(text) }
        for text in scope.searchList { add(text) }
      case .ipv6(let message):
        add(message.clientMAC?.description)
        add(message.fqdn)
        for text in message.searchList ?? [] { add(text) }
      case .wsman(let told):
        add(told.uuid?.description)
        for text in [told.general?.hostName, told.general?.domainName, told.general?.hostOSFQDN] {
          add(text)
        }
      case .localName(let name): add(name.name)
      case .port, .pong, .neighbour, .redirection: return
      }
    }
    // Words of ours and of the protocol that a peer may use as its name as well.
    values.subtract([
      "localhost", "127.0.0.1", "0.0.0.0", "255.255.255.255", "provisionserver",
    ])
    return values
  }

  @Test("holds none of the site's names, addresses and numbers, in no file")
  func nothingLeft() throws {
    let folder = try Scratch.folder()
    let key = try Scratch.file("key", "a key of thirty-two bytes or so..")
    try write(key: key, into: folder, ["--raw-csv"])
    let originals = try originals()
    #expect(originals.count > 400)
    for name in Self.names {
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      let tokens = Self.tokens(text)
      let left = originals.filter { original in
        original.allSatisfy(Self.isToken) ? tokens.contains(original) : text.contains(original)
      }
      #expect(left.isEmpty, "\(name) still holds \(left.sorted().prefix(8))")
    }
  }

  private static func isToken(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber) || ".-_:".contains(character)
  }

  /// The words of a text, with and without the stops at their ends, in lower case.
  private static func tokens(_ text: String) -> Set<String> {
    var tokens: Set<String> = []
    for token in text.lowercased().split(whereSeparator: { !isToken($0) }) {
      tokens.insert(String(token))
      let inner = token.drop { ".:-".contains($0) }
      let tail = inner.reversed().prefix { ".:-".contains($0) }.count
      tokens.insert(String(inner.dropLast(tail)))
    }
    return tokens
  }

  @Test("says the same of each machine as the report it was made from")
  func sameFindings() throws {
    let folder = try Scratch.folder()
    let key = try Scratch.file("key", "a key of thirty-two bytes or so..")
    try write(key: key, into: folder, ["--raw-csv"])
    let plain = try CSV.rows(DemoRun.files.get().report("devices.csv"))
    let redacted = try CSV.rows(
      String(contentsOf: folder.appendingPathComponent("devices.csv"), encoding: .utf8))
    func told(_ rows: [[String: String]]) -> [String] {
      rows.map { row in
        ["id", "product", "version", "state", "method", "name_verdict", "findings", "ports_open"]
          .map { row[$0] ?? "?" }.joined(separator: " ")
      }.sorted()
    }
    #expect(told(plain) == told(redacted))
    // Machines of one segment stay in one segment.
    var segments: [String: Set<String>] = [:]
    let places = Dictionary(
      plain.map {
        ($0["id"] ?? "", $0["ip"]?.split(separator: ".").dropLast().joined(separator: "."))
      }, uniquingKeysWith: { first, _ in first })
    for row in redacted {
      guard let place = places[row["id"] ?? ""] ?? nil, let ip = row["ip"] else { continue }
      segments[place, default: []].insert(
        ip.split(separator: ".").dropLast().joined(separator: "."))
    }
    #expect(segments.count == 3 && segments.values.allSatisfy { $0.count == 1 })
  }

  @Test("is the same under the same key, and another under another")
  func keyed() throws {
    let (first, second, third) = (try Scratch.folder(), try Scratch.folder(), try Scratch.folder())
    let key = try Scratch.file("key", "0123456789abcdef")
    let other = try Scratch.file("key", "fedcba9876543210")
    try write(key: key, into: first, ["--format", "csv"])
    try write(key: key, into: second, ["--format", "csv"])
    try write(key: other, into: third, ["--format", "csv"])
    let texts = try [first, second, third].map {
      try String(contentsOf: $0.appendingPathComponent("devices.csv"), encoding: .utf8)
    }
    #expect(texts[0] == texts[1] && texts[0] != texts[2])
  }

  @Test("refuses a key that could be guessed")
  func shortKey() throws {
    let key = try Scratch.file("key", "short")
    let result = try Program.amtscout(
      [
        "report", "--site", DemoRun.files.get().site, "--redact", "--redact-key", key.path,
        "--output", Scratch.folder().path,
      ])
    #expect(result.status == 1 && result.errors.contains("needs 16 to 4,096 bytes"))
  }
}

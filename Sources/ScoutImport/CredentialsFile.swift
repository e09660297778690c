package import ScoutModel
import ScoutNet
import Yams

/// The credentials file: for which devices which user's name and password are, as YAML.
///
/// No message of an error holds a password, or what a command gave out.
package enum CredentialsFile {
  /// Files up to so many bytes are read.
  package static let sizeLimit = 1 << 20

  /// Reads the entries.
  /// - Parameters:
  ///   - path: The file's name, for messages.
  ///   - run: Gives what a password command writes, or throws why it does not.
  /// - Throws: ``ImportError``.
  package static func parse(
    _ text: String, path: String, run: (String) throws -> String
  ) throws -> CredentialBook {
    guard text.utf8.count <= sizeLimit else {
      throw ImportError(path, "is larger than \(sizeLimit >> 20) MiB")
    }
    try YAMLValue.refuseDepth(text, path)
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      // The parser's own words could quote the file.
      throw ImportError(path, line: error.line, "this is not YAML")
    }
    guard let root, root.null == nil else {
      throw ImportError(path, "holds no entries; write a list of match, user and password")
    }
    let entries = try YAMLValue(root, path: path, key: "the credentials").list()
    guard !entries.isEmpty, entries.count <= 10_000 else {
      throw ImportError(path, "holds no entries, or more than 10,000")
    }
    return CredentialBook(try entries.map { try credential($0, run) })
  }

  private static func credential(
    _ value: YAMLValue, _ run: (String) throws -> String
  ) throws -> Credential {
    let map = try value.map(
      ["match", "user", "password", "password_command", "plain_http", "verify", "pin"],
      required: ["match", "user"])
    let match = try map["match"]?.text() ?? ""
    let user = try map["user"]?.text() ?? ""
    guard !user.isEmpty, !user.contains(":"), !user.contains(where: \.isNewline) else {
      throw (map["user"] ?? value).error("a user's name is not empty and has no colon")
    }
    var credential = Credential(
      match: try Self.match(match, map["match"] ?? value), user: user,
      password: try password(map, value, run))
    if let flag = map["plain_http"] { credential.plainHTTP = try flag.flag() }
    if let flag = map["verify"] { credential.verifies = try flag.flag() }
    if let pin = map["pin"] { credential.pins = try pins(pin) }
    return credential
  }

  private static func password(
    _ map: [String: YAMLValue], _ value: YAMLValue, _ run: (String) throws -> String
  ) throws -> Secret {
    switch (map["password"], map["password_command"]) {
    case (let password?, nil): return Secret(try password.text())
    case (nil, let command?):
      let output: String
      do {
        output = try run(try command.text())
      } catch {
        throw command.error("\(error)")
      }
      // By scalars: a carriage return and a line feed are one character.
      let line = output.unicodeScalars.prefix { $0 != "\n" }
      let secret = line.last == "\r" ? line.dropLast() : line
      guard !secret.isEmpty, String(secret).utf8.count <= 1024 else {
        throw command.error("the command wrote no password")
      }
      return Secret(String(secret))
    case (nil, nil): throw value.error("needs `password` or `password_command`")
    case (.some, .some): throw value.error("has both `password` and `password_command`")
    }
  }

  /// `default`, a prefix or an address, a UUID, else a name's pattern.
  private static func match(_ text: String, _ value: YAMLValue) throws -> Credential.Match {
    if text == "default" { return .any }
    if let address = IPAddress(text), let prefix = Prefix(address, length: address.bitWidth) {
      return .prefix(prefix)
    }
    if text.contains("/") {
      guard let prefix = Prefix(text) else {
        throw value.error("\(text.quoted) is not a prefix, as in 10.1.0.0/22")
      }
      return .prefix(prefix)
    }
    if text.contains("-"), let uuid = UUID128(text) { return .uuid(uuid) }
    let isName =
      !text.isEmpty && text.utf8.count <= 255
      && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
    guard isName else {
      throw value.error("needs default, a prefix, a name with * for any characters, or a UUID")
    }
    return .name(text.lowercased())
  }

  /// One fingerprint or a list of them: SHA-256 in hexadecimal digits, with colons or without.
  private static func pins(_ value: YAMLValue) throws -> Set<String> {
    let values = (try? value.list()) ?? [value]
    return Set(
      try values.map { entry in
        let text = try entry.text().lowercased().filter { $0 != ":" && $0 != " " }
        guard text.utf8.count == 64, text.allSatisfy(\.isHexDigit) else {
          throw entry.error("a pin is the SHA-256 of a certificate or public key, 64 digits")
        }
        return text
      })
  }
}

package import ScoutNet

/// A user's name and password, for which devices they are, and how they may be used.
package struct Credential: Sendable {
  /// Which devices an entry is for.
  package enum Match: Hashable, Sendable {
    case uuid(UUID128)
    case prefix(Prefix)
    /// A name, in lower case; `*` stands for any characters.
    case name(String)
    /// Every device.
    case any
  }

  package var match: Match
  package var user: String
  package var password: Secret
  /// Whether digest may be spoken outside TLS.
  package var plainHTTP = false
  /// Whether the certificate must verify where it is not pinned.
  package var verifies = true
  /// SHA-256 of certificates or public keys that are trusted, 64 hexadecimal digits in lower case.
  package var pins: Set<String> = []

  package init(match: Match, user: String, password: Secret) {
    self.match = match
    self.user = user
    self.password = password
  }

  /// The entry by its match, for reports: `default`, `10.1.0.0/22`.
  package var label: String { match.description }
}

extension Credential.Match: CustomStringConvertible {
  package var description: String {
    switch self {
    case .uuid(let uuid): uuid.description
    case .prefix(let prefix): prefix.description
    case .name(let pattern): pattern
    case .any: "default"
    }
  }

  /// How special it is: a UUID stands above a name, a name above a pattern, a pattern above a
  /// prefix, the longer above the shorter.
  fileprivate var rank: Int {
    switch self {
    case .uuid: 100_000
    case .name(let pattern):
      (pattern.contains("*") ? 10_000 : 50_000) + pattern.utf8.count { $0 != UInt8(ascii: "*") }
    case .prefix(let prefix):
      // A single address is as special as it gets without a name.
      prefix.length == prefix.base.bitWidth ? 40_000 : 1_000 + prefix.length
    case .any: 0
    }
  }
}

/// What is known of a device when a credential is chosen for it.
package struct CredentialSubject: Hashable, Sendable {
  package var address: IPAddress
  /// Names of the device, in any case, with or without their domain.
  package var names: Set<String>
  package var uuids: Set<UUID128>

  package init(address: IPAddress, names: Set<String> = [], uuids: Set<UUID128> = []) {
    self.address = address
    self.names = names
    self.uuids = uuids
  }
}

/// The entries of a credentials file, in its order.
package struct CredentialBook: Sendable {
  package var entries: [Credential]

  package init(_ entries: [Credential] = []) { self.entries = entries }

  /// The number of the most special entry that fits; of equals the first.
  package func index(for subject: CredentialSubject) -> Int? {
    let fitting = entries.indices.filter { Self.fits(entries[$0].match, subject) }
    return fitting.max { left, right in
      (entries[left].match.rank, right) < (entries[right].match.rank, left)
    }
  }

  private static func fits(_ match: Credential.Match, _ subject: CredentialSubject) -> Bool {
    switch match {
    case .any: true
    case .uuid(let uuid): subject.uuids.contains(uuid)
    case .prefix(let prefix): prefix.contains(subject.address)
    case .name(let pattern):
      subject.names.contains { name in
        let name = name.lowercased()
        if matches(name.utf8[...], pattern.utf8[...]) { return true }
        // A pattern without a domain means the host.
        guard !pattern.contains("."), let dot = name.utf8.firstIndex(of: UInt8(ascii: ".")) else {
          return false
        }
        return matches(name.utf8[..<dot], pattern.utf8[...])
      }
    }
  }

  /// Whether `name` is as `pattern` has it, by going back to the last star only.
  private static func matches(_ name: Substring.UTF8View, _ pattern: Substring.UTF8View) -> Bool {
    let (name, pattern) = (Array(name), Array(pattern))
    let star = UInt8(ascii: "*")
    var (position, place) = (0, 0)
    var lastStar: Int?
    var resume = 0
    while position < name.count {
      if place < pattern.count, pattern[place] == star {
        lastStar = place
        resume = position
        place += 1
      } else if place < pattern.count, pattern[place] == name[position] {
        position += 1
        place += 1
      } else if let lastStar {
        resume += 1
        position = resume
        place = lastStar + 1
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == star }
  }
}

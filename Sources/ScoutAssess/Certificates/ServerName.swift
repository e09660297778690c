import ScoutModel
import ScoutNet

extension CertificateFact {
  /// Whether a client that reaches a server by `name` takes this certificate for it (RFC 6125, 6.4):
  /// by its DNS names, and by its common names only where it has none; `*` stands for one label, the
  /// first.
  func names(server name: DomainName) -> Bool {
    let own = dnsNames.isEmpty ? commonNames : dnsNames
    return own.contains { text in
      guard text.hasPrefix("*.") else { return DomainName(text) == name }
      guard let parent = name.parent, parent.parent != nil else { return false }
      return DomainName(String(text.dropFirst(2))) == parent
    }
  }
}

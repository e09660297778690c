/// A sentence on how observations came to be one device, or why they did not.
package struct IdentityNote: Hashable, Sendable, Codable {
  package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// A key that two places or files share made them one device.
    case joined
    /// It was met at one address and later at another.
    case moved
    /// It holds several addresses at once.
    case several
    /// It shares a key with another device, and something stronger tells them apart.
    case apart
    /// A key that it shows is a copy, or names no single machine.
    case copied
    /// How AMT and the operating system share addresses.
    case faces
  }

  package let kind: Kind
  package let text: String
  /// The newest of the observations behind it.
  package let time: Timestamp
  package let evidence: Evidence

  package init(_ kind: Kind, _ text: String, time: Timestamp, evidence: Evidence) {
    self.kind = kind
    self.text = text
    self.time = time
    self.evidence = evidence
  }
}

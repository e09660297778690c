/// In which of a site's groups a machine stands; each stands in exactly one, and every count of
/// machines that are ready, in reports as in plans, is a count of these.
package enum Readiness: String, Hashable, Sendable, Codable, CaseIterable {
  case configured
  /// Nothing stands in the way, and nobody needs to go there.
  case remote
  /// Nothing stands in the way but the walk.
  case visit
  /// Something must be changed first, or it can never be configured.
  case blocked
  /// Something must be measured first.
  case unknown
  /// A closer look showed something without AMT.
  case lookAlike = "look-alike"

  /// The groups that make up the machines found.
  package static let shown: [Readiness] = [.configured, .remote, .visit, .blocked, .unknown]
}

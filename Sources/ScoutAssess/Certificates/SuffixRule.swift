package import ScoutModel

/// Whether a provisioning certificate's name fits a DNS suffix (option 15 or the MEBx's own).
///
/// The device's fourth check, as recorded from the SDK by Device Management Toolkit. The equal, the
/// suffix and the .com/.net sibling rows quote the SDK; wildcards and the disregard of case and of
/// a final dot are that project's reading, so matches that rest on them are inferred.
package enum SuffixRule {
  /// How a name fits.
  package enum Match: String, Hashable, Sendable {
    case equal, suffix, wildcard, sibling
  }

  /// The answer for one name and one suffix.
  package struct Verdict: Hashable, Sendable {
    package let fits: Ternary
    package let match: Match?
    package let certainty: Certainty

    static let no = Verdict(fits: .no, match: nil, certainty: .seen)
  }

  /// Judges `name` against `suffix`; `table` tells whether the firmware has the table of top-level
  /// domains rather than .com and .net alone.
  package static func verdict(_ name: String, suffix: String, table: Ternary) -> Verdict {
    guard let plain = labels(name), let wanted = labels(suffix) else { return .no }
    let isExact = name == plain.text && suffix == wanted.text
    let certainty: Certainty = isExact && !plain.isWildcard ? .seen : .inferred
    if wanted.isWildcard { return .no }
    if !plain.isWildcard && plain.labels == wanted.labels {
      return Verdict(fits: .yes, match: .equal, certainty: certainty)
    }
    // A bare top-level domain fits nothing but itself.
    guard wanted.labels.count > 1, !plain.labels.isEmpty else { return .no }
    if ends(plain.labels, in: wanted.labels) {
      return Verdict(
        fits: .yes, match: plain.isWildcard ? .wildcard : .suffix, certainty: certainty)
    }
    if plain.isWildcard && plain.labels.count > 1 && ends(wanted.labels, in: plain.labels) {
      return Verdict(fits: .yes, match: .wildcard, certainty: .inferred)
    }
    return sibling(plain.labels, wanted.labels, table: table, certainty: certainty)
  }

  /// Whether firmware of `device` has the table: [4.1, 5.0) and from 5.1 on.
  package static func hasTable(_ device: Device) -> Ternary {
    let early = device.isAtLeast(FirmwareVersion(4, 1)).and(
      device.isAtLeast(FirmwareVersion(5, 0)).negated)
    return early.or(device.isAtLeast(FirmwareVersion(5, 1)))
  }

  private static func sibling(
    _ name: [Substring], _ suffix: [Substring], table: Ternary, certainty: Certainty
  ) -> Verdict {
    guard let top = suffix.last, let depth = TopLevelDomains.depth(of: top),
      name.count >= depth, suffix.count >= depth, name.suffix(depth) == suffix.suffix(depth)
    else { return .no }
    if TopLevelDomains.early.contains(String(top)) {
      return Verdict(fits: .yes, match: .sibling, certainty: certainty)
    }
    return switch table {
    case .yes: Verdict(fits: .yes, match: .sibling, certainty: certainty)
    case .no: .no
    case .unknown: Verdict(fits: .unknown, match: nil, certainty: certainty)
    }
  }

  private static func ends(_ labels: [Substring], in suffix: [Substring]) -> Bool {
    labels.count >= suffix.count && labels.suffix(suffix.count).elementsEqual(suffix)
  }

  private struct Parsed {
    let text: String
    let labels: [Substring]
    let isWildcard: Bool
  }

  private static func labels(_ text: String) -> Parsed? {
    var lower = text.lowercased()
    if lower.hasSuffix(".") { lower.removeLast() }
    guard !lower.isEmpty, lower.utf8.count <= 255 else { return nil }
    var labels = lower.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 63 }) else { return nil }
    let isWildcard = labels.first == "*"
    if isWildcard { labels.removeFirst() }
    guard !labels.contains(where: { $0.contains("*") }) else { return nil }
    return Parsed(text: lower, labels: labels, isWildcard: isWildcard)
  }
}

import ScoutModel

/// Signs of a device's generation in how it asks for a log-in: nonce, realm, length, style sheet.
///
/// All are inferred from a few recorded answers, so they are a hint and never a version. They part
/// what came before AMT 11 from what came after, and say nothing where they disagree.
struct GenerationSigns: Hashable, Sendable {
  private var isOlder = false
  private var isNewer = false

  /// The generations that fit, where any sign was read and none speaks against another.
  var hint: VersionSpan? {
    if isOlder == isNewer { return nil }
    // 2 is the first generation with such a server; the other end stands for "no upper bound".
    return isNewer
      ? VersionSpan(from: FirmwareVersion(11), below: FirmwareVersion(1_000))
      : VersionSpan(from: FirmwareVersion(2), below: FirmwareVersion(11))
  }

  var isContradictory: Bool { isOlder && isNewer }

  /// Reads nonce and realm: bytes 6 to 11 of the nonce are zero in those recorded from 11.8 to 16.1,
  /// and only 6 and 7 in those of 8 and 9; a realm of 32 digits at random was seen from 15 on, one
  /// of four digits and zeros from 8 to 11.8.
  mutating func add(_ challenge: DigestChallenge) {
    guard challenge.looksLikeAMT, let bytes = challenge.nonceBytes else { return }
    if bytes[6] == 0, bytes[7] == 0 { take(isNew: bytes[8...11].allSatisfy { $0 == 0 }) }
    if !challenge.realm.hasSuffix(String(repeating: "0", count: 28)) { take(isNew: true) }
  }

  /// Reads the length of the page that comes with a challenge: 689 in 8 and 9, 690 in 11.8, 693 in
  /// 15 and 16.
  mutating func add(length: String?, status: Int) {
    guard status == 401 else { return }
    switch length {
    case "689": take(isNew: false)
    case "690", "693": take(isNew: true)
    default: break
    }
  }

  /// Reads how that page names its style sheet: by a bare name up to 8, from the root from 11.8 on.
  mutating func add(page: [UInt8]) {
    let text = String(decoding: page.prefix(2_048), as: UTF8.self)
    if text.contains("\"/styles.css\"") { take(isNew: true) }
    if text.contains("\"styles.css\"") { take(isNew: false) }
  }

  private mutating func take(isNew: Bool) {
    if isNew { isNewer = true } else { isOlder = true }
  }
}

/// What the redirection listener says before anyone has logged in.
package struct RedirectionFace: Sendable {
  /// Bytes 6 and 7 of the reply: the firmware's major and minor version.
  package var version: (major: UInt8, minor: UInt8)
  /// 0 success; 2 busy, 3 unsupported: then four bytes are all that comes.
  package var status: UInt8 = 0
  /// Bytes of the maker's own at the end of the reply, at most 255.
  package var oem: [UInt8] = []

  /// The bytes to send for the message at the head of `input`, how many bytes it takes, and
  /// whether the session ends; `nil` while the message is not whole.
  func reply(to input: [UInt8]) -> (bytes: [UInt8], consumed: Int, ends: Bool)? {
    guard let kind = input.first else { return nil }
    switch kind {
    case 0x10:
      guard input.count >= 8 else { return nil }
      if status != 0 { return ([0x11, status, 0, 0], 8, true) }
      return (started, 8, false)
    case 0x13:
      guard input.count >= 9 else { return nil }
      let length = input[5...8].reversed().reduce(0) { $0 << 8 | Int($1) }
      guard length <= 4096 else { return ([], input.count, true) }
      guard input.count >= 9 + length else { return nil }
      // The list of authentication types: digest (RFC 2617) only.
      let list: [UInt8] = [0x14, 0, 0, 0, 0, 1, 0, 0, 0, 4]
      return (length == 0 ? list : [0x14, 1, 0, 0, 0, 0, 0, 0, 0], 9 + length, length != 0)
    default:
      return ([], input.count, true)
    }
  }

  /// The reply to a start of SOL, IDE-R or KVM.
  package var started: [UInt8] {
    [0x11, 0, 0, 0, 1, 0, version.major, version.minor, 0x57, 0x01, 0, 0]
      + [UInt8(truncatingIfNeeded: oem.count)] + oem
  }
}

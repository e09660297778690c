/// The few TLS bytes that are written by hand, for servers no library can play.
enum RawTLS {
  /// A record with the fatal alert `handshake_failure` (RFC 5246, 7.2).
  static let refusal: [UInt8] = [21, 3, 1, 0, 2, 2, 40]

  /// The first 20 bytes of a ServerHello record of 79.
  static let halfHello: [UInt8] =
    [22, 3, 3, 0, 74, 2, 0, 0, 70, 3, 3] + [UInt8](repeating: 0x5A, count: 9)

  /// Whether `input` begins with a whole handshake record.
  static func holdsRecord(_ input: [UInt8]) -> Bool {
    guard input.count >= 5 else { return false }
    return input[0] != 22 || input.count >= 5 + (Int(input[3]) << 8 | Int(input[4]))
  }

  /// The suite to take from the ClientHello in `record`, the first of `wanted` that it offers; all
  /// are given by the last byte of their number.
  static func suite(of wanted: [UInt8], in record: [UInt8]) -> UInt8? {
    // Record 5, message 4, version 2, random 32, then the session id with its length.
    guard record.count > 43, record[0] == 22, record[5] == 1 else { return nil }
    let start = 44 + Int(record[43])
    guard start + 2 <= record.count else { return nil }
    let length = Int(record[start]) << 8 | Int(record[start + 1])
    let suites = record[(start + 2)...].prefix(length)
    let offered = stride(from: suites.startIndex, to: suites.endIndex - 1, by: 2)
      .filter { suites[$0] == 0 }.map { suites[$0 + 1] }
    return wanted.first { offered.contains($0) }
  }

  /// ServerHello, Certificate and ServerHelloDone of TLS 1.0 with a suite 0x00`suite`.
  static func flight(suite: UInt8, certificate: [UInt8]) -> [UInt8] {
    let hello = message(
      2, [3, 1] + [UInt8](repeating: 0x52, count: 32) + [0, 0, suite, 0])
    let chain = length24(certificate.count) + certificate
    return record(hello + message(11, length24(chain.count) + chain) + message(14, []))
  }

  private static func record(_ body: [UInt8]) -> [UInt8] {
    [22, 3, 1, UInt8(truncatingIfNeeded: body.count >> 8), UInt8(truncatingIfNeeded: body.count)]
      + body
  }

  private static func message(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
    [type] + length24(body.count) + body
  }

  private static func length24(_ count: Int) -> [UInt8] {
    [16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
  }
}

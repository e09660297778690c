/// The certificates in the body of a Certificate handshake message.
///
/// The library hands over messages as they came, so a certificate that it cannot parse is kept too.
/// TLS 1.2 and before: RFC 5246, 7.4.2; TLS 1.3: RFC 8446, 4.4.2.
struct CertificateMessage: Hashable {
  /// How many certificates are kept.
  static let limit = 10

  /// As sent, leaf first.
  private(set) var chain: [[UInt8]] = []
  /// Whether the list was longer than what is kept, or ended early.
  private(set) var isCut = false

  /// Reads what follows the four bytes of the message's header; what cannot be read is left out.
  init(body: [UInt8], isTLS13: Bool) {
    var rest = body[...]
    if isTLS13, Self.take(&rest, lengthBytes: 1) == nil {
      isCut = true
      return
    }
    guard var list = Self.take(&rest, lengthBytes: 3) else {
      isCut = true
      return
    }
    while !list.isEmpty {
      guard chain.count < Self.limit, let certificate = Self.take(&list, lengthBytes: 3) else {
        isCut = true
        return
      }
      chain.append(Array(certificate))
      if isTLS13, Self.take(&list, lengthBytes: 2) == nil {
        isCut = true
        return
      }
    }
  }

  /// Takes a vector that begins with its length, or nothing.
  private static func take(
    _ bytes: inout ArraySlice<UInt8>, lengthBytes: Int
  ) -> ArraySlice<UInt8>? {
    guard bytes.count >= lengthBytes else { return nil }
    let length = bytes.prefix(lengthBytes).reduce(0) { $0 << 8 | Int($1) }
    let rest = bytes.dropFirst(lengthBytes)
    guard rest.count >= length else { return nil }
    bytes = rest.dropFirst(length)
    return rest.prefix(length)
  }
}

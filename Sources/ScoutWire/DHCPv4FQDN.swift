/// The client's name in option 81 (RFC 4702).
package struct DHCPv4FQDN: Hashable, Sendable {
  /// The flags: S 1, O 2, E 4, N 8.
  package var flags: UInt8
  /// The name as sent, in either encoding; the old one without the zeros that end it. It may be
  /// a host name without a domain, or empty.
  package var name: String

  /// S: who updates the address record: the server.
  package var isServerUpdatingAddress: Bool { flags & 1 != 0 }
  /// O: the server did not do as the client's S asked.
  package var isOverridden: Bool { flags & 2 != 0 }
  /// E: the name is in DNS's own form, not in ASCII.
  package var isCanonical: Bool { flags & 4 != 0 }
  /// N: the server shall not update anything.
  package var isNotUpdated: Bool { flags & 8 != 0 }
}

extension DHCPv4FQDN: WireValue {
  package init(parsing bytes: RawSpan) throws(WireError) {
    var reader = ByteReader(bytes)
    flags = try reader.readUInt8("client FQDN flags")
    try reader.skip(2, "client FQDN response codes")
    if flags & 4 == 0 {
      name = reader.readPaddedText()
    } else if reader.isAtEnd {
      name = ""
    } else {
      var names = DNSNameReader()
      name = try names.read(&reader, "client FQDN", ending: .anywhere).text
    }
  }
}

/// A list of domain suffixes: DHCPv4 option 119, DHCPv6 option 24, the DNSSL option of router
/// advertisements.
struct DHCPSearchList {
  /// The suffixes up to the first that cannot be read, at most `maximumCount`.
  private(set) var suffixes: [String] = []
  private(set) var defect: WireError?

  static let maximumCount = 256

  /// Reads names that may point into the list itself (RFC 3397, 2).
  init(compressed bytes: RawSpan) {
    var reader = ByteReader(bytes)
    read(&reader)
  }

  /// Reads names up to the end; an empty name is filling, as in DNSSL (RFC 8106, 5.2).
  @_lifetime(reader: copy reader)
  init(_ reader: inout ByteReader) { read(&reader) }

  @_lifetime(reader: copy reader)
  private mutating func read(_ reader: inout ByteReader) {
    var names = DNSNameReader()
    do throws(WireError) {
      while !reader.isAtEnd {
        let name = try names.read(&reader, "search list")
        if name.isRoot { continue }
        if suffixes.count == Self.maximumCount {
          throw WireError(.limitExceeded, "search list", at: reader.offset)
        }
        suffixes.append(name.text)
      }
    } catch {
      defect = error
    }
  }
}

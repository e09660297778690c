import Glibc
package import ScoutNet

/// A server that is asked for names.
package struct NameServer: Hashable, Sendable {
  package let address: IPAddress
  package let port: UInt16

  package init(_ address: IPAddress, port: UInt16 = 53) {
    self.address = address
    self.port = port
  }
}

/// What the system's resolver is told in resolv.conf(5).
package struct ResolverConfiguration: Hashable, Sendable {
  package private(set) var servers: [NameServer] = []
  /// Suffixes for names of one label, in order.
  package private(set) var search: [DomainName] = []

  /// The most of each that are read.
  package static let limit = 8
  /// The most bytes that are read of a file.
  package static let sizeLimit = 65_536

  /// Reads the text of a resolv.conf. Lines that are not understood are passed over, as the system
  /// does; so is a link-local server with a zone.
  package init(parsing text: some StringProtocol) {
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.prefix { $0 != "#" && $0 != ";" }.split(whereSeparator: \.isWhitespace)
      guard let key = words.first, words.count > 1 else { continue }
      switch key {
      case "nameserver":
        if let address = IPAddress(words[1]), servers.count < Self.limit {
          let server = NameServer(address)
          if !servers.contains(server) { servers.append(server) }
        }
      case "search", "domain":
        // The last one counts.
        search = Array(words.dropFirst().prefix(Self.limit).compactMap { DomainName($0) })
      default: break
      }
    }
  }

  /// Reads a file; one that is absent or unreadable says nothing.
  package init(path: String = "/etc/resolv.conf") {
    var bytes: [UInt8] = []
    let fd = open(path, O_RDONLY | O_CLOEXEC)
    if fd >= 0 {
      bytes = [UInt8](unsafeUninitializedCapacity: Self.sizeLimit) { buffer, count in
        count = max(0, read(fd, buffer.baseAddress, buffer.count))
      }
      close(fd)
    }
    self.init(parsing: String(decoding: bytes, as: UTF8.self))
  }
}

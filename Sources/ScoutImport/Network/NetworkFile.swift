package import ScoutModel

/// A file of a DHCP server, a name server, a directory or a switch: leases, scopes, names,
/// neighbours.
///
/// It is recognised from its beginning and read piece by piece; memory does not grow with leases and
/// names. A line that cannot be read becomes a complaint that names it, and the rest is kept.
package struct NetworkFile {
  private var facts: NetworkFacts
  private var reader: any PieceReader

  /// How many bytes of a file's beginning decide what it is; fewer only where there are no more.
  package static let headSize = 65_536
  /// A file that is read whole before it means anything may have so many bytes.
  static let wholeLimit = 4 << 20

  /// Recognises a file; `nil` where its beginning is of no form that is read here.
  ///
  /// - Parameters:
  ///   - head: The file's first bytes. They are to be handed to `take` again.
  ///   - name: The file's name, for complaints and as the origin of what it tells.
  ///   - time: When the file was written.
  package init?(head: [UInt8], name: String, site: String, time: Timestamp) {
    guard let format = NetworkFormat(head: head) else { return nil }
    facts = NetworkFacts(name: name, site: site, time: time)
    reader = format.reader(head: head)
  }

  /// Reads the next piece.
  package mutating func take(_ bytes: [UInt8]) { reader.take(bytes, &facts) }

  /// Reads what only the end of the file completes.
  package mutating func finish() {
    reader.finish(&facts)
    if facts.count == 0, facts.complaints.isEmpty {
      facts.complain("holds no entry; nothing was taken from it")
    }
  }

  /// Hands over what was read since the last time.
  package mutating func takeSightings() -> [Sighting] {
    defer { facts.sightings.removeAll(keepingCapacity: true) }
    return facts.sightings
  }

  /// One sentence for each part that could not be read, with the file's name and the line.
  package var complaints: [String] { facts.complaints }
}

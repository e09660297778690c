package import ScoutModel

/// A file that a tool wrote on the machines themselves: what `rpc amtinfo` prints, as JSON or text.
///
/// The format is recognised from the content. A file may hold many machines: a JSON list, objects
/// one after the other, or texts one after the other.
package struct HostFile {
  /// What was read of each machine.
  package private(set) var sightings: [Sighting] = []
  /// One sentence for each part that could not be read, with the file's name and the line.
  package private(set) var complaints: [String] = []

  private let name: String
  private let site: String
  private let time: Timestamp

  /// Files up to so many bytes are read.
  package static let sizeLimit = 4 << 20
  /// So many complaints about one file are enough.
  static let complaintLimit = 50
  /// Texts are cut to so many characters.
  static let textLimit = 255

  /// Reads a file's bytes; what cannot be read becomes a complaint, and the rest is kept.
  /// - Parameters:
  ///   - name: The file's name, for complaints and as the origin of what was seen.
  ///   - time: When the file was written, or when it is read.
  package static func read(
    _ bytes: [UInt8], name: String, site: String, time: Timestamp
  ) -> HostFile {
    var file = HostFile(name: name, site: site, time: time)
    file.read(bytes)
    return file
  }

  private init(name: String, site: String, time: Timestamp) {
    self.name = name
    self.site = site
    self.time = time
  }

  private mutating func read(_ bytes: [UInt8]) {
    guard bytes.count <= Self.sizeLimit else {
      return complain("is larger than \(Self.sizeLimit >> 20) MiB; split it")
    }
    let text = Self.decode(bytes)
    switch text.first(where: { !$0.isWhitespace }) {
    case "{", "[": JSONHosts.read(text, into: &self)
    case nil: complain("is empty")
    default:
      if AMTInfoText.recognises(text) {
        AMTInfoText.read(text, into: &self)
      } else {
        complain("is in no known form; what `rpc amtinfo` prints, with or without -json, is read")
      }
    }
  }

  /// UTF-8, or UTF-16 with a byte order mark, as PowerShell writes what a program prints.
  private static func decode(_ bytes: [UInt8]) -> String {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      let high = bytes[0] == 0xFF ? 1 : 0
      var units: [UInt16] = []
      for index in stride(from: 2, to: bytes.count - 1, by: 2) {
        units.append(UInt16(bytes[index + high]) << 8 | UInt16(bytes[index + 1 - high]))
      }
      return String(decoding: units, as: UTF16.self)
    }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return String(decoding: bytes.starts(with: mark) ? bytes[3...] : bytes[...], as: UTF8.self)
  }

  mutating func add(_ inventory: HostInventory, line: Int) {
    let addresses = inventory.adapters.compactMap(\.address)
    let endpoint = Endpoint(
      address: addresses.first ?? inventory.adapters.lazy.compactMap(\.hostAddress).first,
      mac: inventory.adapters.lazy.compactMap(\.mac).first, site: site)
    sightings.append(
      Sighting(
        time: time, endpoint: endpoint, method: .imported, origin: Origin(name, position: line),
        fact: .host(inventory)))
  }

  /// Whether there are so many complaints that more would help nobody.
  var isHopeless: Bool { complaints.count >= Self.complaintLimit }

  mutating func complain(line: Int? = nil, _ message: String) {
    guard !isHopeless else { return }
    complaints.append(
      complaints.count == Self.complaintLimit - 1
        ? "\(name): there is more that cannot be read"
        : ImportError(name, line: line, message).description)
  }
}

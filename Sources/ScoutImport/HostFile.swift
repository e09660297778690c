package import ScoutModel
import ScoutNet

/// A file of another tool: what one that ran on the machines says of them, or what another scanner
/// saw of the network.
///
/// The format is recognised from the content (``FileForm``). A file may hold many machines.
package struct HostFile {
  /// What was read of each machine.
  package private(set) var sightings: [Sighting] = []
  /// One sentence for each part that could not be read, with the file's name and the line.
  package private(set) var complaints: [String] = []

  private let name: String
  private let site: String
  private let time: Timestamp
  /// A name for a machine that the content does not name.
  private let hint: String?

  /// Files up to so many bytes are read.
  package static let sizeLimit = 16 << 20
  /// So many complaints about one file are enough.
  static let complaintLimit = 50
  /// Texts are cut to so many characters.
  static let textLimit = 255

  /// Reads a file's bytes; what cannot be read becomes a complaint, and the rest is kept.
  /// - Parameters:
  ///   - name: The file's name, for complaints and as the origin of what was seen.
  ///   - time: When the file was written, or when it is read.
  ///   - hint: The machine's name as the file's own name has it: for the tools that print no name,
  ///     address or UUID.
  package static func read(
    _ bytes: [UInt8], name: String, site: String, time: Timestamp, hint: String? = nil
  ) -> HostFile {
    var file = HostFile(name: name, site: site, time: time, hint: hint)
    file.read(bytes)
    return file
  }

  init(name: String, site: String, time: Timestamp, hint: String?) {
    self.name = name
    self.site = site
    self.time = time
    self.hint = hint
  }

  private mutating func read(_ bytes: [UInt8]) {
    guard bytes.count <= Self.sizeLimit else {
      return complain("is larger than \(Self.sizeLimit >> 20) MiB; split it")
    }
    let text = Self.decode(bytes)
    let content = FileText(bytes: bytes, text: text)
    guard content.first != nil else { return complain("is empty") }
    guard let form = FileForm.all.first(where: { $0.recognises(content) }) else {
      return complain(
        "is in no known form; known are: \(FileForm.all.map(\.name).joined(separator: "; "))")
    }
    form.read(content, &self)
  }

  /// UTF-8, or UTF-16 with a byte order mark, as PowerShell writes what a program prints.
  static func decode(_ bytes: [UInt8]) -> String {
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
    var inventory = inventory
    if !inventory.namesMachine, let hint {
      inventory.hostName = hint
      inventory.isNamedByFile = true
    }
    let addresses = inventory.adapters.compactMap(\.address)
    let endpoint = Endpoint(
      address: addresses.first ?? inventory.adapters.lazy.compactMap(\.hostAddress).first,
      mac: inventory.adapters.lazy.compactMap(\.mac).first, site: site)
    sightings.append(
      Sighting(
        time: time, endpoint: endpoint, method: .imported, origin: Origin(name, position: line),
        fact: .host(inventory)))
  }

  /// Adds what another scanner saw of a machine on the network.
  /// - Parameter seen: When it saw it; `nil` for the time of the file.
  mutating func add(
    _ fact: Fact, at address: IPAddress, mac: MACAddress? = nil, seen: Timestamp? = nil, line: Int?
  ) {
    sightings.append(
      Sighting(
        time: seen ?? time, endpoint: Endpoint(address: address, mac: mac, site: site),
        method: .imported, origin: Origin(name, position: line), fact: fact))
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

extension HostInventory {
  /// Whether anything in it tells which machine it is about.
  var namesMachine: Bool {
    uuid != nil || !(hostName ?? "").isEmpty
      || adapters.contains { $0.mac != nil || $0.address != nil || $0.hostAddress != nil }
  }

  /// Keeps a field that is not understood; at most 64 of them, cut to a length.
  mutating func keep(_ name: String, _ value: String) {
    let value = String(value.trimmed.prefix(HostFile.textLimit))
    guard !value.isEmpty, (otherFields?.count ?? 0) < 64 else { return }
    otherFields = otherFields ?? [:]
    otherFields?[String(name.prefix(64))] = value
  }
}

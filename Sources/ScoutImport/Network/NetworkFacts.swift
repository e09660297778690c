import ScoutModel
import ScoutNet

/// What one file told so far, and what of it could not be read.
struct NetworkFacts {
  var sightings: [Sighting] = []
  private(set) var complaints: [String] = []
  /// How many sightings there were in all, those already taken away among them.
  private(set) var count = 0

  let name: String
  let site: String
  /// When the file was written.
  let time: Timestamp

  init(name: String, site: String, time: Timestamp) {
    self.name = name
    self.site = site
    self.time = time
  }

  mutating func add(_ fact: Fact, at endpoint: Endpoint, line: Int?, time: Timestamp? = nil) {
    count += 1
    var endpoint = endpoint
    endpoint.site = site
    sightings.append(
      Sighting(
        time: time ?? self.time, endpoint: endpoint, method: .imported,
        origin: Origin(name, position: line), fact: fact))
  }

  mutating func add(_ lease: LeaseRecord, line: Int) {
    let mac = lease.mac.flatMap { $0.isUnicast ? $0 : nil }
    // An address that nobody ever had tells nothing.
    guard mac != nil || lease.hostName != nil || lease.fqdn != nil else { return }
    var sighting = DHCPSighting(message: lease.state.rawValue)
    sighting.clientAddress = lease.address
    sighting.clientMAC = mac
    sighting.hostName = lease.hostName
    sighting.fqdn = lease.fqdn
    sighting.segment = lease.segment
    // What was once held does not tie the hardware to the address.
    let holder = lease.state == .held ? mac : nil
    add(
      .dhcp(sighting), at: Endpoint(address: .v4(lease.address), mac: holder), line: line,
      time: lease.time)
  }

  mutating func add(_ name: NameSighting, line: Int) {
    let address =
      name.records.count == 1 ? name.records.first.flatMap { IPAddress($0.value) } : nil
    let about = name.type == "PTR" ? IPAddress(reverseName: name.name) : address
    add(.name(name), at: Endpoint(address: about), line: line)
  }

  mutating func complain(line: Int? = nil, _ message: String) {
    let limit = HostFile.complaintLimit
    guard complaints.count < limit else { return }
    complaints.append(
      complaints.count == limit - 1
        ? "\(name): there is more that cannot be read"
        : ImportError(name, line: line, message).description)
  }
}

/// A lease as a server's file has it.
struct LeaseRecord {
  enum State: String {
    /// The client holds it.
    case held = "LEASE"
    /// Nobody holds it any more; the names and the hardware are those of the last holder.
    case ended = "EXPIRED"
    /// It is set aside for this client.
    case reserved = "RESERVED"
  }

  var address: IPv4Address
  var state = State.held
  var mac: MACAddress?
  var hostName: String?
  var fqdn: String?
  var segment: Prefix?
  /// When this began to be true; `nil` where the file does not tell.
  var time: Timestamp?

  init(_ address: IPv4Address) { self.address = address }

  /// Takes a name that may be a host's or a whole one.
  mutating func take(name: String) {
    var name = name
    while name.hasSuffix(".") { name.removeLast() }
    if name.isEmpty || name == "*" { return }
    if name.contains(".") { fqdn = name } else { hostName = name }
  }
}

/// Reads a file piece by piece.
protocol PieceReader {
  mutating func take(_ bytes: [UInt8], _ facts: inout NetworkFacts)
  /// Called once, after the last piece.
  mutating func finish(_ facts: inout NetworkFacts)
}

/// Reads a file line by line.
protocol LineReader {
  mutating func take(_ line: TextLine, _ facts: inout NetworkFacts)
  /// Called once, after the last line.
  mutating func finish(_ facts: inout NetworkFacts)
}

extension LineReader {
  mutating func finish(_ facts: inout NetworkFacts) {}
}

/// A reader of lines as a reader of pieces.
struct ReadingLines<Reader: LineReader>: PieceReader {
  private var lines: TextLines
  private var reader: Reader

  init(_ reader: Reader, head: [UInt8]) {
    lines = TextLines(head: head)
    self.reader = reader
  }

  mutating func take(_ bytes: [UInt8], _ facts: inout NetworkFacts) {
    lines.take(bytes) { Self.hand($0, to: &reader, &facts) }
  }

  mutating func finish(_ facts: inout NetworkFacts) {
    lines.finish { Self.hand($0, to: &reader, &facts) }
    reader.finish(&facts)
  }

  private static func hand(_ line: TextLine, to reader: inout Reader, _ facts: inout NetworkFacts) {
    if line.isCut {
      facts.complain(line: line.number, "is longer than \(TextLines.lineLimit) bytes")
    } else {
      reader.take(line, &facts)
    }
  }
}

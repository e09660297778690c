import ScoutNet

extension Site {
  /// A capture file (classic pcap, little-endian, Ethernet) of the company's DHCP traffic, and of
  /// machines that ask to be configured; hostile peers send nothing of their own accord.
  ///
  /// - Parameter start: Seconds since 1970 of the first frame; the same value gives the same bytes.
  package func capture(startingAt start: UInt32 = 1_767_600_000) -> [UInt8] {
    var file = CaptureFile(second: start)
    let (leases, callers): ([Lease], [Caller]) =
      switch scene {
      case .company: (Self.leases, Self.callers)
      case .table: ([], Self.tableCallers)
      case .hostile: ([], [])
      }
    for (number, lease) in leases.enumerated() {
      let builder = DHCPFrames(site: self, lease: lease, transaction: UInt32(0x5117_0000 + number))
      for frame in builder.frames { file.add(frame) }
    }
    for (number, caller) in callers.enumerated() {
      let builder = SetupFrames(site: self, caller: caller, number: UInt16(number))
      for frame in builder.frames { file.add(frame) }
    }
    return file.bytes
  }
}

/// The frames of one lease.
struct DHCPFrames {
  let site: Site
  let lease: Site.Lease
  let transaction: UInt32

  private enum Kind: UInt8 {
    case discover = 1, offer, request, acknowledge = 5, inform = 8
  }

  var frames: [[UInt8]] {
    switch lease.exchange {
    case .whole:
      [
        client(.discover), server(.offer, lease.server), client(.request),
        server(.acknowledge, lease.server),
      ]
    case .twoOffers:
      [
        client(.discover), server(.offer, .branchOld), server(.offer, lease.server),
        client(.request), server(.acknowledge, lease.server),
      ]
    case .renewal: [client(.request), server(.acknowledge, lease.server)]
    case .inform: [client(.inform), server(.acknowledge, lease.server)]
    }
  }

  private var mac: [UInt8] { Site.mac(lease.host) }
  private var address: [UInt8] { octets(lease.host) }
  private let nowhere: [UInt8] = [0, 0, 0, 0]

  private func octets(_ host: String) -> [UInt8] {
    PongFace.bytes(of: site.address(host).rawValue)
  }

  /// Whether the machine has its address already.
  private var isBound: Bool {
    switch lease.exchange {
    case .renewal, .inform: true
    case .whole, .twoOffers: false
    }
  }

  private func client(_ kind: Kind) -> [UInt8] {
    var options: [[UInt8]] = [Self.option(53, [kind.rawValue]), Self.option(61, [1] + mac)]
    if kind == .request, !isBound {
      options += [Self.option(50, address), Self.option(54, octets(lease.server.host))]
    }
    if !lease.hostName.isEmpty { options.append(Self.option(12, Array(lease.hostName.utf8))) }
    switch lease.fullName {
    case .none: break
    case .labels(let name): options.append(Self.option(81, [0x05, 0, 0] + Zone.wire(name)))
    case .text(let name): options.append(Self.option(81, [0x01, 0, 0] + Array(name.utf8)))
    }
    options += [
      Self.option(60, Array("MSFT 5.0".utf8)),
      Self.option(55, [1, 3, 6, 15, 31, 33, 43, 44, 46, 47, 119, 121, 249, 252]),
    ]
    let relay = isBound ? nil : lease.server.relay
    var message = header(operation: 1, your: nowhere, relay: relay)
    if let relay { options.append(relayOption(relay)) }
    message += options.flatMap { $0 } + [255]
    if let relay {
      return frame(
        message, from: (Site.mac(relay), octets(relay), 67),
        to: (Site.mac(lease.server.host), octets(lease.server.host), 67))
    }
    return frame(
      message, from: (mac, isBound ? address : nowhere, 68),
      to: ([UInt8](repeating: 0xFF, count: 6), [255, 255, 255, 255], 67))
  }

  private func server(_ kind: Kind, _ server: Site.Server) -> [UInt8] {
    let informs = if case .inform = lease.exchange { true } else { false }
    var options: [[UInt8]] = [
      Self.option(53, [kind.rawValue]), Self.option(54, octets(server.host)),
    ]
    if !informs { options.append(Self.option(51, [0, 0, 0x0E, 0x10])) }
    let segment = lease.host.prefix { $0 != "." }
    options += [
      Self.option(1, [255, 255, 255, 192]), Self.option(3, octets("\(segment).62")),
      Self.option(6, octets("1.62")),
    ]
    if !server.suffix.isEmpty { options.append(Self.option(15, Array(server.suffix.utf8))) }
    if !server.search.isEmpty {
      options.append(Self.option(119, server.search.flatMap { Zone.wire($0) }))
    }
    let relay = isBound ? nil : server.relay
    if let relay { options.append(relayOption(relay)) }
    let message =
      header(operation: 2, your: informs ? nowhere : address, relay: relay)
      + options.flatMap { $0 } + [255]
    if let relay {
      return frame(
        message, from: (Site.mac(server.host), octets(server.host), 67),
        to: (Site.mac(relay), octets(relay), 67))
    }
    return frame(
      message, from: (Site.mac(server.host), octets(server.host), 67), to: (mac, address, 68))
  }

  /// Option 82 with the circuit the relay serves (RFC 3046).
  private func relayOption(_ relay: String) -> [UInt8] {
    let circuit = Array("segment-\(relay.prefix { $0 != "." })".utf8)
    return Self.option(82, [1, UInt8(circuit.count)] + circuit)
  }

  /// The fixed part of RFC 2131, 2, with the magic cookie.
  private func header(operation: UInt8, your: [UInt8], relay: String?) -> [UInt8] {
    [operation, 1, 6, relay == nil ? 0 : 1] + PongFace.bytes(of: transaction) + [0, 0, 0, 0]
      + (isBound ? address : nowhere) + your + nowhere + (relay.map { octets($0) } ?? nowhere)
      + mac + [UInt8](repeating: 0, count: 10 + 64 + 128) + [0x63, 0x82, 0x53, 0x63]
  }

  private static func option(_ code: UInt8, _ data: [UInt8]) -> [UInt8] {
    [code, UInt8(truncatingIfNeeded: data.count)] + data
  }

  private typealias End = (mac: [UInt8], address: [UInt8], port: UInt16)

  private func frame(_ message: [UInt8], from: End, to: End) -> [UInt8] {
    let length = message.count + 8
    let ports = [from.port, to.port].flatMap { Packet.bytes($0) }
    let pseudo = from.address + to.address + [0, 17] + Packet.bytes(UInt16(length))
    let datagram = ports + Packet.bytes(UInt16(length))
    let sum = Packet.checksum(pseudo + datagram + [0, 0] + message)
    var packet: [UInt8] =
      [0x45, 0] + Packet.bytes(UInt16(length + 20))
      + [UInt8(transaction >> 8 & 0xFF), UInt8(transaction & 0xFF), 0, 0, 64, 17, 0, 0]
      + from.address + to.address
    packet.replaceSubrange(10..<12, with: Packet.bytes(Packet.checksum(packet)))
    return to.mac + from.mac + [0x08, 0x00] + packet + datagram
      + Packet.bytes(sum == 0 ? 0xFFFF : sum)
      + message
  }
}

/// A classic capture file that grows by a frame every 40 milliseconds.
private struct CaptureFile {
  private(set) var bytes: [UInt8]
  private var second: UInt32
  private var microsecond: UInt32 = 0

  init(second: UInt32) {
    self.second = second
    // Magic number, version 2.4, zone and accuracy 0, the longest frame, link type Ethernet.
    bytes = Self.little(0xA1B2_C3D4) + [2, 0, 4, 0] + [UInt8](repeating: 0, count: 8)
    bytes += Self.little(65_535) + Self.little(1)
  }

  mutating func add(_ frame: [UInt8]) {
    let length = Self.little(UInt32(frame.count))
    bytes += Self.little(second) + Self.little(microsecond) + length + length + frame
    microsecond += 40_000
    if microsecond >= 1_000_000 {
      second += 1
      microsecond -= 1_000_000
    }
  }

  private static func little(_ number: UInt32) -> [UInt8] {
    PongFace.bytes(of: number).reversed()
  }
}

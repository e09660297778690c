import ScoutNet

extension Site {
  /// A machine that asks to be configured while the capture runs.
  struct Caller: Sendable {
    enum Hello: Sendable {
      /// Version 2, with the name of a pre-shared key.
      case key(String)
      /// Version 3, with trusted roots: kind and hash.
      case roots([Root])
    }

    /// One trusted root: 1 is SHA-1, 2 SHA-256, 3 SHA-384.
    struct Root: Sendable {
      let kind: UInt8
      let hash: String
    }

    let host: String
    /// `nil` where the server's name leads nowhere: then the question is all there is.
    var hello: Hello?
    var retries: UInt32 = 0
    /// Whether the question for the server is heard, too.
    var asks = false
  }

  /// Public roots as devices list them.
  static let goDaddy = Caller.Root(
    kind: 2, hash: "c3846bf24b9e93ca64274c0ec67c1ecc5e024ffcacd2d74019350e81fe546ae4")
  static let digiCert = Caller.Root(
    kind: 2, hash: "cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f")
  static let goDaddyOld = Caller.Root(
    kind: 1, hash: "2796bae63f1801e277261ba0d77770028f20eee4")
  /// Of a root that is in no list.
  static let unknownRoot = Caller.Root(kind: 3, hash: String(repeating: "5d", count: 48))

  /// The layouts are documented; which generation sends which is partly inferred.
  static let callers: [Caller] = [
    Caller(host: "2.20", hello: .key("SIM00020"), asks: true),
    Caller(host: "2.21", hello: .roots([goDaddyOld])),
    Caller(host: "2.22", hello: .roots([goDaddyOld]), retries: 3),
    Caller(host: "2.23", hello: .key("SIM00023"), retries: 1),
    Caller(host: "2.24", hello: .roots([goDaddy, digiCert])),
    Caller(host: "2.26", hello: .roots([goDaddy, digiCert, unknownRoot]), asks: true),
    Caller(host: "2.28", hello: .roots([digiCert]), retries: 14),
    Caller(host: "2.29", asks: true),
  ]
}

/// The frames of one machine's search for its server, and of its hello.
struct SetupFrames {
  let site: Site
  let caller: Site.Caller
  /// Tells the machines' connections apart.
  let number: UInt16

  private static let nameServer = "1.62"
  private static let server = "1.61"
  private static let helloPort: UInt16 = 9971

  var frames: [[UInt8]] {
    var frames: [[UInt8]] = []
    if caller.asks { frames.append(question) }
    guard let hello else { return frames }
    let own: UInt32 = 0x1000_0000 + UInt32(number) << 8
    let theirs: UInt32 = 0x2000_0000
    // SYN, SYN ACK, the hello in two segments, FIN ACK: flags of RFC 9293, 3.1.
    let cut = hello.count / 2
    frames.append(segment(0x02, own, 0, []))
    frames.append(segment(0x12, theirs, own + 1, [], isAnswer: true))
    frames.append(segment(0x18, own + 1, theirs + 1, Array(hello[..<cut])))
    frames.append(segment(0x18, own + 1 + UInt32(cut), theirs + 1, Array(hello[cut...])))
    frames.append(segment(0x11, own + 1 + UInt32(hello.count), theirs + 1, []))
    return frames
  }

  /// Numbers lie with their lowest byte first.
  private var hello: [UInt8]? {
    switch caller.hello {
    case nil: return nil
    case .key(let name):
      return [0, 0, 2, 0] + retries + uuid + Array(name.utf8)
    case .roots(let roots):
      let list = roots.flatMap { root in
        [root.kind, UInt8(root.hash.utf8.count / 2)] + Self.digits(root.hash)
      }
      return [1, 0, 3, 0] + retries + uuid + [UInt8(roots.count)] + list
    }
  }

  private var retries: [UInt8] { PongFace.bytes(of: caller.retries).reversed() }

  /// The machine's UUID as SMBIOS keeps it: the first three fields turned round.
  private var uuid: [UInt8] {
    let bytes = Self.digits(Site.uuid(caller.host))
    return [3, 2, 1, 0, 5, 4, 7, 6].map { bytes[$0] } + bytes[8...]
  }

  private static func digits(_ text: String) -> [UInt8] {
    let values = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: values.count - 1, by: 2).map {
      UInt8(values[$0] << 4 | values[$0 + 1])
    }
  }

  // MARK: - Packets

  private func octets(_ host: String) -> [UInt8] {
    PongFace.bytes(of: site.address(host).rawValue)
  }

  private var question: [UInt8] {
    let name = "ProvisionServer.\(Site.suffix(caller.host))"
    let query: [UInt8] =
      Packet.bytes(0x7000 + number) + [1, 0, 0, 1, 0, 0, 0, 0, 0, 0] + Zone.wire(name)
      + [0, 1, 0, 1]
    let ports = Packet.bytes(49_152 + number) + Packet.bytes(53)
    let datagram = ports + Packet.bytes(UInt16(query.count + 8))
    return frame(
      17, to: Self.nameServer, header: datagram + [0, 0], checksumAt: 6, payload: query)
  }

  private func segment(
    _ flags: UInt8, _ sequence: UInt32, _ acknowledged: UInt32, _ payload: [UInt8],
    isAnswer: Bool = false
  ) -> [UInt8] {
    let own = Packet.bytes(50_000 + number)
    let theirs = Packet.bytes(Self.helloPort)
    let header: [UInt8] =
      (isAnswer ? theirs + own : own + theirs) + PongFace.bytes(of: sequence)
      + PongFace.bytes(of: acknowledged) + [0x50, flags, 0x20, 0, 0, 0, 0, 0]
    return frame(
      6, to: Self.server, header: header, checksumAt: 16, payload: payload, isAnswer: isAnswer)
  }

  private func frame(
    _ transport: UInt8, to peer: String, header: [UInt8], checksumAt offset: Int,
    payload: [UInt8], isAnswer: Bool = false
  ) -> [UInt8] {
    let (from, to) = isAnswer ? (peer, caller.host) : (caller.host, peer)
    let length = UInt16(header.count + payload.count)
    let pseudo = octets(from) + octets(to) + [0, transport] + Packet.bytes(length)
    var header = header
    let sum = Packet.checksum(pseudo + header + payload)
    header.replaceSubrange(offset..<offset + 2, with: Packet.bytes(sum == 0 ? 0xFFFF : sum))
    var packet: [UInt8] =
      [0x45, 0] + Packet.bytes(length + 20) + Packet.bytes(number)
      + [0, 0, 64, transport, 0, 0] + octets(from) + octets(to)
    packet.replaceSubrange(10..<12, with: Packet.bytes(Packet.checksum(packet)))
    return Site.mac(to) + Site.mac(from) + [0x08, 0x00] + packet + header + payload
  }
}

/// What all packets are made with.
enum Packet {
  static func bytes(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xFF)] }

  /// The Internet checksum (RFC 1071).
  static func checksum(_ bytes: [UInt8]) -> UInt16 {
    var sum: UInt32 = 0
    for (index, byte) in bytes.enumerated() {
      sum += index % 2 == 0 ? UInt32(byte) << 8 : UInt32(byte)
    }
    while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
    return ~UInt16(sum)
  }
}

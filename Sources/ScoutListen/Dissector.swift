import ScoutAMT
package import ScoutLink
import ScoutModel
import ScoutNet
import ScoutWire

/// Finds, in the packets of one capture, the messages of the protocols we listen to: DHCP, DHCPv6,
/// router advertisements, DNS and its relatives, RMCP, AMT's hello, ARP.
///
/// Packets of other protocols cost no allocation. Memory is bounded. Packets that ICMP errors quote
/// are not taken for traffic.
package struct Dissector: Sendable {
  private var fragments = FragmentReassembler()
  private var streams = DNSStreams()
  private var hellos = HelloStreams()

  /// What was seen so far.
  package struct Counts: Hashable, Sendable {
    package var packets = 0
    package var messages = 0
    /// Packets whose link type is not read.
    package var unsupported = 0
    /// Packets that by their port belong to one of our protocols and could not be read at all.
    package var unreadable = 0
    /// Packets that were captured in part.
    package var cutShort = 0
  }

  package private(set) var counts = Counts()

  package init() {}

  /// Datagrams that came in pieces and were given up.
  package var droppedFragments: Int { fragments.dropped }

  /// Takes the next packet of the capture and returns the messages that it completes.
  package mutating func dissect(_ bytes: RawSpan, _ head: PacketHead) -> [HeardMessage] {
    var messages: [HeardMessage] = []
    dissect(bytes, head) { messages.append($0) }
    return messages
  }

  /// Takes the next packet of the capture from an array.
  package mutating func dissect(_ bytes: [UInt8], _ head: PacketHead) -> [HeardMessage] {
    dissect(bytes.span.bytes, head)
  }

  /// Takes the next packet of the capture and hands over the messages that it completes.
  package mutating func dissect(
    _ bytes: RawSpan, _ head: PacketHead, _ body: (HeardMessage) -> Void
  ) {
    counts.packets += 1
    if bytes.byteCount < head.originalLength { counts.cutShort += 1 }
    let frame: Frame
    do throws(WireError) {
      let link = ScoutWire.LinkType(rawValue: UInt32(bitPattern: head.linkType.rawValue))
      frame = try Frame(parsing: bytes, link: link)
    } catch {
      if error.code == .unsupported { counts.unsupported += 1 }
      return
    }
    guard case .fragment = frame.payload else { return dissect(frame, bytes, head, body) }
    // Without a time the oldest is whatever came first, which is as good.
    let time = Duration.seconds(max(0, min(head.seconds, 1 << 40)))
    guard let whole = fragments.add(frame, of: bytes, at: time) else { return }
    dissect(whole.frame, whole.bytes.span.bytes, head, body)
  }

  private mutating func dissect(
    _ frame: Frame, _ bytes: RawSpan, _ head: PacketHead, _ body: (HeardMessage) -> Void
  ) {
    switch frame.payload {
    case .udp(let source, let destination, let range):
      guard let service = Service(source, destination) else { return }
      let content: HeardMessage.Content
      do throws(WireError) {
        content = try service.read(bytes.extracting(range))
      } catch {
        counts.unreadable += 1
        return
      }
      body(heard(content, frame, head))
    case .tcp(let header, let range):
      if header.destination == PortRole.setup.port
        || header.destination == PortRole.setupOfDASH.port
      {
        return dissectHello(header, range, frame, bytes, head, body)
      }
      guard Service.isDNS(header.source) || Service.isDNS(header.destination) else { return }
      dissect(header, range, frame, bytes, head, body)
    case .icmp(let header, let range):
      guard header.isVersion6 else { return }
      dissect(header, bytes.extracting(range), frame, head, body)
    case .arp(let packet):
      guard packet.senderMAC.isUnicast, packet.senderAddress != .zero else { return }
      body(heard(.neighbour(.v4(packet.senderAddress), packet.senderMAC), frame, head))
    case .fragment, .other:
      return
    }
  }

  /// Reads router advertisements and who has which address.
  private mutating func dissect(
    _ header: ICMPHeader, _ message: RawSpan, _ frame: Frame, _ head: PacketHead,
    _ body: (HeardMessage) -> Void
  ) {
    switch header.type {
    case RouterAdvertisement.messageType:
      guard let advertisement = try? RouterAdvertisement(parsing: message) else {
        counts.unreadable += 1
        return
      }
      body(heard(.routerAdvertisement(advertisement), frame, head))
    case NeighbourMessage.solicitation, NeighbourMessage.advertisement:
      // What a router has passed on, with fewer hops left, is not from this link (RFC 4861, 7.1).
      guard frame.hopLimit == 255, case .v6(let source)? = frame.source,
        let found = try? NeighbourMessage(parsing: message),
        let (address, mac) = found.neighbour(from: source)
      else { return }
      body(heard(.neighbour(.v6(address), mac), frame, head))
    default: return
    }
  }

  /// Follows a stream to or from a name server.
  private mutating func dissect(
    _ header: TCPHeader, _ range: Range<Int>, _ frame: Frame, _ bytes: RawSpan, _ head: PacketHead,
    _ body: (HeardMessage) -> Void
  ) {
    var reader = ByteReader(bytes.extracting(range))
    for message in streams.add(header, reader.readRest(), of: frame) {
      if let message = try? DNSMessage(parsing: message) {
        body(heard(.dns(message, .tcp), frame, head))
      } else {
        counts.unreadable += 1
      }
    }
  }

  /// Follows a stream to a server that configures AMT.
  private mutating func dissectHello(
    _ header: TCPHeader, _ range: Range<Int>, _ frame: Frame, _ bytes: RawSpan, _ head: PacketHead,
    _ body: (HeardMessage) -> Void
  ) {
    var reader = ByteReader(bytes.extracting(range))
    for message in hellos.add(header, reader.readRest(), of: frame) {
      if let hello = try? HelloMessage(parsing: message) {
        body(heard(.hello(hello, bytes: message, port: header.destination), frame, head))
      } else {
        counts.unreadable += 1
      }
    }
  }

  private mutating func heard(
    _ content: HeardMessage.Content, _ frame: Frame, _ head: PacketHead
  ) -> HeardMessage {
    counts.messages += 1
    let time = Timestamp(seconds: head.seconds, nanoseconds: Int64(head.nanoseconds))
    return HeardMessage(
      frame: head.frame, time: time, vlans: frame.vlans.ids, sourceMAC: frame.sourceMAC,
      source: frame.source, destination: frame.destination, content: content)
  }
}

/// The protocols over UDP that we listen to, told by their ports.
private enum Service {
  case dhcp, dhcpv6, rmcp
  case dns(NameTransport)

  /// Whether DNS over TCP is spoken there; some servers take it on the port of multicast DNS too.
  static func isDNS(_ port: UInt16) -> Bool { port == 53 || port == 5353 }

  /// The service of a datagram. Where both ports have one, the lower port decides: the higher is
  /// then most likely the asking side's.
  init?(_ source: UInt16, _ destination: UInt16) {
    let (low, high) = source < destination ? (source, destination) : (destination, source)
    guard let service = Self(port: low) ?? Self(port: high) else { return nil }
    self = service
  }

  private init?(port: UInt16) {
    switch port {
    case 53: self = .dns(.udp)
    case 67, 68: self = .dhcp
    case 137: self = .dns(.nbns)
    case 546, 547: self = .dhcpv6
    // 664 is its secure form, whose head is the same.
    case 623, 664: self = .rmcp
    case 5353: self = .dns(.mdns)
    case 5355: self = .dns(.llmnr)
    default: return nil
    }
  }

  func read(_ bytes: RawSpan) throws(WireError) -> HeardMessage.Content {
    switch self {
    case .dhcp: .dhcp(try DHCPv4Message(parsing: bytes))
    case .dhcpv6: .dhcpv6(try DHCPv6Message(parsing: bytes))
    case .rmcp: .rmcp(try HeardRMCP(parsing: bytes))
    case .dns(let transport):
      .dns(try DNSMessage(parsing: bytes, as: transport == .nbns ? .netBIOS : .dns), transport)
    }
  }
}

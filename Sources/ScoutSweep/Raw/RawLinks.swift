import ScoutLink
import ScoutNet
import ScoutWire

/// An interface that a raw sweep uses: what it sends and receives by. For one thread at a time.
final class RawLink {
  let port: PacketPort
  let sender: PacketSender
  let ring: PacketRing

  init(_ port: PacketPort, filter text: String, rate: PacketsPerSecond) throws(LinkError) {
    self.port = port
    sender = try PacketSender(port)
    ring = try PacketRing(
      port, filter: PacketFilter(text, for: port.framing), blocks: Self.blocks(rate))
  }

  /// Room for the answers of a tenth of a second, if everything answers: so long the thread may be
  /// kept from looking.
  static func blocks(_ rate: PacketsPerSecond) -> Int { max(8, rate.value / 10 / 450) }

  /// How received frames begin.
  var linkType: ScoutWire.LinkType { if case .none = port.framing { .raw } else { .ethernet } }
}

/// One way out, with the frames that are prepared for it.
final class RawWay {
  let way: RoutePlan.Way
  let link: RawLink
  let source: IPAddress
  let isOnLink: Bool
  private let vlan: UInt16?
  private(set) var syn: ProbeTemplate
  private(set) var ping: ProbeTemplate
  private(set) var reset: ProbeTemplate
  /// Whether it is known who on the link takes the frames: always, but for a router not yet asked.
  private(set) var isReady: Bool
  private let pingPort: UInt16

  init(_ way: RoutePlan.Way, link: RawLink, vlan: UInt16?, pingPort: UInt16) {
    self.way = way
    self.link = link
    self.vlan = vlan
    self.pingPort = pingPort
    source = way.source
    isOnLink = way.isOnLink
    var needsRouter = false
    if case .ethernet = way.port.framing { needsRouter = way.gateway != nil }
    isReady = !needsRouter
    let head = Self.head(way, vlan, to: MACAddress(rawValue: 0))
    syn = ProbeTemplate(.syn, head: head, source: source, pingPort: pingPort)
    ping = ProbeTemplate(.ping, head: head, source: source, pingPort: pingPort)
    reset = ProbeTemplate(.reset, head: head, source: source, pingPort: pingPort)
  }

  private static func head(
    _ way: RoutePlan.Way, _ vlan: UInt16?, to destination: MACAddress
  ) -> FrameHead? {
    guard case .ethernet(let own) = way.port.framing else { return nil }
    return FrameHead(destination: destination, source: own, vlan: vlan)
  }

  /// Takes the hardware address of the way's router into the prepared frames.
  func setRouter(_ mac: MACAddress) {
    let head = Self.head(way, vlan, to: mac)
    syn = ProbeTemplate(.syn, head: head, source: source, pingPort: pingPort)
    ping = ProbeTemplate(.ping, head: head, source: source, pingPort: pingPort)
    reset = ProbeTemplate(.reset, head: head, source: source, pingPort: pingPort)
    isReady = true
  }

  /// The frame that asks who on the link has an address; `nil` where the link has no such question.
  func neighbourQuestion(_ target: IPAddress) -> [UInt8]? {
    guard case .ethernet(let own) = way.port.framing else { return nil }
    switch (source, target) {
    case (.v4(let source), .v4(let target)):
      let head = FrameHead(
        destination: MACAddress(rawValue: 0xFFFF_FFFF_FFFF), source: own, vlan: vlan)
      let question = ARPPacket(
        operation: ARPPacket.request, senderMAC: own, senderAddress: source,
        targetMAC: MACAddress(rawValue: 0), targetAddress: target)
      return head.encoded(EtherType.arp) + question.encoded()
    case (.v6(let source), .v6(let target)):
      let head = FrameHead(
        destination: NeighbourMessage.groupMAC(of: target), source: own, vlan: vlan)
      return head.encoded(EtherType.ipv6)
        + NeighbourMessage.question(for: target, from: source, sender: own)
    case (.v4, .v6), (.v6, .v4):
      return nil
    }
  }

  /// Our own answer to one who asks for our address: in a VLAN whose tag the kernel does not know,
  /// nobody else would.
  func neighbourAnswer(to question: ARPPacket) -> [UInt8]? {
    guard let vlan, case .ethernet(let own) = way.port.framing,
      question.operation == ARPPacket.request, .v4(question.targetAddress) == source
    else { return nil }
    let head = FrameHead(destination: question.senderMAC, source: own, vlan: vlan)
    let answer = ARPPacket(
      operation: ARPPacket.reply, senderMAC: own, senderAddress: question.targetAddress,
      targetMAC: question.senderMAC, targetAddress: question.senderAddress)
    return head.encoded(EtherType.arp) + answer.encoded()
  }
}

/// Everything that a raw sweep has open. It is made by one thread and then used by another alone.
struct RawSockets {
  let links: [RawLink]
  let ways: [RawWay]
  let watch: LinkWatch
  let wake: WakeUp

  /// Opens what the ways of `routes` need; this is what takes the privilege.
  init(
    _ routes: RoutePlan, settings: RawSweep.Settings, pingPort: UInt16, rate: PacketsPerSecond
  ) throws(LinkError) {
    var links: [RawLink] = []
    var ways: [RawWay] = []
    for way in routes.ways {
      let link: RawLink
      if let known = links.first(where: { $0.port == way.port }) {
        link = known
      } else {
        var isBare = false
        if case .none = way.port.framing { isBare = true }
        link = try RawLink(
          way.port,
          filter: Self.filter(
            settings.sourcePorts, pingPort: pingPort, asksNeighbours: !isBare), rate: rate)
        links.append(link)
      }
      ways.append(RawWay(way, link: link, vlan: settings.vlan, pingPort: pingPort))
    }
    self.links = links
    self.ways = ways
    watch = try LinkWatch()
    wake = try WakeUp()
  }

  /// What may be an answer to a question of ours: the kernel throws away the rest.
  static func filter(_ ports: SourcePorts, pingPort: UInt16, asksNeighbours: Bool) -> String {
    let own = "dst portrange \(ports.first)-\(ports.last)"
    return "(tcp and \(own)) or (udp and src port \(pingPort) and \(own)) or icmp[0] == 3 "
      + "or (icmp6 and (ip6[40] == 1\(asksNeighbours ? " or ip6[40] == 136)) or arp" : "))")"
  }
}

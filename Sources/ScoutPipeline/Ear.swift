package import ScoutLink
package import ScoutListen
package import ScoutModel
package import ScoutNet
import ScoutWire
import Synchronization

/// Hears packets of one source, records what they say and counts what matters for coverage.
package final class Ear: Sendable {
  /// What a source came to.
  package struct Counts: Hashable, Sendable {
    package var packets = 0
    package var messages = 0
    package var dropped = 0
    package var requests = 0
    package var answers = 0
    /// Sightings that said what had just been kept.
    package var repetitions = 0

    package init() {}

    package static func += (left: inout Self, right: Self) {
      left.packets += right.packets
      left.messages += right.messages
      left.dropped += right.dropped
      left.requests += right.requests
      left.answers += right.answers
      left.repetitions += right.repetitions
    }

    package func add(to coverage: inout Coverage) {
      coverage.captured += packets
      coverage.captureDropped += dropped
      coverage.dhcpRequests += requests
      coverage.dhcpAnswers += answers
    }
  }

  private struct State {
    var dissector = Dissector()
    var memory = Memory()
  }

  /// What was heard so far.
  private struct Memory {
    var counts = Counts()
    /// Neighbours and local names already recorded: both are repeated all day.
    var told: Set<Told> = []
    var repetitions = Repetitions()
    var waiting: [Sighting] = []

    mutating func isNew(_ what: Told) -> Bool {
      told.count < Ear.toldLimit && told.insert(what).inserted
    }
  }

  /// Who was met on the link, and the name it gave itself where that is what it said.
  private struct Told: Hashable {
    let endpoint: Endpoint
    let name: LocalNameSighting?
  }

  /// The most neighbours and names that are told apart; what comes after is not recorded.
  private static let toldLimit = 65_536

  private let source: String
  private let site: String
  private let writing: BatchRecorder
  private let batch: Int
  private let own: Set<MACAddress>
  private let onMessage: @Sendable (HeardMessage) -> Void
  private let state = Mutex(State())

  /// - Parameters:
  ///   - source: the interface or file, as observations name it.
  ///   - batch: how many sightings are written at once, and while the next are heard: 1, and at once,
  ///     for live traffic, more for a file, which can be read again.
  ///   - own: this machine's hardware addresses. What servers tell it does not show that one hears
  ///     what they tell others.
  ///   - onMessage: hears of each message; it must not come back to the ear.
  package init(
    source: String, site: String, recorder: Recorder, batch: Int = 1, own: Set<MACAddress> = [],
    onMessage: @escaping @Sendable (HeardMessage) -> Void = { _ in }
  ) {
    self.source = source
    self.site = site
    writing = BatchRecorder(recorder, isPatient: batch > 1)
    self.batch = batch
    self.own = own
    self.onMessage = onMessage
  }

  package var counts: Counts { state.withLock { $0.memory.counts } }

  /// Takes one packet.
  package func hear(_ head: PacketHead, _ bytes: RawSpan) {
    state.withLock { state in hear(head, bytes, &state.dissector, &state.memory) }
  }

  private func hear(
    _ head: PacketHead, _ bytes: RawSpan, _ dissector: inout Dissector, _ memory: inout Memory
  ) {
    memory.counts.packets += 1
    dissector.dissect(bytes, head) { message in
      take(message, &memory)
      onMessage(message)
    }
  }

  private func take(_ message: HeardMessage, _ memory: inout Memory) {
    memory.counts.messages += 1
    if case .dhcp(let dhcp) = message.content { count(dhcp, &memory.counts) }
    let fingerprint = message.fingerprint
    if memory.repetitions.isRepeated(message, fingerprint: fingerprint) {
      memory.counts.repetitions += 1
      return
    }
    for sighting in message.sightings(site: site, source: source) {
      switch sighting.fact {
      case .neighbour:
        if !memory.isNew(Told(endpoint: sighting.endpoint, name: nil)) { continue }
      case .localName(let name):
        if !memory.isNew(Told(endpoint: sighting.endpoint, name: name)) { continue }
      case .name(let name) where name.outcome == .questionOnly:
        // This machine itself asks for `provisionserver`.
        if let asker = message.sourceMAC, own.contains(asker) { continue }
      default: break
      }
      guard memory.repetitions.isNews(sighting, fingerprint: fingerprint) else {
        memory.counts.repetitions += 1
        continue
      }
      memory.waiting.append(sighting)
    }
    if memory.waiting.count >= batch { flush(&memory) }
  }

  private func count(_ dhcp: DHCPv4Message, _ counts: inout Counts) {
    if let client = dhcp.clientMAC, own.contains(client) { return }
    if dhcp.isFromServer { counts.answers += 1 } else { counts.requests += 1 }
  }

  private func flush(_ memory: inout Memory) {
    if memory.waiting.isEmpty { return }
    writing.record(memory.waiting)
    memory.waiting.removeAll(keepingCapacity: true)
  }

  /// Whether recording has failed, so that listening on makes no sense.
  package var hasFailed: Bool { writing.hasFailed }

  /// Writes what still waits; throws what kept earlier sightings from being recorded.
  package func finish() throws {
    state.withLock { flush(&$0.memory) }
    try writing.finish()
  }
}

/// What is worth hearing, in libpcap's language: DHCP, DNS and its relatives, presence pongs, hellos,
/// ARP, each also behind VLAN tags, and fragments, whose ports only the first one shows.
package enum PassiveFilter {
  private static let wanted =
    "(arp or udp port 67 or udp port 68 or udp port 546 or udp port 547 or port 53 or "
    + "udp port 5353 or udp port 5355 or udp port 137 or udp port 623 or tcp dst port 9971 or "
    + "tcp dst port 9972 or "
    + "icmp6 or (ip[6:2] & 0x3fff != 0))"

  package static let text = "\(wanted) or (vlan and \(wanted)) or (vlan and \(wanted))"
}

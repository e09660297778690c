package import ScoutLink
package import ScoutListen
package import ScoutModel
package import ScoutNet
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
    var counts = Counts()
    /// Neighbours and local names already recorded: both are repeated all day.
    var told: Set<Told> = []
    var repetitions = Repetitions()
    var waiting: [Sighting] = []
    var failure: (any Error)?

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
  private let recorder: Recorder
  private let batch: Int
  private let own: Set<MACAddress>
  private let onMessage: @Sendable (HeardMessage) -> Void
  private let state = Mutex(State())

  /// - Parameters:
  ///   - source: the interface or file, as observations name it.
  ///   - batch: how many sightings are written at once: 1 for live traffic, more for a file, which
  ///     can be read again.
  ///   - own: this machine's hardware addresses. What servers tell it does not show that one hears
  ///     what they tell others.
  package init(
    source: String, site: String, recorder: Recorder, batch: Int = 1, own: Set<MACAddress> = [],
    onMessage: @escaping @Sendable (HeardMessage) -> Void = { _ in }
  ) {
    self.source = source
    self.site = site
    self.recorder = recorder
    self.batch = batch
    self.own = own
    self.onMessage = onMessage
  }

  package var counts: Counts { state.withLock { $0.counts } }

  /// Takes one packet.
  package func hear(_ head: PacketHead, _ bytes: RawSpan) {
    let messages = state.withLock { state in
      state.counts.packets += 1
      let messages = state.dissector.dissect(bytes, head)
      for message in messages { take(message, &state) }
      return messages
    }
    for message in messages { onMessage(message) }
  }

  private func take(_ message: HeardMessage, _ state: inout State) {
    state.counts.messages += 1
    for sighting in message.sightings(site: site, source: source) {
      switch sighting.fact {
      case .neighbour:
        if !state.isNew(Told(endpoint: sighting.endpoint, name: nil)) { continue }
      case .localName(let name):
        if !state.isNew(Told(endpoint: sighting.endpoint, name: name)) { continue }
      case .dhcp(let dhcp):
        if let client = dhcp.clientMAC, own.contains(client) { break }
        if dhcp.isFromServer { state.counts.answers += 1 } else { state.counts.requests += 1 }
      case .name(let name) where name.outcome == .questionOnly:
        // This machine itself asks for `provisionserver`.
        if let asker = message.sourceMAC, own.contains(asker) { continue }
      default: break
      }
      guard state.repetitions.isNews(sighting) else {
        state.counts.repetitions += 1
        continue
      }
      state.waiting.append(sighting)
    }
    if state.waiting.count >= batch { flush(&state) }
  }

  private func flush(_ state: inout State) {
    guard state.failure == nil, !state.waiting.isEmpty else { return }
    do {
      try recorder.record(state.waiting)
      state.waiting = []
    } catch {
      state.failure = error
    }
  }

  /// Whether recording has failed, so that listening on makes no sense.
  package var hasFailed: Bool { state.withLock { $0.failure != nil } }

  /// Writes what still waits; throws what kept earlier sightings from being recorded.
  package func finish() throws {
    let failure = state.withLock { state in
      flush(&state)
      return state.failure
    }
    if let failure { throw failure }
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

import ScoutListen
import ScoutModel
import ScoutNet
import ScoutWire

/// Tells what was just heard before from what is news. A network says the same things all day, and a
/// site file that kept each repetition would grow with the traffic instead of with the site.
///
/// Something is a repetition where the last thing kept of the same kind about the same client and
/// about the same address, or of the same name by the same server, said the same, not longer than
/// ``window`` ago. So what changes and changes back is kept each time, and who was seen last and when
/// stays true to within the window.
struct Repetitions: Sendable {
  private struct Kept {
    let content: Int
    /// Of the message that said it last, where it has one.
    var fingerprint: Int?
    let time: Timestamp
  }

  /// What a message is about, as hashes.
  private struct Subjects {
    var first: Int
    var second: Int?
  }

  /// How long something stays said, in microseconds.
  static let window: Int64 = 600 * 1_000_000
  /// The most that is remembered; beyond it everything is news once more.
  static let limit = 1 << 17

  private var kept: [Int: Kept] = [:]

  /// How many things are remembered.
  var count: Int { kept.count }

  /// Whether the message is like the one that said what was kept last, so that no sighting need be made
  /// of it to tell that it is no news.
  func isRepeated(_ message: HeardMessage, fingerprint: Int?) -> Bool {
    guard let fingerprint, let subjects = Self.subjects(of: message) else { return false }
    return isKnown(subjects, at: message.time) { $0.fingerprint == fingerprint }
  }

  /// Whether a sighting is news; then it is taken for kept.
  ///
  /// - Parameter fingerprint: that of the message it was made of.
  mutating func isNews(_ sighting: Sighting, fingerprint: Int? = nil) -> Bool {
    guard let subjects = Self.subjects(of: sighting) else { return true }
    let content = Self.content(of: sighting)
    let isKnown = isKnown(subjects, at: sighting.time) { $0.content == content }
    if isKnown {
      kept[subjects.first]?.fingerprint = fingerprint
      if let second = subjects.second { kept[second]?.fingerprint = fingerprint }
      return false
    }
    if kept.count >= Self.limit { kept.removeAll(keepingCapacity: true) }
    let entry = Kept(content: content, fingerprint: fingerprint, time: sighting.time)
    kept[subjects.first] = entry
    if let second = subjects.second { kept[second] = entry }
    return true
  }

  private func isKnown(
    _ subjects: Subjects, at time: Timestamp, _ isSame: (Kept) -> Bool
  ) -> Bool {
    func isKnown(_ subject: Int) -> Bool {
      guard let last = kept[subject], isSame(last) else { return false }
      return (0...Self.window).contains(time.microseconds &- last.time.microseconds)
    }
    guard isKnown(subjects.first) else { return false }
    return subjects.second.map(isKnown) ?? true
  }

  /// What a sighting is about; `nil` for what comes too seldom to be told apart.
  private static func subjects(of sighting: Sighting) -> Subjects? {
    switch sighting.fact {
    case .dhcp(let dhcp):
      subjects(
        ofDHCP: dhcp.message, dhcp.clientMAC, sighting.endpoint.vlan,
        dhcp.yourAddress ?? dhcp.clientAddress)
    case .name(let name):
      // A question is about who asks.
      subjects(
        ofName: name.name, name.type, name.server,
        asker: name.outcome == .questionOnly ? sighting.endpoint.address : nil)
    case .port, .pong, .web, .tls, .redirection, .hello, .wsman, .neighbour, .host, .scope, .ipv6,
      .localName:
      nil
    }
  }

  /// What the sighting of a message with a fingerprint is about.
  private static func subjects(of message: HeardMessage) -> Subjects? {
    switch message.content {
    case .dhcp(let dhcp):
      let addresses = [dhcp.yourAddress, dhcp.clientAddress]
      return subjects(
        ofDHCP: dhcp.kind, dhcp.clientMAC, message.vlans, addresses.first { $0 != .zero })
    case .dns(let dns, _):
      guard let question = dns.questions.first else { return nil }
      return subjects(
        ofName: question.plainName, question.type.description, message.source, asker: nil)
    default: return nil
    }
  }

  private static func subjects(
    ofDHCP message: String, _ client: MACAddress?, _ vlans: [UInt16], _ address: IPv4Address?
  ) -> Subjects {
    var hasher = Hasher()
    hasher.combine(message)
    var subjects = Subjects(first: 0)
    if let address {
      var hasher = hasher
      hasher.combine(address)
      subjects.second = hasher.finalize()
    }
    hasher.combine(client)
    hasher.combine(vlans)
    subjects.first = hasher.finalize()
    return subjects
  }

  /// Several names may share an address, and several servers know one name.
  private static func subjects(
    ofName name: String, _ type: String, _ server: IPAddress?, asker: IPAddress?
  ) -> Subjects {
    var hasher = Hasher()
    hasher.combine(type)
    hasher.combine(name)
    hasher.combine(server)
    if let asker { hasher.combine(asker) }
    return Subjects(first: hasher.finalize())
  }

  /// What it says, as a hash. The rest of a record's time to live is no news.
  private static func content(of sighting: Sighting) -> Int {
    var hasher = Hasher()
    hasher.combine(sighting.endpoint)
    switch sighting.fact {
    case .name(let name):
      hasher.combine(name.name)
      hasher.combine(name.type)
      hasher.combine(name.outcome)
      hasher.combine(name.server)
      // A registration and the answer to it go together by these.
      hasher.combine(name.client)
      hasher.combine(name.messageID)
      hasher.combine(name.records.count)
      for record in name.records {
        hasher.combine(record.name)
        hasher.combine(record.type)
        hasher.combine(record.value)
      }
    default: hasher.combine(sighting.fact)
    }
    return hasher.finalize()
  }
}

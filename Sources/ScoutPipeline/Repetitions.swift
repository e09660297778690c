import ScoutModel
import ScoutNet

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
    let time: Timestamp
  }

  /// How long something stays said, in microseconds.
  static let window: Int64 = 600 * 1_000_000
  /// The most that is remembered; beyond it everything is news once more.
  static let limit = 1 << 17

  private var kept: [Int: Kept] = [:]

  /// How many things are remembered.
  var count: Int { kept.count }

  /// Whether a sighting is news; then it is taken for kept.
  mutating func isNews(_ sighting: Sighting) -> Bool {
    guard let subjects = Self.subjects(of: sighting) else { return true }
    let content = Self.content(of: sighting)
    let isKnown = subjects.allSatisfy { subject in
      guard let last = kept[subject], last.content == content else { return false }
      let age = sighting.time.microseconds &- last.time.microseconds
      return (0...Self.window).contains(age)
    }
    if isKnown { return false }
    if kept.count >= Self.limit { kept.removeAll(keepingCapacity: true) }
    for subject in subjects { kept[subject] = Kept(content: content, time: sighting.time) }
    return true
  }

  /// What a sighting is about, as hashes; `nil` for what comes too seldom to be told apart.
  private static func subjects(of sighting: Sighting) -> [Int]? {
    func subject(_ kind: String, _ feed: (inout Hasher) -> Void) -> Int {
      var hasher = Hasher()
      hasher.combine(kind)
      feed(&hasher)
      return hasher.finalize()
    }
    switch sighting.fact {
    case .dhcp(let dhcp):
      var subjects = [
        subject(dhcp.message) { hasher in
          hasher.combine(dhcp.clientMAC)
          hasher.combine(sighting.endpoint.vlan)
        }
      ]
      if let address = dhcp.yourAddress ?? dhcp.clientAddress {
        subjects.append(subject(dhcp.message) { $0.combine(address) })
      }
      return subjects
    case .name(let name):
      // Several names may share an address, and several servers know one name.
      return [
        subject(name.type) { hasher in
          hasher.combine(name.name)
          hasher.combine(name.server)
          // A question is about who asks.
          if name.outcome == .questionOnly { hasher.combine(sighting.endpoint.address) }
        }
      ]
    case .port, .pong, .web, .tls, .redirection, .hello, .wsman, .neighbour, .host, .scope, .ipv6,
      .localName:
      return nil
    }
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

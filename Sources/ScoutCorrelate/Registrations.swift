import ScoutModel
import ScoutNet

/// Names that somebody wanted kept in the domain name system, and the answers that refused it.
///
/// A client that is refused may well ask again with a signature, as Windows does; only where the
/// newest wish was refused the name was not registered.
struct Registrations {
  /// A question and its answer: who asked whom, under which number.
  struct Exchange: Hashable {
    let client: IPAddress
    let server: IPAddress
    let messageID: UInt16

    /// `nil` where not all three are known.
    init?(_ sighting: NameSighting) {
      guard let client = sighting.client, let server = sighting.server,
        let messageID = sighting.messageID
      else { return nil }
      self.client = client
      self.server = server
      self.messageID = messageID
    }
  }

  private struct Wish {
    let moment: Moment
    let type: String
    let values: [String]
    let exchange: Exchange?
  }

  /// By name: the newest wish of each type.
  private var wishes: [String: [Wish]] = [:]
  /// The names of the wishes of an exchange.
  private var names: [Exchange: Set<String>] = [:]
  private var refusals: [Exchange: [Moment]] = [:]

  /// Numbers come round again: an answer belongs to a question asked within this time before it.
  private static let patience: Duration = .seconds(60)

  var isEmpty: Bool { refusals.isEmpty || wishes.isEmpty }

  /// Takes a wish or a refusal.
  mutating func add(_ sighting: NameSighting, values: [String], _ moment: Moment) {
    let exchange = Exchange(sighting)
    if sighting.outcome == .registrationRefused {
      if let exchange { refusals[exchange, default: []].append(moment) }
      return
    }
    guard sighting.type == "A" || sighting.type == "AAAA" else { return }
    if let exchange { names[exchange, default: []].insert(sighting.name) }
    let wish = Wish(moment: moment, type: sighting.type, values: values, exchange: exchange)
    var known = wishes[sighting.name] ?? []
    if let place = known.firstIndex(where: { $0.type == wish.type }) {
      if known[place].moment < moment { known[place] = wish }
    } else {
      known.append(wish)
    }
    wishes[sighting.name] = known
  }

  /// The names of which something that was added tells.
  func names(in sighting: NameSighting) -> Set<String> {
    switch sighting.outcome {
    case .registered: [sighting.name]
    case .registrationRefused: Exchange(sighting).flatMap { names[$0] } ?? []
    default: []
    }
  }

  /// What was refused of `name`, sorted by type.
  func refused(_ name: String) -> [Lookup] {
    guard !refusals.isEmpty, let known = wishes[name] else { return [] }
    return known.sorted { $0.type < $1.type }.compactMap { wish in
      guard let exchange = wish.exchange,
        let refusal = refusals[exchange]?.filter({
          wish.moment.time <= $0.time && $0.time.since(wish.moment.time) <= Self.patience
        }).min()
      else { return nil }
      return Lookup(
        name: name, type: wish.type, outcome: .registrationRefused, values: wish.values,
        server: exchange.server, evidence: Evidence([wish.moment.id, refusal.id]))
    }
  }
}

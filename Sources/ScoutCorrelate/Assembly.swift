import ScoutModel
import ScoutNet

/// Builds devices from the presences that were found to be one machine.
struct Assembly {
  private let book: Book
  /// Where each device's presences begin in ``order``, and behind the last one where they end.
  private var starts: [Int32] = [0]
  /// All presences, device by device, earliest first.
  private var order: [Int32] = []
  /// By device: the ids that once stood for it.
  private var aliases: [Int32: [DeviceID]] = [:]
  /// By device: those that share a key with it and are yet others, and the key.
  private var rivals: [Int32: [(device: Int32, strength: Groups.Strength?)]] = [:]
  private var joins: [Int32: [Groups.Link]] = [:]
  private var copies: [Int32: [Matching.Copied]] = [:]
  /// Which device holds a hardware address; negative where several do.
  private let owners: [UInt64: Int32]
  /// By device: the DHCP messages and neighbour entries that name one of its hardware addresses.
  private let leases: Lists
  private let neighbours: Lists
  /// The leases of hardware addresses that no device owns, by the label that the client gave.
  private let strangers: Strangers

  /// So many contradicting neighbours, and so many joins, are named at most.
  private static let rivalLimit = 8
  private static let joinLimit = 16

  init(_ book: Book, _ matching: inout Matching) {
    self.book = book
    let count = book.timeline.presences.count
    var deviceOf = [Int32](repeating: -1, count: count)
    var devices: Int32 = 0
    for index in 0..<count {
      let presence = Int32(truncatingIfNeeded: index)
      let root = matching.groups.root(of: presence)
      // The root is the earliest presence of its group, so that it is met first.
      if root == presence {
        deviceOf[index] = devices
        devices += 1
      } else {
        deviceOf[index] = deviceOf[Int(root)]
      }
    }
    (starts, order) = Self.sorted(deviceOf, devices: Int(devices))
    for index in 0..<count where matching.groups.joined[index] {
      aliases[deviceOf[index], default: []].append(
        DeviceID(book.timeline.presences[index].first.id))
    }
    for link in matching.groups.joins
    where joins[deviceOf[Int(link.left)]]?.count ?? 0 < Self.joinLimit {
      joins[deviceOf[Int(link.left)], default: []].append(link)
    }
    for copied in matching.copies {
      copies[deviceOf[Int(copied.presence)], default: []].append(copied)
    }
    for link in matching.groups.clashes {
      let (first, second) = (deviceOf[Int(link.left)], deviceOf[Int(link.right)])
      if first == second { continue }
      rivals[first, default: []].append((second, link.strength))
      rivals[second, default: []].append((first, link.strength))
    }
    var owners: [UInt64: Int32] = [:]
    for index in 0..<count {
      let device = deviceOf[index]
      // Those of files may be shared as well.
      for mac in book.macs(of: Int32(truncatingIfNeeded: index))
      where !book.sharedMACs.contains(mac) {
        let owner = owners[mac] ?? device
        owners[mac] = owner == device ? device : -1
      }
    }
    leases = Lists(book.notes.leases.map { owners[$0.mac] ?? -1 }, of: devices)
    neighbours = Lists(
      book.notes.marks.map { $0.kind == .neighbour ? owners[$0.mac] ?? -1 : -1 }, of: devices)
    strangers = Strangers(book.notes, owners)
    self.owners = owners
  }

  /// Sorts presences by device by counting; within a device they keep their order.
  private static func sorted(_ deviceOf: [Int32], devices: Int) -> ([Int32], [Int32]) {
    let lists = Lists(deviceOf.lazy.map { $0 }, of: Int32(truncatingIfNeeded: devices))
    return (lists.starts, lists.items)
  }

  private func presences(of device: Int) -> ArraySlice<Int32> {
    order[Int(starts[device])..<Int(starts[device + 1])]
  }

  private func id(of device: Int) -> DeviceID {
    DeviceID(book.timeline.presences[Int(order[Int(starts[device])])].first.id)
  }

  /// How many devices there are.
  var count: Int { starts.count - 1 }

  /// Some of the devices, in the order of their first moments; all at once would be too many.
  func drafts(_ range: Range<Int>) -> [Draft] { range.map(draft) }

  private func draft(_ index: Int) -> Draft {
    let device = Int32(truncatingIfNeeded: index)
    var portrait = Portrait(book)
    for presence in presences(of: index) {
      portrait.add(book.timeline.presences[Int(presence)])
    }
    for mark in neighbours[index] { portrait.addNeighbour(book.notes.marks[Int(mark)]) }
    portrait.addLeases(leases[index], owners: owners, device: device)
    portrait.addSilentPlaces()
    contradict(&portrait, device)
    var draft = portrait.draft(id: id(of: index), aliases: aliases[device]?.sorted() ?? [])
    draft.device.otherLeases = strangers.leases(of: draft.device, book.notes)
    draft.device.identity = biography(index, draft.device)
    return draft
  }

  private func biography(_ index: Int, _ device: Device) -> [IdentityNote] {
    var biography = Biography(book)
    let number = Int32(truncatingIfNeeded: index)
    biography.tellPlaces(presences(of: index))
    for link in joins[number] ?? [] { biography.tell(joined: link) }
    for copied in copies[number] ?? [] { biography.tell(copied) }
    var told: Set<Int32> = []
    for rival in (rivals[number] ?? []).sorted(by: { $0.device < $1.device })
    where told.count < Self.rivalLimit && told.insert(rival.device).inserted {
      biography.tell(apartFrom: id(of: Int(rival.device)), rival.strength, device)
    }
    biography.tellFaces(device)
    return biography.notes
  }

  /// Lets a device show the identities of those that share a key with it and are yet others.
  private func contradict(_ portrait: inout Portrait, _ device: Int32) {
    guard let others = rivals[device] else { return }
    for other in Set(others.map(\.device)).sorted().prefix(Self.rivalLimit) {
      var rival = Portrait(book)
      for presence in presences(of: Int(other)) {
        rival.addIdentity(book.timeline.presences[Int(presence)])
      }
      portrait.contradict(with: rival)
    }
  }
}

/// Many short lists of numbers in two arrays.
struct Lists {
  fileprivate(set) var starts: [Int32] = [0]
  fileprivate(set) var items: [Int32] = []

  init() {}

  /// Puts the number of each entry into the list that the entry names; negative entries into none.
  init(_ owners: some Collection<Int32>, of count: Int32) {
    var starts = [Int32](repeating: 0, count: Int(count) + 1)
    for owner in owners where owner >= 0 { starts[Int(owner) + 1] += 1 }
    for index in 1..<max(1, starts.count) { starts[index] += starts[index - 1] }
    var next = starts
    var items = [Int32](repeating: 0, count: Int(starts.last ?? 0))
    for (index, owner) in owners.enumerated() where owner >= 0 {
      items[Int(next[Int(owner)])] = Int32(truncatingIfNeeded: index)
      next[Int(owner)] += 1
    }
    self.starts = starts
    self.items = items
  }

  subscript(index: Int) -> ArraySlice<Int32> {
    items[Int(starts[index])..<Int(starts[index + 1])]
  }
}

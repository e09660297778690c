import ScoutModel
import ScoutNet

/// Builds devices from the presences that were found to be one machine.
struct Assembly {
  private let book: Book
  /// By device: its presences, earliest first.
  private var members: [[Int32]] = []
  /// By device: the ids that once stood for it.
  private var aliases: [[DeviceID]] = []
  /// By device: identities that contradict its own, of devices that share a key with it.
  private var rivals: [Int: [Int]] = [:]
  /// Which device holds a hardware address; negative where several do.
  private var owners: [UInt64: Int32] = [:]
  /// By device: the DHCP messages and neighbour entries that name one of its hardware addresses.
  private var leases: [[Int32]] = []
  private var neighbours: [[Int32]] = []

  /// So many contradicting neighbours are named at most.
  private static let rivalLimit = 8

  init(_ book: Book, _ matching: inout Matching) {
    self.book = book
    collectMembers(&matching)
    collectRivals(&matching)
    for (index, presences) in members.enumerated() {
      for presence in presences {
        for mac in matching.macs(of: book.timeline.presences[Int(presence)])
        where matching.isIdentity(mac) {
          let owner = owners[mac] ?? Int32(truncatingIfNeeded: index)
          owners[mac] = owner == index ? owner : -1
        }
      }
    }
    leases = [[Int32]](repeating: [], count: members.count)
    neighbours = leases
    for (index, lease) in book.notes.leases.enumerated() where lease.mac != 0 {
      if let owner = owners[lease.mac], owner >= 0 {
        leases[Int(owner)].append(Int32(truncatingIfNeeded: index))
      }
    }
    for (index, mark) in book.notes.marks.enumerated() where mark.kind == .neighbour {
      if let owner = owners[mark.mac], owner >= 0 {
        neighbours[Int(owner)].append(Int32(truncatingIfNeeded: index))
      }
    }
  }

  private mutating func collectMembers(_ matching: inout Matching) {
    var devices: [Int32: Int] = [:]
    for index in book.timeline.presences.indices {
      let presence = Int32(truncatingIfNeeded: index)
      let root = matching.groups.root(of: presence)
      let device = devices[root] ?? members.count
      if device == members.count {
        devices[root] = device
        members.append([])
        aliases.append([])
      }
      members[device].append(presence)
      if matching.groups.joined.contains(presence) {
        aliases[device].append(DeviceID(book.timeline.presences[index].first.id))
      }
    }
  }

  private mutating func collectRivals(_ matching: inout Matching) {
    guard !matching.groups.clashes.isEmpty else { return }
    var devices: [Int32: Int] = [:]
    for (index, presences) in members.enumerated() { devices[presences[0]] = index }
    for (left, right) in matching.groups.clashes {
      guard let first = devices[matching.groups.root(of: left)],
        let second = devices[matching.groups.root(of: right)], first != second
      else { continue }
      rivals[first, default: []].append(second)
      rivals[second, default: []].append(first)
    }
  }

  /// All devices, sorted by id.
  func devices(survey: inout SegmentSurvey) -> [Device] {
    var devices: [Device] = []
    devices.reserveCapacity(members.count)
    for index in members.indices {
      var portrait = Portrait(book)
      for presence in members[index] { portrait.add(book.timeline.presences[Int(presence)]) }
      for mark in neighbours[index] { portrait.addNeighbour(book.notes.marks[Int(mark)]) }
      portrait.addLeases(leases[index], owners: owners, device: Int32(truncatingIfNeeded: index))
      portrait.addSilentPlaces()
      contradict(&portrait, index)
      let id = DeviceID(book.timeline.presences[Int(members[index][0])].first.id)
      devices.append(
        portrait.device(id: id, aliases: aliases[index].sorted(), survey: &survey))
    }
    let names = ForwardNames(book.notes, devices)
    for index in devices.indices { names.attach(to: &devices[index], at: index) }
    devices.sort { $0.id < $1.id }
    return devices
  }

  /// Lets a device show the identities of those that share a key with it and are yet others.
  private func contradict(_ portrait: inout Portrait, _ index: Int) {
    guard let others = rivals[index] else { return }
    for other in Array(Set(others)).sorted().prefix(Self.rivalLimit) {
      var rival = Portrait(book)
      for presence in members[other] { rival.addIdentity(book.timeline.presences[Int(presence)]) }
      portrait.contradict(with: rival)
    }
  }
}

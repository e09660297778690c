import ScoutNet

/// Presences that are one machine: union-find in which stronger identities veto weaker keys.
struct Groups {
  private var parents: [Int32]
  /// By root: the machine's UUID, by number; negative where none is known.
  private var uuids: [Int32]
  /// By root: realms that name one machine, by number.
  private var realms: [[Int32]]
  /// Pairs that share a key and are yet kept apart.
  private(set) var clashes: [(Int32, Int32)] = []
  /// Presences whose number once stood for a group and stands for it no more.
  private(set) var joined: Set<Int32> = []

  init(uuids: [Int32], realms: [Int32]) {
    parents = Array(0..<Int32(truncatingIfNeeded: uuids.count))
    self.uuids = uuids
    self.realms = realms.map { $0 < 0 ? [] : [$0] }
  }

  /// The lowest number, which is the earliest presence, of the group that holds `index`.
  mutating func root(of index: Int32) -> Int32 {
    var root = index
    while parents[Int(root)] != root { root = parents[Int(root)] }
    var step = index
    while parents[Int(step)] != root {
      (step, parents[Int(step)]) = (parents[Int(step)], root)
    }
    return root
  }

  /// How strong the key is that two presences share.
  enum Strength: Comparable {
    case address, name, mac, certificate, realm, uuid
  }

  /// Joins two presences that share a key of `strength`, unless something stronger tells them apart.
  ///
  /// Returns whether they are one now.
  @discardableResult
  mutating func join(_ left: Int32, _ right: Int32, _ strength: Strength) -> Bool {
    let first = root(of: left)
    let second = root(of: right)
    if first == second { return true }
    guard !contradicts(first, second, strength) else {
      if strength > .name { clashes.append((left, right)) }
      return false
    }
    let (low, high) = first < second ? (first, second) : (second, first)
    parents[Int(high)] = low
    if uuids[Int(low)] < 0 { uuids[Int(low)] = uuids[Int(high)] }
    for realm in realms[Int(high)] where !realms[Int(low)].contains(realm) {
      realms[Int(low)].append(realm)
    }
    realms[Int(high)] = []
    joined.insert(high)
    return true
  }

  /// Notes that two presences deny each other without a key having been tried.
  mutating func clash(_ left: Int32, _ right: Int32) { clashes.append((left, right)) }

  /// The identities of the group that holds `index`: UUID and realms, by number.
  mutating func identity(of index: Int32) -> (uuid: Int32, realms: [Int32]) {
    let root = Int(root(of: index))
    return (uuids[root], realms[root])
  }

  private func contradicts(_ first: Int32, _ second: Int32, _ strength: Strength) -> Bool {
    if strength < .uuid, uuids[Int(first)] >= 0, uuids[Int(second)] >= 0,
      uuids[Int(first)] != uuids[Int(second)]
    {
      return true
    }
    guard strength < .realm else { return false }
    let mine = realms[Int(first)]
    let theirs = realms[Int(second)]
    return !mine.isEmpty && !theirs.isEmpty && !mine.contains(where: theirs.contains)
  }
}

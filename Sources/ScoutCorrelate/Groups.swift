import ScoutNet

/// Presences that are one machine: union-find in which stronger identities veto weaker keys.
struct Groups {
  private var parents: [Int32]
  /// By root: the machine's UUID, by number; negative where none is known.
  private var uuids: [Int32]
  /// By root: the realms that name one machine, by number; few groups have more than the one of
  /// their earliest presence, so that the others have a table of their own.
  private var realms: [Int32]
  private var otherRealms: [Int32: [Int32]] = [:]
  /// Pairs that share a key and are yet kept apart; without a strength where they took turns at one
  /// address.
  private(set) var clashes: [Link] = []
  /// The pairs that made groups one.
  private(set) var joins: [Link] = []
  /// Presences whose number once stood for a group and stands for it no more.
  private(set) var joined: [Bool]

  /// Two presences and the key that they share.
  struct Link {
    let left: Int32
    let right: Int32
    let strength: Strength?
  }

  init(uuids: [Int32], realms: [Int32]) {
    parents = Array(0..<Int32(truncatingIfNeeded: uuids.count))
    self.uuids = uuids
    self.realms = realms
    joined = [Bool](repeating: false, count: uuids.count)
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
      clashes.append(Link(left: left, right: right, strength: strength))
      return false
    }
    joins.append(Link(left: left, right: right, strength: strength))
    let (low, high) = first < second ? (first, second) : (second, first)
    parents[Int(high)] = low
    if uuids[Int(low)] < 0 { uuids[Int(low)] = uuids[Int(high)] }
    addRealms(of: high, to: low)
    joined[Int(high)] = true
    return true
  }

  private mutating func addRealms(of high: Int32, to low: Int32) {
    let added = allRealms(of: high)
    if added.isEmpty { return }
    otherRealms[high] = nil
    for realm in added {
      if realms[Int(low)] < 0 {
        realms[Int(low)] = realm
      } else if realms[Int(low)] != realm, otherRealms[low]?.contains(realm) != true {
        otherRealms[low, default: []].append(realm)
      }
    }
  }

  private func allRealms(of root: Int32) -> [Int32] {
    if realms[Int(root)] < 0 { return [] }
    return [realms[Int(root)]] + (otherRealms[root] ?? [])
  }

  /// Notes that two presences at one address deny each other without a key having been tried.
  mutating func clash(_ left: Int32, _ right: Int32) {
    clashes.append(Link(left: left, right: right, strength: nil))
  }

  /// The UUID of the group that holds `index`, by number; negative where none is known.
  mutating func uuid(of index: Int32) -> Int32 { uuids[Int(root(of: index))] }

  private func contradicts(_ first: Int32, _ second: Int32, _ strength: Strength) -> Bool {
    if strength < .uuid, uuids[Int(first)] >= 0, uuids[Int(second)] >= 0,
      uuids[Int(first)] != uuids[Int(second)]
    {
      return true
    }
    guard strength < .realm else { return false }
    let (mine, theirs) = (realms[Int(first)], realms[Int(second)])
    if mine < 0 || theirs < 0 || mine == theirs { return false }
    if otherRealms.isEmpty { return true }
    let all = allRealms(of: second)
    return !allRealms(of: first).contains(where: all.contains)
  }
}

import ScoutModel
import ScoutNet

/// Tells in sentences how presences came to be one device, or why they did not.
struct Biography {
  private let book: Book
  private var told: [IdentityNote] = []

  /// So many changes of address are told at most.
  private static let moveLimit = 16

  init(_ book: Book) { self.book = book }

  /// Oldest first.
  var notes: [IdentityNote] {
    if told.count < 2 { return told }
    return told.sorted { left, right in
      left.time == right.time ? left.text < right.text : left.time < right.time
    }
  }

  private mutating func say(
    _ kind: IdentityNote.Kind, _ text: String, _ time: Timestamp, _ evidence: Evidence
  ) {
    told.append(IdentityNote(kind, text, time: time, evidence: evidence))
  }

  private func presence(_ number: Int32) -> Presence { book.timeline.presences[Int(number)] }

  private func address(_ presence: Presence) -> IPAddress? {
    presence.place < 0 ? nil : book.notes.places[Int(presence.place)].address
  }

  private func mark(_ position: Int) -> Mark {
    book.notes.marks[Int(book.timeline.order[position])]
  }

  // MARK: Addresses

  /// Tells of addresses that changed, and of several held at once.
  mutating func tellPlaces(_ presences: ArraySlice<Int32>) {
    if presences.count < 2 { return }
    for width in [32, 128] {
      let placed = presences.map(presence)
        .filter { address($0)?.bitWidth == width }
        .sorted { ($0.span.lowerBound, $0.first) < ($1.span.lowerBound, $1.first) }
      for (old, new) in zip(placed, placed.dropFirst()).prefix(Self.moveLimit)
      where old.place != new.place {
        tellChange(from: old, to: new)
      }
    }
  }

  private mutating func tellChange(from old: Presence, to new: Presence) {
    guard let here = address(old), let there = address(new), let last = old.marks.last,
      let first = new.marks.first
    else { return }
    let evidence = Evidence([mark(last).moment.id, mark(first).moment.id])
    if new.span.lowerBound > old.span.upperBound, !isAtOnce(old, new) {
      say(
        .moved,
        "It was at \(here) until \(old.span.upperBound), and is at \(there) since "
          + "\(new.span.lowerBound).", new.span.lowerBound, evidence)
    } else if isAtOnce(old, new) {
      say(
        .several, "It holds \(here) and \(there) at the same time.", new.span.lowerBound, evidence)
    } else {
      say(
        .moved, "It was met at \(here) and at \(there) by turns.", new.span.lowerBound, evidence)
    }
  }

  /// Whether the earlier one was seen within an hour of what was seen of the later one.
  private func isAtOnce(_ old: Presence, _ new: Presence) -> Bool {
    var (mine, theirs) = (old.marks.lowerBound, new.marks.lowerBound)
    while mine < old.marks.upperBound, theirs < new.marks.upperBound {
      let (left, right) = (mark(mine).moment.time, mark(theirs).moment.time)
      let gap = left < right ? right.since(left) : left.since(right)
      if gap <= Timeline.contradiction { return true }
      if left < right { mine += 1 } else { theirs += 1 }
    }
    return false
  }

  // MARK: Keys

  /// Tells which key made two places or files one machine.
  mutating func tell(joined link: Groups.Link) {
    guard let strength = link.strength else { return }
    let (left, right) = (presence(link.left), presence(link.right))
    let later = max(left.first, right.first)
    say(
      .joined,
      "\(words(left).capitalizedFirst) and \(words(right)) are one machine: both show "
        + "\(key(strength, link)).", later.time,
      Evidence([left.first.id, right.first.id]))
  }

  /// Tells that a key names no single machine.
  mutating func tell(_ copied: Matching.Copied) {
    let presence = presence(copied.presence)
    say(
      .copied,
      "\(noun(copied.strength).capitalizedFirst) that \(words(presence)) shows is met "
        + "\(copied.holders) times, on machines that are told apart otherwise: a copy, which joins "
        + "nothing.", presence.first.time, Evidence(presence.first.id))
  }

  /// Tells that another device shares a key with this one, and why they are not one.
  mutating func tell(apartFrom other: DeviceID, _ strength: Groups.Strength?, _ device: Device) {
    let why: String
    let evidence: Evidence
    if case .conflicting = device.uuid {
      (why, evidence) = ("their UUIDs differ", device.uuid.evidence)
    } else if case .conflicting = device.realm {
      (why, evidence) = ("their digest realms differ", device.realm.evidence)
    } else {
      (why, evidence) = ("a stronger key tells them apart", device.evidence)
    }
    let text =
      strength.map { "It shares \(noun($0)) with \(other)" }
      ?? "It and \(other) take turns at one address within an hour"
    say(.apart, "\(text), and is another machine: \(why).", device.lastSeen, evidence)
  }

  private func words(_ presence: Presence) -> String {
    if let address = address(presence) { return "\(address)" }
    let inventory = book.notes.hosts[Int(presence.host)].inventory
    return inventory.hostName.map { "the file of \($0)" } ?? "a file of \(inventory.tool)"
  }

  private func noun(_ strength: Groups.Strength) -> String {
    switch strength {
    case .uuid: "the UUID"
    case .realm: "the digest realm"
    case .certificate: "the certificate's key"
    case .mac: "the hardware address"
    case .name: "the name"
    case .address: "the address"
    }
  }

  private func key(_ strength: Groups.Strength, _ link: Groups.Link) -> String {
    let notes = book.notes
    let right = presence(link.right)
    switch strength {
    case .uuid:
      return right.uuid < 0 ? "one UUID" : "the UUID \(notes.uuids[Int(right.uuid)])"
    case .realm:
      return right.realm < 0
        ? "one digest realm" : "the digest realm \(notes.texts[right.realm])"
    case .certificate: return "one key in their certificates"
    case .mac:
      let theirs = book.macs(of: link.right)
      let shared = book.macs(of: link.left).first { theirs.contains($0) }
      return shared.map { "the hardware address \(MACAddress(rawValue: $0))" }
        ?? "one hardware address"
    case .name: return "one name"
    case .address: return "the same address at that time"
    }
  }

  // MARK: AMT and the operating system

  /// Tells how AMT and the operating system share addresses, as far as both were seen.
  mutating func tellFaces(_ device: Device) {
    let answering = device.answering
    if answering.isEmpty { return }
    var told: [(address: IPAddress, evidence: Evidence)] = []
    if let lease = device.lease, lease.value.message == "ACK",
      let address = lease.value.yourAddress ?? lease.value.clientAddress
    {
      told.append((.v4(address), lease.evidence))
    }
    if let host = device.hosts.first {
      for adapter in host.value.adapters {
        if let address = adapter.hostAddress { told.append((address, host.evidence)) }
      }
    }
    let own = answering.filter { $0.bitWidth == 32 }
    if let shared = told.first(where: { own.contains($0.address) }) {
      say(
        .faces, "AMT and the operating system share \(shared.address).", device.lastSeen,
        shared.evidence)
    } else if let host = told.first(where: { $0.address.bitWidth == 32 }), let mine = own.first {
      say(
        .faces,
        "The operating system is at \(host.address), and AMT answers at an address of its own, "
          + "\(mine).", device.lastSeen, host.evidence)
    }
    for address in answering where address.bitWidth == 128 {
      say(
        .faces, "\(address) is AMT's own: it never shares an IPv6 address.", device.lastSeen,
        device.addresses.first { $0.value == address }?.evidence ?? .none)
    }
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

import ScoutModel
import ScoutNet

/// Which names are met on which devices, and which look-ups belong to nobody as a whole.
struct ForwardNames {
  /// How many devices bear a name as a whole.
  private var bearers: [String: Int] = [:]
  /// The names that were looked up, by their first label.
  private var byLabel: [String: [String]] = [:]

  /// A label that more look-ups share tells nothing of one machine.
  private static let labelLimit = 64

  /// Takes the name of a look-up that is new.
  mutating func addLookUp(_ text: String) {
    guard let name = DomainName(text), name.parent != nil else { return }
    byLabel[name.host, default: []].append(text)
  }

  /// Says that one more device bears `name`, or one less; returns whether that is the first, or was
  /// the last.
  @discardableResult
  mutating func count(_ name: String, _ change: Int) -> Bool {
    let before = bearers[name] ?? 0
    let after = before + change
    bearers[name] = after == 0 ? nil : after
    return (before == 0) != (after == 0)
  }

  /// Gives a device the look-ups of its names, whole or completed by the suffixes it knows.
  func attach(_ names: [String], to device: inout Device, _ notes: borrowing Notes) {
    if notes.forwards.isEmpty && notes.registrations.isEmpty { return }
    var found: [LookupNote] = []
    var refused: [Lookup] = []
    var suffixes: Set<String>?
    for name in names {
      if let own = notes.forwards[name] { found += own }
      refused += notes.registrations.refused(name)
      guard !name.utf8.contains(UInt8(ascii: ".")) else { continue }
      let known = suffixes ?? device.metSuffixes
      suffixes = known
      for suffix in known {
        let whole = "\(name).\(suffix)"
        found += notes.forwards[whole] ?? []
        refused += notes.registrations.refused(whole)
      }
      found += unborne(name, notes)
    }
    if !refused.isEmpty { attach(refused, to: &device) }
    if found.isEmpty { return }
    found.sort { $0.question < $1.question }
    var kept: [LookupNote] = []
    for note in found where kept.last?.moment != note.moment { kept.append(note) }
    device.names.forwards = kept.map(\.lookup)
    device.evidence = device.evidence + Evidence(kept.map(\.moment.id))
  }

  private func attach(_ refused: [Lookup], to device: inout Device) {
    var kept: [Lookup] = []
    for lookup in refused.sorted(by: { ($0.name, $0.type) < ($1.name, $1.type) })
    where kept.last != lookup { kept.append(lookup) }
    device.names.refusals = kept
    device.evidence = kept.reduce(device.evidence) { $0 + $1.evidence }
  }

  /// The look-ups of names that begin with `label` and that nothing bears as a whole: they were made
  /// from a bare label and a suffix.
  private func unborne(_ label: String, _ notes: borrowing Notes) -> [LookupNote] {
    var found: [LookupNote] = []
    for name in byLabel[label] ?? [] where bearers[name] == nil {
      found += notes.forwards[name] ?? []
      if found.count > Self.labelLimit { return [] }
    }
    return found
  }
}

extension Device {
  /// Every name met on the device, in lower case, whole or as a bare label.
  var metNames: [String] {
    var texts: [String] = names.pointers.flatMap(\.values) + names.certificate.map(\.value)
    texts += names.reached.map(\.value)
    switch names.amt {
    case .known(let claim): texts.append(claim.value.text)
    case .conflicting(let claims): texts += claims.map(\.value.text)
    case .unknown: break
    }
    switch names.dhcp {
    case .known(let claim): texts.append(claim.value)
    case .conflicting(let claims): texts += claims.map(\.value)
    case .unknown: break
    }
    if let lease = lease?.value { texts += [lease.fqdn, lease.hostName].compactMap(\.self) }
    for host in hosts.map(\.value) {
      guard let name = host.hostName else { continue }
      texts.append(name)
      for suffix in [host.hostDNSSuffix, host.dnsSuffix].compactMap(\.self) where !suffix.isEmpty {
        texts.append("\(name).\(suffix)")
      }
    }
    var names: [String] = []
    for text in texts {
      // A machine has a few names; who shows many gets a table.
      guard let name = DomainName(text)?.text, names.count > 32 || !names.contains(name) else {
        continue
      }
      names.append(name)
    }
    return names.count > 32 ? Array(Set(names)) : names
  }

  /// The suffixes that this device was given, in lower case.
  fileprivate var metSuffixes: Set<String> {
    var texts = lease?.value.searchList ?? []
    switch option15 {
    case .known(let claim): texts.append(claim.value)
    case .conflicting(let claims): texts += claims.map(\.value)
    case .unknown: break
    }
    texts += hosts.flatMap { [$0.value.hostDNSSuffix, $0.value.dnsSuffix].compactMap(\.self) }
    texts += names.pointers.flatMap(\.values).compactMap { DomainName($0)?.parent?.text }
    return Set(texts.compactMap { DomainName($0)?.text })
  }
}

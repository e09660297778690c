import ScoutModel
import ScoutNet

/// The forward look-ups of the names that were met, ready to be handed to their devices.
struct ForwardNames {
  private let notes: Notes
  /// Look-ups of names that nothing bears as a whole: made from a bare label and a suffix.
  private var byLabel: [String: [LookupNote]] = [:]
  /// By device: the names met on it that were looked up as a whole, and its bare labels.
  private var whole: [[String]] = []
  private var bare: [[String]] = []

  /// A label that more look-ups share tells nothing of one machine.
  private static let labelLimit = 64

  init(_ notes: Notes, _ devices: [Device]) {
    self.notes = notes
    guard !notes.forwards.isEmpty else { return }
    var borne: Set<String> = []
    whole.reserveCapacity(devices.count)
    bare.reserveCapacity(devices.count)
    for index in devices.indices {
      let names = devices[index].metNames
      let found = names.filter { notes.forwards[$0] != nil }
      for name in found { borne.insert(name) }
      whole.append(found)
      bare.append(names.filter { !$0.utf8.contains(UInt8(ascii: ".")) })
    }
    // A bare label is all there is to complete; most sites have none.
    guard !bare.allSatisfy(\.isEmpty) else { return }
    for (text, notes) in notes.forwards where !borne.contains(text) {
      guard let name = DomainName(text), name.parent != nil else { continue }
      byLabel[name.host, default: []] += notes
    }
  }

  /// Gives a device the look-ups of its names, whole or completed by the suffixes it knows.
  func attach(to device: inout Device, at index: Int) {
    if whole.isEmpty { return }
    var found = whole[index].flatMap { notes.forwards[$0] ?? [] }
    if !bare[index].isEmpty {
      let suffixes = device.metSuffixes
      for label in bare[index] {
        for suffix in suffixes { found += notes.forwards["\(label).\(suffix)"] ?? [] }
        if let others = byLabel[label], others.count <= Self.labelLimit { found += others }
      }
    }
    if found.isEmpty { return }
    found.sort { $0.question < $1.question }
    var kept: [LookupNote] = []
    for note in found where kept.last?.moment != note.moment { kept.append(note) }
    device.names.forwards = kept.map(\.lookup)
    device.evidence = device.evidence + Evidence(kept.map(\.moment.id))
  }
}

extension Device {
  /// Every name met on the device, in lower case, whole or as a bare label.
  fileprivate var metNames: [String] {
    var texts: [String] = names.pointers.flatMap(\.values) + names.certificate.map(\.value)
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

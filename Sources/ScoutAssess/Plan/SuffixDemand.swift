import ScoutModel
import ScoutNet

/// Which suffixes the devices are given that a certificate could still configure.
struct SuffixDemand {
  struct Key: Hashable {
    let suffix: String
    /// Whether the firmware's check knows the table of top-level domains.
    let table: Ternary
  }

  private(set) var machines: [Key: [DeviceID]] = [:]
  /// Suffixes that stand in the firmware itself.
  private(set) var inFirmware: [String: Tally] = [:]
  private(set) var withoutSuffix: [DeviceID] = []
  private(set) var suffixUnknown: [DeviceID] = []

  mutating func add(_ situation: Situation) {
    if situation.suffix.isFromFirmware {
      for value in situation.suffix.values {
        inFirmware[Self.normal(value), default: Tally()].add(situation.suffix.evidence)
      }
    }
    guard situation.product.isConfigurable, situation.state.value != .post,
      situation.device.isAtLeast(FirmwareVersion(2, 6)) != .no
    else { return }
    if situation.suffix.isMissing == .yes {
      withoutSuffix.append(situation.device.id)
    } else if situation.suffix.values.isEmpty {
      suffixUnknown.append(situation.device.id)
    }
    var seen: Set<String> = []
    for value in situation.suffix.values {
      let suffix = Self.normal(value)
      guard seen.insert(suffix).inserted else { continue }
      let key = Key(suffix: suffix, table: situation.versions.hasDomainTable)
      machines[key, default: []].append(situation.device.id)
    }
  }

  /// The devices that are given each suffix.
  var bySuffix: [String: [DeviceID]] {
    machines.reduce(into: [:]) { $0[$1.key.suffix, default: []] += $1.value }
      .mapValues { $0.sorted() }
  }

  static func normal(_ text: String) -> String { DomainName(text)?.text ?? text.lowercased() }
}

/// Which roots the devices' firmware lists, where the hosts told it.
struct RootSurvey {
  /// The lists met, each with the number of devices that have it.
  private(set) var lists: [[RootHash]: Int] = [:]

  mutating func add(_ situation: Situation) {
    guard situation.product.isConfigurable,
      let list = situation.device.hosts.last(where: { !$0.value.rootHashes.isEmpty })
    else { return }
    lists[list.value.rootHashes, default: 0] += 1
  }

  /// How many devices' lists trust a root, have it switched off, lack it, or do not tell.
  func count(_ root: RootPrints) -> [RootTrust: Int] {
    var counts: [RootTrust: Int] = [:]
    for (list, devices) in lists { counts[root.trust(in: list), default: 0] += devices }
    return counts
  }
}

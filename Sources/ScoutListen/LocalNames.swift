import ScoutModel
import ScoutNet
import ScoutWire

extension DNSMessage {
  /// So many names of one message are told.
  private static let localNameLimit = 16

  /// The names that the sender gives itself in multicast DNS, LLMNR or NetBIOS.
  ///
  /// Only what is said of the sender's own address counts: anybody on the link may answer for others.
  func localNames(
    of source: IPAddress?, _ transport: NameTransport
  ) -> [(address: IPAddress, name: LocalNameSighting)] {
    guard let source else { return [] }
    let names: Set<LocalNameSighting>
    switch transport {
    case .udp, .tcp: return []
    case .mdns: names = isResponse ? announced(at: source, .mdns) : []
    case .llmnr: names = isResponse && responseCode == 0 ? announced(at: source, .llmnr) : []
    case .nbns: names = netBIOSNames(at: source)
    }
    return names.sorted().prefix(Self.localNameLimit).map { (source, $0) }
  }

  private func announced(
    at source: IPAddress, _ service: LocalNameSighting.Service
  ) -> Set<LocalNameSighting> {
    var names: Set<LocalNameSighting> = []
    for record in answers + additionals {
      // A time of zero takes a name back (RFC 6762, 10.1).
      guard record.timeToLive > 0 || service == .llmnr else { continue }
      let address: IPAddress? =
        switch record.value {
        case .address4(let address): .v4(address)
        case .address6(let address): .v6(address)
        default: nil
        }
      if address == source, let name = DomainName(record.name.text) {
        names.insert(LocalNameSighting(name.text, service))
      }
    }
    return names
  }

  /// Names of machines (suffixes 00 and 20) out of registrations, answers and node statuses; those
  /// of groups are left out.
  private func netBIOSNames(at source: IPAddress) -> Set<LocalNameSighting> {
    var names: Set<LocalNameSighting> = []
    func add(_ name: NBNSName, isGroup: Bool) {
      guard !isGroup, name.suffix == 0x00 || name.suffix == 0x20, let text = DomainName(name.name)
      else { return }
      names.insert(LocalNameSighting(text.text, .netBIOS))
    }
    if isResponse && responseCode != 0 { return [] }
    for record in isResponse ? answers : additionals {
      switch record.value {
      case .netBIOS(let addresses):
        guard let name = NBNSName(record.name) else { continue }
        for entry in addresses where IPAddress.v4(entry.address) == source {
          add(name, isGroup: entry.flags & 0x8000 != 0)
        }
      case .nodeStatus(let status):
        for entry in status.entries { add(entry.name, isGroup: entry.isGroup) }
      default: continue
      }
    }
    return names
  }
}

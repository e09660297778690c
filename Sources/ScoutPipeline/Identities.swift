import ScoutModel
import ScoutNet

/// Which names and UUIDs go with an address, by what is already known: that is how an entry of the
/// credentials file is chosen.
struct Identities {
  private(set) var subjects: [IPAddress: CredentialSubject] = [:]

  mutating func add(_ sighting: Sighting) {
    switch sighting.fact {
    case .host(let host):
      let addresses = host.adapters.flatMap { [$0.address, $0.hostAddress].compactMap(\.self) }
      for address in addresses {
        if let name = host.hostName { change(address) { $0.names.insert(name) } }
        if let uuid = host.uuid { change(address) { $0.uuids.insert(uuid) } }
      }
    case .hello(let hello):
      guard let address = sighting.endpoint.address, let uuid = hello.uuid else { return }
      change(address) { $0.uuids.insert(uuid) }
    case .wsman(let told):
      guard let address = sighting.endpoint.address, let uuid = told.uuid else { return }
      change(address) { $0.uuids.insert(uuid) }
    case .dhcp(let dhcp):
      guard let address = sighting.endpoint.address else { return }
      for name in [dhcp.hostName, dhcp.fqdn].compactMap(\.self) {
        change(address) { $0.names.insert(name) }
      }
    case .name(let answer) where answer.type == "PTR":
      guard let address = sighting.endpoint.address else { return }
      for record in answer.records where record.type == "PTR" {
        change(address) { $0.names.insert(record.value) }
      }
    case .name, .port, .pong, .web, .tls, .redirection, .neighbour, .scope, .ipv6, .localName:
      return
    }
  }

  private mutating func change(_ address: IPAddress, _ body: (inout CredentialSubject) -> Void) {
    body(&subjects[address, default: CredentialSubject(address: address)])
  }
}

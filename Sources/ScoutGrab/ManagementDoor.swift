import ScoutModel

/// Through which port a device's configuration is read, by what its ports have shown.
struct ManagementDoor: Sendable {
  let port: UInt16
  let secure: Bool
  /// The version of TLS to speak.
  let version: TLSVersion?
  /// Names of the device, from its certificate.
  let names: Set<String>

  /// The port in TLS where one answers, else the plain one; `nil` where nothing has shown itself as
  /// one of Intel's engines.
  init?(_ facts: [Fact]) {
    var doors: [WebSighting] = []
    var names: Set<String> = []
    var versions: [UInt16: TLSVersion] = [:]
    for fact in facts {
      switch fact {
      case .web(let web) where [16992, 16993].contains(web.port):
        if [.amt, .ism, .sbt].contains(web.product) { doors.append(web) }
      case .tls(let tls):
        versions[tls.port] = tls.versions.last
        if let leaf = tls.chain.first { names.formUnion(leaf.dnsNames + leaf.commonNames) }
      default: continue
      }
    }
    guard let door = doors.first(where: \.secure) ?? doors.first else { return nil }
    port = door.port
    secure = door.secure
    version = versions[door.port]
    self.names = names
  }

  /// The fact where no password was sent.
  func withheld(_ credential: Credential, _ reason: String) -> WSManSighting {
    var sighting = WSManSighting(
      port: port, secure: secure, ending: .withheld, credential: credential.label)
    sighting.reason = reason
    return sighting
  }
}

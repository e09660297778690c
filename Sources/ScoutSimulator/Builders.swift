extension Device {
  /// A machine that has been set up.
  ///
  /// - Parameters:
  ///   - version: As its Server header gives it.
  ///   - realm: Four hexadecimal digits (old firmware) or 32.
  ///   - key: The key of its certificate, which carries its usual name unless `plan` says more.
  ///   - presence: What it does with the ping, where that is not what its generation does.
  static func post(
    _ host: String, _ version: String, _ doors: Doors, product: Product = .amt, realm: String,
    nonce: String? = nil, server: String? = nil, key: TestKey? = nil,
    plan: CertificatePlan? = nil, versions: ClosedRange<TLSFace.Version>? = nil,
    client: TLSFace.ClientCertificate = .notAsked, presence: Presence? = nil, note: String = ""
  ) -> Device {
    let generation = Generation(firmware: Firmware(version), product: product)
    var web = generation.web(realm: realm, nonce: nonce, server: server)
    web.management = .machine(host, generation, realm: web.challenge.realm)
    if Site.wholeDigest.contains(host) { web.challenge.quality = "auth-int" }
    let redirection = RedirectionFace(
      version: (generation.firmware.major, generation.firmware.minor))
    var services: [UInt16: Service] = [:]
    if doors.contains(.web) { services[16992] = Service(.web(web), generation.certainty) }
    if doors.contains(.redirection) {
      services[16994] = Service(.redirection(redirection), generation.certainty)
    }
    if let certificate = plan ?? key.map({ CertificatePlan.named(host, $0) }) {
      let channel = Channel.tls(generation.tls(certificate, versions: versions, client: client))
      if doors.contains(.webTLS) {
        services[16993] = Service(.web(web), over: channel, generation.certainty)
      }
      if doors.contains(.redirectionTLS) {
        services[16995] = Service(.redirection(redirection), over: channel)
      }
    }
    return Device(
      host, note.isEmpty ? "\(product.rawValue) \(version), set up" : note,
      Personality(presence: presence ?? generation.presence(doors: doors), services: services))
  }

  /// A machine with AMT that nobody has set up: its host refuses on every TCP port, and from 6.1
  /// on the presence ping is answered with port 0 and state 0.
  static func pre(
    _ host: String, _ version: String, silent: Bool = false, header: UInt32 = PongFace.intel,
    note: String = ""
  ) -> Device {
    let firmware = Firmware(version)
    var presence = Presence.closed
    if firmware.isAtLeast(6, 1), !silent {
      var face = PongFace.amt((firmware.major, firmware.minor), state: 0, port: 0)
      face.header = header
      let seen = ["9.5", "11.0", "11.8"].contains(version) && header == PongFace.intel
      presence = .pong(face, seen ? .seen : .inferred)
    }
    return Device(
      host, note.isEmpty ? "AMT \(version), not set up" : note, Personality(presence: presence))
  }

  /// A machine in the middle of its set-up: 16993 waits for the console and asks it for a
  /// certificate; with a pre-shared key no certificate suite is accepted at all.
  ///
  /// What the self-signed certificate before Tiger Lake is called is not known; `localhost` stands
  /// for it here. That the port is 16993 in the pong is inferred too.
  static func setup(
    _ host: String, _ version: String, key: TestKey?, leaf: String? = nil
  ) -> Device {
    let generation = Generation(firmware: Firmware(version), product: .amt)
    let firmware = generation.firmware
    var presence = Presence.closed
    if firmware.isAtLeast(6, 1) {
      presence = .pong(
        .amt((firmware.major, firmware.minor), state: 1, port: 16993), .inferred)
    }
    var channel = Channel.refusal
    if let key {
      let plan = CertificatePlan(
        commonName: leaf ?? "localhost", key: key, issuer: leaf == nil ? .itself : .onDie)
      channel = .tls(generation.tls(plan, client: .required))
    }
    let web = generation.web(realm: "0000", nonce: nil, server: nil)
    return Device(
      host, "AMT \(version), in setup with " + (key == nil ? "a pre-shared key" : "certificates"),
      Personality(presence: presence, services: [16993: Service(.web(web), over: channel)]))
  }

  /// A machine that is no AMT, or answers badly: one conversation a port.
  static func other(
    _ host: String, _ note: String, presence: Presence = .closed, _ services: [UInt16: Service]
  ) -> Device {
    Device(host, note, Personality(presence: presence, services: services))
  }
}

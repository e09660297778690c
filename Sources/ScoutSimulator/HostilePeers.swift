extension Site {
  /// Peers that mean no good, the kinds in turn, at most 10,000: 250 in each segment from 100 on.
  static func hostilePeers(_ count: Int) -> [Device] {
    (0..<max(0, min(count, 10_000))).map { number in
      let host = "\(100 + number / 250).\(number % 250 + 1)"
      let kind = HostileKind.allCases[number % HostileKind.allCases.count]
      return .other(host, kind.rawValue, kind.services(number))
    }
  }
}

/// What a hostile peer does.
package enum HostileKind: String, CaseIterable, Sendable {
  case tarpit = "takes connections and says nothing"
  case drip = "a byte a second"
  case endlessHeader = "headers without end"
  case endlessChunks = "chunks without end"
  case endlessBody = "a challenge whose page does not end"
  case hugeHeader = "a head of ten million bytes"
  case reset = "takes connections and resets them"
  case garbage = "bytes of no protocol"
  case halfHandshake = "half a TLS handshake"
  case silentTLS = "a whole TLS handshake, then silence"
  case bomb = "entities of entities in its configuration"

  func services(_ number: Int) -> [UInt16: Service] {
    switch self {
    case .tarpit: [16992: Service(.fault(.mute)), 16993: Service(.fault(.mute))]
    case .drip: [16992: Service(.web(web(number)), pace: 1000)]
    case .endlessHeader: [16992: Service(.fault(.endlessHeader))]
    case .endlessChunks: [16992: Service(.fault(.endlessChunks))]
    case .endlessBody:
      [
        16992: Service(
          .fault(.endlessBody(server: "Intel(R) Active Management Technology 11.8.92.4222")))
      ]
    case .hugeHeader: [16992: Service(.fault(.hugeHeader))]
    case .reset: [16992: Service(.fault(.reset)), 16993: Service(.fault(.reset))]
    case .garbage: [16992: Service(.fault(.garbage)), 16993: Service(.fault(.garbage))]
    case .halfHandshake: [16993: Service(.fault(.mute), over: .halfHandshake)]
    case .silentTLS:
      [16993: Service(.fault(.mute), over: .tls(Site.plainTLS("hostile.example", .long(42))))]
    case .bomb: [16992: Service(.web(web(number)))]
    }
  }

  /// AMT's forms; behind the password lies a bomb.
  private func web(_ number: Int) -> WebFace {
    let generation = Generation(firmware: Firmware("11.8.50"), product: .amt)
    let digits = String(0x1_0000 + number, radix: 16, uppercase: true).dropFirst()
    var face = generation.web(realm: String(digits), nonce: nil, server: nil)
    face.management = ManagementFace(
      user: "admin", password: ManagementFace.sitePassword, classes: [:])
    face.management?.isBomb = true
    return face
  }
}

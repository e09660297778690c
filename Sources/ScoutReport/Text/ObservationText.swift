import ScoutModel
import ScoutNet

/// One observation in a reader's words: what was seen, and where it can be found again.
struct ObservationText {
  let observation: Observation

  init(_ observation: Observation) { self.observation = observation }

  /// `capture.pcap, frame 17`; for what we asked ourselves the scan's number.
  var origin: String {
    guard let origin = observation.sighting.origin else { return "scan \(observation.scan)" }
    guard let position = origin.position else { return origin.name }
    let unit = observation.sighting.method == .imported ? "line" : "frame"
    return "\(origin.name), \(unit) \(position)"
  }

  /// What was seen, in one line.
  var summary: String {
    switch observation.fact {
    case .port(let port): describe(port)
    case .pong(let pong): describe(pong)
    case .web(let web): describe(web)
    case .tls(let tls): describe(tls)
    case .dhcp(let message): describe(message)
    case .name(let name): describe(name)
    case .neighbour: "\(place) has the hardware address \(observation.endpoint.mac.text)"
    case .host(let host): describe(host)
    case .scope(let scope): describe(scope)
    case .redirection(let redirection): describe(redirection)
    case .hello(let hello): describe(hello)
    case .ipv6(let message): describe(message)
    case .wsman(let told): describe(told)
    case .localName(let name): "\(place) calls itself “\(name.name)” by \(name.service.rawValue)"
    }
  }

  private var place: String { observation.endpoint.address.text }

  private func describe(_ port: PortSighting) -> String {
    let name = OpenPort(port.port, port.transport).description
    return switch port.state {
    case .open:
      "port \(name) is open" + (port.greeting.map { " and greets with “\($0)”" } ?? "")
    case .closed: "port \(name) refuses"
    case .filtered(let router): "port \(name) is filtered, says \(router.text)"
    case .unreachable(let router): "\(place) cannot be reached, says \(router.text)"
    case .silent: "port \(name) stayed silent"
    }
  }

  private func describe(_ pong: PongSighting) -> String {
    var parts = ["presence pong, enterprise \(pong.enterprise)", pong.product.rawValue]
    if let version = pong.version { parts.append("version \(version)") }
    if let span = pong.span { parts.append("version \(span.words)") }
    if let state = pong.state { parts.append("state \(state.rawValue)") }
    if let port = pong.openPort { parts.append("open port \(port)") }
    if pong.dualPorts { parts.append("both web ports") }
    return parts.joined(separator: ", ")
  }

  private func describe(_ web: WebSighting) -> String {
    var parts = ["web server on \(web.port)\(web.secure ? " inside TLS" : "")"]
    if !web.statuses.isEmpty {
      parts.append("status " + web.statuses.map(String.init).joined(separator: " "))
    }
    if web.outcome != .complete { parts.append(web.outcome.word) }
    if let server = web.server { parts.append("Server “\(server)”") }
    if let realm = web.realm { parts.append("realm \(realm)") }
    if let title = web.title { parts.append("title “\(title)”") }
    if let hint = web.hint { parts.append("weak signs of a firmware \(hint.hintWords)") }
    parts += web.defects
    return parts.joined(separator: ", ")
  }

  private func describe(_ tls: TLSSighting) -> String {
    var parts = ["TLS on \(tls.port)"]
    let versions = tls.versions.map(\.description).joined(separator: " ")
    parts.append(versions.isEmpty ? "no version agreed" : "versions \(versions)")
    if let suite = tls.suite { parts.append("suite 0x" + String(suite, radix: 16)) }
    if let leaf = tls.chain.first {
      parts.append("certificate for \((leaf.dnsNames + leaf.commonNames).list)")
      if let issuer = leaf.issuerCommonName { parts.append("issued by “\(issuer)”") }
      if let end = leaf.notAfter { parts.append("valid to \(end.date)") }
      if let type = leaf.keyType {
        parts.append("key \(type)" + (leaf.keyBits.map { " \($0)" } ?? ""))
      }
    }
    if tls.clientCertificateRequested == true { parts.append("asks for a client certificate") }
    if let alert = tls.alert { parts.append("alert \(alert)") }
    if tls.outcome != .complete { parts.append(tls.outcome.word) }
    return (parts + tls.defects).joined(separator: ", ")
  }

  private func describe(_ message: DHCPSighting) -> String {
    var parts = ["DHCP \(message.message)"]
    if let server = message.server { parts.append("server \(server)") }
    if let relay = message.relay { parts.append("relay \(relay)") }
    if let address = message.yourAddress ?? message.clientAddress { parts.append("for \(address)") }
    if let mac = message.clientMAC { parts.append("client \(mac)") }
    if let name = message.hostName { parts.append("host name “\(name)”") }
    if let name = message.fqdn { parts.append("option 81 “\(name)”") }
    if let name = message.domainName {
      parts.append("option 15 " + (name.isEmpty ? "empty" : "“\(name)”"))
    } else if message.isFromServer {
      parts.append("no option 15")
    }
    if !message.searchList.isEmpty { parts.append("search list \(message.searchList.list)") }
    return parts.joined(separator: ", ")
  }

  private func describe(_ name: NameSighting) -> String {
    let values = name.records.filter { $0.type == name.type }.map(\.value)
    let server = name.server.map { ", by \($0)" } ?? ""
    if name.outcome == .answered, !values.isEmpty {
      return "\(name.name) \(name.type) is \(values.list)\(server)"
    }
    return "\(name.name) \(name.type): \(name.outcome.word)\(server)"
  }

  private func describe(_ message: IPv6Sighting) -> String {
    var parts = [message.message == "RA" ? "router advertisement" : "DHCPv6 \(message.message)"]
    if let server = message.server { parts.append("by \(server)") }
    if let link = message.link { parts.append("for the link of \(link)") }
    if !message.prefixes.isEmpty {
      parts.append("prefixes \(message.prefixes.map(\.description).list)")
    }
    if let mac = message.clientMAC { parts.append("client \(mac)") }
    if let name = message.fqdn { parts.append("name “\(name)”") }
    if let list = message.searchList {
      parts.append(list.isEmpty ? "search list empty" : "search list \(list.list)")
    }
    if !message.nameServers.isEmpty {
      parts.append("name servers \(message.nameServers.map(\.description).list)")
    }
    return parts.joined(separator: ", ")
  }

  private func describe(_ scope: ScopeSighting) -> String {
    var parts = ["\(scope.program) scope \(scope.prefix)"]
    if let name = scope.name { parts.append("“\(name)”") }
    if scope.isActive == false { parts.append("not in use") }
    switch scope.domainName {
    case nil: parts.append("option 15 not set")
    case "": parts.append("option 15 set to nothing")
    case let name?: parts.append("option 15 set to “\(name)”")
    }
    if !scope.nameServers.isEmpty {
      parts.append("name servers \(scope.nameServers.map(\.description).list)")
    }
    if !scope.searchList.isEmpty { parts.append("search list \(scope.searchList.list)") }
    return parts.joined(separator: ", ")
  }

  private func describe(_ redirection: RedirectionSighting) -> String {
    var parts = ["redirection on \(redirection.port)\(redirection.secure ? " inside TLS" : "")"]
    if let version = redirection.version { parts.append("version \(version)") }
    parts += redirection.answers.map(\.words)
    if !redirection.authentications.isEmpty {
      let types = redirection.authentications.map(String.init).joined(separator: " ")
      parts.append("login types \(types)")
    }
    if redirection.outcome != .complete { parts.append(redirection.outcome.word) }
    return (parts + redirection.defects).joined(separator: ", ")
  }

  private func describe(_ told: WSManSighting) -> String {
    var parts = ["configuration on \(told.port)\(told.secure ? " inside TLS" : "")"]
    switch told.ending {
    case .read: parts.append("told with the credential for \(told.credential)")
    case .refused: parts.append("the credential for \(told.credential) was refused")
    case .withheld: parts.append("no password was sent")
    case .absent: parts.append("not there")
    case .failed: parts.append("not told")
    }
    if let reason = told.reason { parts.append(reason) }
    if let version = told.version { parts.append("version \(version)") }
    if let state = told.state { parts.append("state \(state.rawValue)") }
    if let mode = told.controlMode { parts.append("control mode \(mode.rawValue)") }
    if let name = told.general?.hostName {
      let whole = [name, told.general?.domainName].compactMap(\.self).joined(separator: ".")
      parts.append("AMT's name “\(whole)”")
    }
    if let uuid = told.uuid { parts.append("UUID \(uuid)") }
    if let domains = told.environment?.domains, !domains.isEmpty {
      parts.append("home domains \(domains.list)")
    }
    if let remote = told.tls.first(where: \.isRemote), let enabled = remote.enabled {
      parts.append("TLS \(enabled ? "on" : "off")")
      if remote.mutual == true { parts.append("with client certificates") }
      if enabled, remote.acceptsPlain == true { parts.append("plain connections too") }
    }
    if let listener = told.redirection?.listener {
      parts.append("redirection \(listener ? "on" : "off")")
    }
    if let servers = told.remoteAccess?.servers, !servers.isEmpty {
      parts.append("remote access to \(servers.list)")
    }
    if !told.unread.isEmpty { parts.append("\(told.unread.count) classes not told") }
    return parts.joined(separator: ", ")
  }

  private func describe(_ hello: HelloSighting) -> String {
    var parts = ["hello version \(hello.version)"]
    if let server = hello.server { parts.append("to \(server)") }
    if let uuid = hello.uuid { parts.append("UUID \(uuid)") }
    if let pid = hello.pid { parts.append("PID \(pid)") }
    if let count = hello.retryCount, count > 0 { parts.append("sent \(count) times before") }
    if !hello.hashes.isEmpty {
      let names = hello.hashes.compactMap(\.name)
      let named = names.isEmpty ? "" : ", among them \(names.list)"
      parts.append("trusts \(hello.hashes.count) roots\(named)")
    }
    return (parts + hello.defects).joined(separator: ", ")
  }

  private func describe(_ host: HostInventory) -> String {
    var parts = ["\(host.tool)"]
    if let product = host.product { parts.append(product.rawValue) }
    if let version = host.version { parts.append("version \(version)") }
    if let state = host.state { parts.append("state \(state.rawValue)") }
    if let mode = host.controlMode { parts.append("control mode \(mode.rawValue)") }
    if let enabled = host.enabled { parts.append(enabled ? "enabled" : "disabled") }
    if let name = host.hostName { parts.append("host name “\(name)”") }
    if let suffix = host.dnsSuffix { parts.append("PKI suffix “\(suffix)”") }
    if let uuid = host.uuid { parts.append("UUID \(uuid)") }
    return parts.joined(separator: ", ")
  }
}

extension VersionSpan {
  /// `4.0 up to, without, 6.0`.
  var words: String { "\(lower) up to, without, \(upper)" }

  /// `before 11.0`, or `of 11.0 or later` where the upper end stands for none.
  fileprivate var hintWords: String {
    upper.major >= 1_000 ? "of \(lower) or later" : "before \(upper)"
  }
}

extension Optional where Wrapped: CustomStringConvertible {
  /// The value's text, or that there is none.
  fileprivate var text: String { self?.description ?? "an unknown address" }
}

extension [String] {
  /// At most six of them, then how many more there are.
  fileprivate var list: String {
    isEmpty
      ? "nobody"
      : prefix(6).joined(separator: ", ") + (count > 6 ? " and \(count - 6) more" : "")
  }
}

import ScoutTLS

/// The WS-Management server of one machine: digest, and the classes that are read.
///
/// What it says is laid out from the protocol notes in our own words; it knows Get, Enumerate, Pull
/// and Release, and answers everything else with a fault.
package struct ManagementFace: Sendable {
  package typealias Instance = [(name: String, values: [String])]

  package var user: String
  package var password: String
  /// Instances by class; single classes have one.
  package var classes: [String: [Instance]]
  /// Classes whose answer is no XML, as a faulty device gives it.
  package var broken: Set<String> = []
  /// Whether every answer is a small document that says it is a large one: entities of entities.
  package var isBomb = false
  /// Instances of one answer to Pull.
  package var pageSize = 2

  package init(user: String, password: String, classes: [String: [Instance]]) {
    self.user = user
    self.password = password
    self.classes = classes
  }

  /// The whole answer to a request with the right digest; `nil` where there is none.
  func respond(to request: Request, face: WebFace) -> [UInt8]? {
    guard isAuthorized(request, face.challenge) else { return nil }
    let text = String(decoding: request.body, as: UTF8.self)
    let action = Self.text(of: "Action", in: text).split(separator: "/").last ?? ""
    let resource = String(
      Self.text(of: "ResourceURI", in: text).split(separator: "/").last ?? "")
    let context = Self.text(of: "EnumerationContext", in: text)
    let message = Self.text(of: "MessageID", in: text)
    let body: String
    var status = "200 OK"
    switch (String(action), classes[resource]) {
    case (_, nil):
      status = "400 Bad Request"
      body = Self.fault("DestinationUnreachable", "No route can be determined to reach the To.")
    case ("Get", let instances?):
      body = instances.first.map { Self.element(resource, $0) } ?? ""
    case ("Enumerate", _):
      body =
        "<g:EnumerateResponse><g:EnumerationContext>0</g:EnumerationContext>"
        + "</g:EnumerateResponse>"
    case ("Pull", let instances?):
      let start = Int(context) ?? 0
      let page = instances.dropFirst(start).prefix(pageSize)
      let next = start + page.count
      body =
        "<g:PullResponse><g:Items>" + page.map { Self.element(resource, $0) }.joined()
        + "</g:Items>"
        + (next < instances.count
          ? "<g:EnumerationContext>\(next)</g:EnumerationContext>" : "<g:EndOfSequence/>")
        + "</g:PullResponse>"
    case ("Release", _): body = ""
    default:
      status = "400 Bad Request"
      body = Self.fault("ActionNotSupported", "The action is not supported by the service.")
    }
    let envelope =
      if isBomb {
        Self.bomb
      } else if broken.contains(resource) {
        "<a:Envelope><unfinished"
      } else {
        Self.envelope(body, action: String(action), resource: resource, message: message)
      }
    return Self.chunked(status, face.server, Array(envelope.utf8))
  }

  // MARK: - Digest (RFC 2617)

  private func isAuthorized(_ request: Request, _ challenge: WebFace.Challenge) -> Bool {
    guard request.authorization.hasPrefix("Digest ") else { return false }
    let told = Self.parameters(request.authorization.dropFirst(7))
    guard told["username"] == user, told["realm"] == challenge.realm,
      told["nonce"] == challenge.nonce, told["uri"] == request.path, let quality = told["qop"],
      challenge.quality.split(whereSeparator: { $0 == "," || $0 == " " }).contains(quality[...]),
      let count = told["nc"], let own = told["cnonce"]
    else { return false }
    var second = "\(request.method):\(request.path)"
    if quality == "auth-int" { second += ":" + Digest.md5.hex(request.body) }
    let first = Digest.md5.hex(Array("\(user):\(challenge.realm):\(password)".utf8))
    let whole =
      "\(first):\(challenge.nonce):\(count):\(own):\(quality):"
      + Digest.md5.hex(Array(second.utf8))
    return told["response"] == Digest.md5.hex(Array(whole.utf8))
  }

  private static func parameters(_ text: Substring) -> [String: String] {
    var result: [String: String] = [:]
    var rest = text
    while let equals = rest.firstIndex(of: "=") {
      let name = rest[..<equals].filter { $0 != " " && $0 != "," }
      rest = rest[rest.index(after: equals)...]
      let value: Substring
      if rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") {
        value = rest[rest.index(after: rest.startIndex)..<end]
        rest = rest[rest.index(after: end)...]
      } else {
        value = rest.prefix { $0 != "," && $0 != " " }
        rest = rest[value.endIndex...]
      }
      result[name.lowercased()] = String(value)
    }
    return result
  }

  // MARK: - Envelopes

  /// Ten levels of entities, each ten times the one before: ten thousand million characters.
  private static let bomb: String = {
    let levels = (1...9).map { level in
      "<!ENTITY e\(level) \"" + String(repeating: "&e\(level - 1);", count: 10) + "\">"
    }
    return "<?xml version=\"1.0\"?><!DOCTYPE a:Envelope [<!ENTITY e0 \"0123456789\">"
      + levels.joined() + "]><a:Envelope xmlns:a=\"http://www.w3.org/2003/05/soap-envelope\">"
      + "<a:Body>&e9;</a:Body></a:Envelope>"
  }()

  /// The text of the first element of this local name, whatever its prefix.
  private static func text(of name: String, in text: String) -> String {
    var rest = text[...]
    while let opening = rest.firstIndex(of: "<") {
      rest = rest[rest.index(after: opening)...]
      // Name and attributes, which some clients write and others do not.
      let tag = rest.prefix { $0 != ">" }
      let word = tag.prefix { !$0.isWhitespace }
      guard word.first != "/", word.split(separator: ":").last == name[...],
        tag.endIndex < rest.endIndex
      else { continue }
      return String(rest[rest.index(after: tag.endIndex)...].prefix { $0 != "<" })
    }
    return ""
  }

  private static func uri(_ resource: String) -> String {
    let base =
      switch resource.prefix(3) {
      case "AMT": "http://intel.com/wbem/wscim/1/amt-schema/1/"
      case "IPS": "http://intel.com/wbem/wscim/1/ips-schema/1/"
      default: "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
      }
    return base + resource
  }

  private static func element(_ resource: String, _ instance: Instance) -> String {
    let inside = instance.flatMap { property in
      property.values.map { "<h:\(property.name)>\(escaped($0))</h:\(property.name)>" }
    }.joined()
    return "<h:\(resource) xmlns:h=\"\(uri(resource))\">\(inside)</h:\(resource)>"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
  }

  private static func fault(_ code: String, _ reason: String) -> String {
    "<a:Fault><a:Code><a:Value>a:Sender</a:Value><a:Subcode><a:Value>b:\(code)</a:Value>"
      + "</a:Subcode></a:Code><a:Reason><a:Text xml:lang=\"en-US\">\(reason)</a:Text></a:Reason>"
      + "</a:Fault>"
  }

  private static func envelope(
    _ body: String, action: String, resource: String, message: String
  ) -> String {
    let spoken =
      action == "Get"
      ? "http://schemas.xmlsoap.org/ws/2004/09/transfer/GetResponse"
      : "http://schemas.xmlsoap.org/ws/2004/09/enumeration/\(action)Response"
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
      + "<a:Envelope xmlns:a=\"http://www.w3.org/2003/05/soap-envelope\" "
      + "xmlns:b=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" "
      + "xmlns:c=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\" "
      + "xmlns:g=\"http://schemas.xmlsoap.org/ws/2004/09/enumeration\"><a:Header>"
      + "<b:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</b:To>"
      + "<b:RelatesTo>\(escaped(message))</b:RelatesTo>"
      + "<b:Action a:mustUnderstand=\"true\">\(spoken)</b:Action>"
      + "<b:MessageID>uuid:00000000-8086-8086-8086-000000000001</b:MessageID>"
      + "<c:ResourceURI>\(uri(resource))</c:ResourceURI></a:Header><a:Body>\(body)</a:Body>"
      + "</a:Envelope>"
  }

  /// The head as devices write it, and the body in chunks whose sizes have four digits.
  private static func chunked(_ status: String, _ server: String, _ body: [UInt8]) -> [UInt8] {
    var bytes = Array(
      ("HTTP/1.1 \(status)\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\nServer: \(server)\r\n"
        + "X-Frame-Options: DENY\r\nContent-Type: application/soap+xml; charset=UTF-8\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n").utf8)
    for start in stride(from: 0, to: body.count, by: 544) {
      let chunk = body[start..<min(start + 544, body.count)]
      let digits = String(chunk.count, radix: 16, uppercase: true)
      bytes += Array((String(repeating: "0", count: 4 - digits.utf8.count) + digits + "\r\n").utf8)
      bytes += chunk + Array("\r\n".utf8)
    }
    return bytes + Array("0\r\n\r\n".utf8)
  }
}

import ScoutModel
import ScoutNet
import ScoutXML

/// What `Export-DhcpServer` writes: scopes with their options, reservations and, where asked for,
/// leases, and options of the whole server. Elements are found by the paths that public scripts read
/// them by: `DHCPServer/IPv4/Scopes/Scope/…`, `OptionValues/OptionValue/{OptionId, Value}`.
struct WindowsExport: PieceReader {
  private var document = XMLRecords(["Lease", "Reservation", "Scope"])
  private var scopes: [(scope: ScopeSighting, line: Int)] = []

  private static let scopeLimit = 65_536

  mutating func take(_ bytes: [UInt8], _ facts: inout NetworkFacts) {
    let failure = document.take(bytes)
    for record in document.takeRecords() { take(record, &facts) }
    if let failure { complain(failure, &facts) }
  }

  mutating func finish(_ facts: inout NetworkFacts) {
    let failure = document.finish()
    for record in document.takeRecords() { take(record, &facts) }
    if let failure { complain(failure, &facts) }
    // What is set for the whole server holds where a scope does not say otherwise.
    let general = document.rest?.child("IPv4").map { Self.options(of: $0) } ?? [:]
    for (scope, line) in scopes {
      var scope = scope
      scope.inherit(general)
      facts.add(.scope(scope), at: Endpoint(), line: line)
    }
  }

  private func complain(_ failure: XMLError, _ facts: inout NetworkFacts) {
    facts.complain(line: failure.line > 0 ? failure.line : nil, failure.message)
  }

  private mutating func take(_ record: XMLRecords.Record, _ facts: inout NetworkFacts) {
    let element = record.element
    func text(_ name: String) -> String? { element.child(name)?.trimmedText }
    // DHCPv6 has scopes and leases of the same names.
    guard record.path.contains("IPv4") else { return }
    if element.name == "Scope" { return takeScope(element, record.line, &facts) }
    let isLease = element.name == "Lease"
    let lease = WindowsLease.record(
      address: text("IPAddress"), client: text("ClientId"),
      name: text(isLease ? "HostName" : "Name"),
      state: isLease ? text("AddressState") : "InactiveReservation")
    guard let lease else {
      return facts.complain(
        line: record.line, "\((text("IPAddress") ?? "").quoted) is no IPv4 address")
    }
    facts.add(lease, line: record.line)
  }

  private mutating func takeScope(
    _ element: XMLElement, _ line: Int, _ facts: inout NetworkFacts
  ) {
    func text(_ name: String) -> String { element.child(name)?.trimmedText ?? "" }
    guard let address = IPv4Address(text("ScopeId")), let mask = IPv4Address(text("SubnetMask")),
      let prefix = Prefix(address, mask: mask)
    else {
      return facts.complain(line: line, "the scope \(text("ScopeId").quoted) has no extent")
    }
    guard scopes.count < Self.scopeLimit else { return }
    var scope = ScopeSighting(prefix: prefix, program: "Windows DHCP server")
    scope.name = text("Name").isEmpty ? nil : String(text("Name").prefix(HostFile.textLimit))
    scope.isActive = text("State").isEmpty ? nil : text("State") == "Active"
    scope.take(Self.options(of: element))
    scopes.append((scope, line))
  }

  /// The values of the options set directly at a scope or at the server.
  private static func options(of element: XMLElement) -> ScopeOptions {
    var options: ScopeOptions = [:]
    for value in element.child("OptionValues")?.children("OptionValue") ?? [] {
      // What is set for a class of clients or by a policy does not hold for all.
      let conditions = ["PolicyName", "UserClass", "VendorClass"]
      guard conditions.allSatisfy({ value.child($0)?.trimmedText ?? "" == "" }),
        let id = value.child("OptionId").flatMap({ Int($0.trimmedText) })
      else { continue }
      options[id] = value.children("Value").prefix(64).map {
        String($0.trimmedText.prefix(HostFile.textLimit))
      }
    }
    return options
  }
}

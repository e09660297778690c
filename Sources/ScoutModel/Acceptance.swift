import ScoutNet

/// A finding that somebody decided to live with for a while.
package struct Acceptance: Hashable, Sendable, Codable {
  /// The finding's number, as in `AMT-TLS-001`.
  package var finding: String
  /// Which machines it holds for: an id, name, address, prefix, hardware address or UUID; `nil` for
  /// all of them and for the site.
  package var device: String?
  package var reason: String
  /// Who decided it.
  package var by: String?
  /// From then on the finding counts again.
  package var until: Timestamp
  /// Where it stands in its file, from 1 on.
  package var line: Int?

  package init(finding: String, reason: String, until: Timestamp) {
    self.finding = finding
    self.reason = reason
    self.until = until
  }

  /// Whether it is meant for a finding of `device`, or of the site where there is none.
  package func covers(_ found: Finding, of device: Device?) -> Bool {
    guard found.id == finding else { return false }
    guard let wanted = self.device else { return true }
    let address = found.address
    if let prefix = Prefix(wanted) {
      return (device?.addresses.map(\.value) ?? []).contains(where: prefix.contains)
        || address.map(prefix.contains) ?? false
    }
    guard let device else { return address?.description == wanted }
    return device.answers(to: wanted)
  }
}

extension Device {
  /// Whether `word` is one of its ids, addresses, numbers or names, in whatever case.
  ///
  /// A name without a dot fits the first label of a longer one.
  package func answers(to word: String) -> Bool {
    if let id = DeviceID(word) { return id == self.id || aliases.contains(id) }
    if let address = IPAddress(word) { return addresses.contains { $0.value == address } }
    if let mac = MACAddress(word) { return macs.contains { $0.value == mac } }
    if let number = UUID128(word) { return uuid.best?.value == number }
    let wanted = word.lowercased()
    return allNames.contains { name in
      let name = name.lowercased()
      return name == wanted || !wanted.contains(".") && name.hasPrefix(wanted + ".")
    }
  }

  private var allNames: [String] {
    var all: [String] = []
    func add(_ claim: Claim<String>?) { if let claim { all.append(claim.value) } }
    if let name = names.amt.best { all.append(name.value.text) }
    add(names.host.best)
    add(names.dhcp.best)
    all += names.pointers.filter { $0.outcome == .answered }.flatMap(\.values)
    return all + names.certificate.map(\.value)
  }
}

package import ScoutNet

/// What is said of a target beside its addresses.
package struct TargetLabels: Hashable, Sendable {
  package var site: String?
  /// Outermost tag first.
  package var vlan: [UInt16] = []

  package init(site: String? = nil, vlan: [UInt16] = []) {
    self.site = site
    self.vlan = vlan
  }

  /// Reads one `site=…` or `vlan=…` label; `vlan=12` or, for stacked tags, `vlan=100.12`.
  mutating func read(_ text: Substring) throws(TargetError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let value = parts.count == 2 ? parts[1] : ""
    switch parts[0] {
    case "site" where !value.isEmpty:
      site = String(value)
    case "vlan":
      let tags = value.split(separator: ".", omittingEmptySubsequences: false).map { UInt16($0) }
      guard (1...2).contains(tags.count), tags.allSatisfy({ (1...4094).contains($0 ?? 0) }) else {
        throw TargetError(.unreadable, "\(text): a VLAN is a number from 1 to 4094")
      }
      vlan = tags.compactMap(\.self)
    default:
      throw TargetError(
        .unreadable, "\(text.debugDescription) is not a label; write site=NAME or vlan=NUMBER")
    }
  }
}

/// Targets as they were named, on the command line or in files.
package struct TargetList: Hashable, Sendable {
  package struct Entry: Hashable, Sendable {
    /// As it was written.
    package let text: String
    package let spec: TargetSpec
    package var labels: TargetLabels
  }

  package private(set) var entries: [Entry] = []

  /// The most targets of one list, and the most separate ranges that they stand for.
  package static let entryLimit = 1_000_000
  private var rangeCount = 0

  package init() {}

  /// Reads arguments of the command line, one target each.
  package init(arguments: [String]) throws(TargetError) {
    for argument in arguments { try add(argument, labels: TargetLabels()) }
  }

  /// Reads lines: targets and, after a target, its labels; `#` begins a comment.
  ///
  /// - Parameter name: what to call the text in errors, as a file's name.
  package mutating func read(lines text: some StringProtocol, name: String) throws(TargetError) {
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      do throws(TargetError) {
        try read(line: line.prefix { $0 != "#" })
      } catch {
        throw TargetError(error.code, "\(name), line \(number): \(error.description)")
      }
    }
  }

  private mutating func read(line: some StringProtocol) throws(TargetError) {
    for word in line.split(whereSeparator: \.isWhitespace) {
      if word.contains("=") {
        guard !entries.isEmpty else {
          throw TargetError(.unreadable, "\(word): a label stands after its target")
        }
        try entries[entries.count - 1].labels.read(Substring(word))
      } else {
        try add(String(word), labels: TargetLabels())
      }
    }
  }

  private mutating func add(_ text: String, labels: TargetLabels) throws(TargetError) {
    guard entries.count < Self.entryLimit else {
      throw TargetError(.tooMany, "more than \(Self.entryLimit) targets; name prefixes instead")
    }
    let spec = try TargetSpec(text)
    if case .ranges(let ranges) = spec { rangeCount += ranges.count }
    guard rangeCount <= Self.entryLimit else {
      throw TargetError(
        .tooManyRanges,
        "the targets stand for more than \(Self.entryLimit) separate ranges; name prefixes instead")
    }
    entries.append(Entry(text: text, spec: spec, labels: labels))
  }

  /// Adds addresses that a name was resolved to; they take over the name's labels.
  package mutating func add(resolved addresses: [IPAddress], of name: DomainName) {
    let labels = entries.first { $0.spec == .name(name) }?.labels ?? TargetLabels()
    for address in addresses {
      guard let range = AddressRange(address, address) else { continue }
      entries.append(Entry(text: name.text, spec: .ranges([range]), labels: labels))
    }
  }

  /// The names that must be resolved before they can be swept.
  package var names: [DomainName] {
    entries.compactMap { if case .name(let name) = $0.spec { name } else { nil } }
  }

  /// All addresses named.
  package var addresses: AddressSet {
    AddressSet(
      entries.flatMap { entry -> [AddressRange] in
        if case .ranges(let ranges) = entry.spec { ranges } else { [] }
      })
  }
}

/// Finds the labels of an address: of several targets that hold it, the smallest range wins.
package struct LabelIndex: Sendable {
  private let labelled: [(set: AddressSet, labels: TargetLabels)]

  package init(_ list: TargetList) {
    labelled =
      list.entries.compactMap { entry in
        guard case .ranges(let ranges) = entry.spec, entry.labels != TargetLabels() else {
          return nil
        }
        return (AddressSet(ranges), entry.labels)
      }.sorted { $0.0.count < $1.0.count }
  }

  package subscript(address: IPAddress) -> TargetLabels? {
    labelled.first { $0.set.contains(address) }?.labels
  }
}

import ScoutModel
import ScoutNet

/// A drawing of which name leads to which address: addresses left, names right, look-ups between.
struct NamePicture {
  /// How many boxes stand on each side; the table below lists everything.
  private static let limit = 8

  private struct Box {
    let text: String
    var notes: [String]
    /// Whether it belongs to this machine.
    var isOwn: Bool
  }

  private struct Line: Hashable {
    let address: Int
    let name: Int
  }

  private var addresses: [Box] = []
  private var names: [Box] = []
  /// The records along each line, as in `PTR`, `A`.
  private var lines: [Line: [String]] = [:]

  init(_ device: Device) {
    for (index, address) in device.addresses.enumerated() {
      addAddress(
        address.value.description, own: true, note: index == 0 ? "AMT answers here" : "own")
    }
    for lookup in device.names.pointers {
      let owner = device.addresses.first { $0.value.reverseName == lookup.name }
      guard lookup.outcome == .answered, let address = owner?.value.description else { continue }
      for value in lookup.values { connect(address, value, "PTR") }
    }
    for name in device.names.amt.values { addName(name.text, note: "AMT’s own name") }
    for name in device.names.certificate { addName(name.value, note: "TLS certificate") }
    for name in device.names.host.values { addName(name, note: "operating system") }
    for name in device.names.dhcp.values { addName(name, note: "DHCP") }
    for lookup in device.names.forwards {
      guard lookup.outcome == .answered else {
        addName(lookup.name, note: lookup.outcome.word)
        continue
      }
      for value in lookup.values {
        addAddress(value, own: false, note: "not this machine")
        connect(value, lookup.name, lookup.type)
      }
    }
  }

  private mutating func addAddress(_ text: String, own: Bool, note: String) {
    guard !addresses.contains(where: { $0.text == text }) else { return }
    addresses.append(Box(text: text, notes: [note], isOwn: own))
  }

  /// A short name is the same box as the full name that begins with it.
  @discardableResult
  private mutating func addName(_ text: String, note: String?) -> Int {
    let folded = text.lowercased()
    let index =
      names.firstIndex { $0.text.lowercased() == folded }
      ?? (folded.contains(".")
        ? nil : names.firstIndex { $0.text.lowercased().hasPrefix(folded + ".") })
    if let index {
      if let note, !names[index].notes.contains(note) { names[index].notes.append(note) }
      return index
    }
    names.append(Box(text: text, notes: note.map { [$0] } ?? [], isOwn: false))
    return names.count - 1
  }

  private mutating func connect(_ address: String, _ name: String, _ record: String) {
    guard let left = addresses.firstIndex(where: { $0.text == address }) else { return }
    let right = addName(name, note: nil)
    let line = Line(address: left, name: right)
    if !(lines[line] ?? []).contains(record) { lines[line, default: []].append(record) }
  }

  private let pitch = 62
  private let height = 46
  private let leftWidth = 232
  private let right = 432
  private let width = 800

  /// Empty where there is nothing to draw.
  func markup(id: String) -> Markup {
    guard !addresses.isEmpty, !names.isEmpty else { return "" }
    let left = addresses.prefix(Self.limit).enumerated().map { box($1, x: 0, at: $0, leftWidth) }
    let other = names.prefix(Self.limit).enumerated().map { index, name in
      box(
        name, x: right, at: index, width - right, loose: !lines.keys.contains { $0.name == index })
    }
    let rows = min(Self.limit, max(addresses.count, names.count))
    let drawn = lines.sorted { ($0.key.address, $0.key.name) < ($1.key.address, $1.key.name) }
      .filter { $0.key.address < Self.limit && $0.key.name < Self.limit }
    return """
      <svg class="names" viewBox="0 0 \(width) \(rows * pitch - pitch + height + 2)" role="img" \
      aria-labelledby="\(id)"><title id="\(id)">Which name leads where; the table below says the \
      same</title>\(drawn.map { line($0.key, $0.value) })\(left)\(other)</svg>

      """
  }

  private func box(
    _ box: Box, x: Int, at index: Int, _ width: Int, loose: Bool = false
  ) -> Markup {
    let top = index * pitch + 1
    let style: Markup = loose ? "box loose" : x == 0 && !box.isOwn ? "box other" : "box"
    let note = box.notes.joined(separator: ", ")
    let base = note.isEmpty ? top + 28 : top + 20
    return """
      <rect class="\(style)" x="\(x + 1)" y="\(top)" width="\(width - 2)" height="\(height)" rx="5"/>\
      <text class="nm" x="\(x + 14)" y="\(base)">\(Markup(box.text, limit: x == 0 ? 26 : 44))</text>\
      <text class="nt" x="\(x + 14)" y="\(top + 37)">\(Markup(note, limit: x == 0 ? 34 : 56))</text>
      """
  }

  private func line(_ line: Line, _ records: [String]) -> Markup {
    let fits = addresses[line.address].isOwn
    let start = line.address * pitch + height / 2 + 1
    let end = line.name * pitch + height / 2 + 1
    let (x1, x2) = (leftWidth + 2, right - 2)
    let middle = (x1 + x2) / 2
    let toName = records.contains("PTR")
    let toAddress = records.contains { $0 != "PTR" }
    let arrows: Markup = """
      \(toName ? "<path class=\"tip\" d=\"M\(x2) \(end)l-8 -4v8z\"/>" as Markup : "")\
      \(toAddress ? "<path class=\"tip\" d=\"M\(x1) \(start)l8 -4v8z\"/>" as Markup : "")
      """
    // The label stands nearer to the end that was asked for, where lines cross least.
    let share = toName && toAddress ? 0.5 : toName ? 0.3 : 0.7
    let x = Int(Double(x1) + Double(x2 - x1) * share)
    let eased = share * share * (3 - 2 * share)
    let y = Int(Double(start) + Double(end - start) * eased)
    let label = records.joined(separator: " + ")
    let half = label.count * 4 + 8
    return """
      <g class="\(fits ? "fits" : "strays")"><path class="way" d="M\(x1) \(start)\
      C\(middle) \(start) \(middle) \(end) \(x2) \(end)"/>\(arrows)\
      <rect class="pill" x="\(x - half)" y="\(y - 9)" width="\(half * 2)" height="18" rx="9"/>\
      <text class="rec" x="\(x)" y="\(y + 4)">\(fits ? label : "≠ " + label)</text></g>
      """
  }
}

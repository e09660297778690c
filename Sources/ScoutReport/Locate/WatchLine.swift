package import ScoutModel
import ScoutNet

/// One change of the picture, as `watch` tells it.
package struct WatchLine: Hashable, Sendable {
  package enum Change: String, Hashable, Sendable, CaseIterable {
    case new, merged, address, name, option15, state, version
    case segmentOption15 = "segment-option15"
  }

  package let time: Timestamp
  package let change: Change
  /// The device concerned; `nil` for a segment.
  package let device: DeviceID?
  /// Its address, or the segment's prefix.
  package let place: String
  package let old: String
  package let new: String

  /// Everything in `changes` that a person would call a change, seen at `time`.
  package static func lines(for changes: SiteChanges, at time: Timestamp) -> [WatchLine] {
    changes.segments.compactMap { line($0, time) }
      + changes.devices.flatMap { lines($0, changes.devices, time) }
  }

  private static func line(_ change: SegmentChange, _ time: Timestamp) -> WatchLine? {
    let (old, new) = (words(change.old), words(change.new))
    if old == new { return nil }
    return WatchLine(
      time: time, change: .segmentOption15, device: nil, place: change.prefix.description,
      old: old, new: new)
  }

  private static func lines(
    _ change: DeviceChange, _ all: [DeviceChange], _ time: Timestamp
  ) -> [WatchLine] {
    guard let new = change.new else {
      guard let old = change.old else { return [] }
      let heir = all.compactMap(\.new).first { $0.aliases.contains(old.id) }
      return [
        WatchLine(
          time: time, change: .merged, device: old.id, place: old.address?.description ?? "",
          old: old.id.description, new: heir?.id.description ?? "")
      ]
    }
    func line(_ kind: Change, _ old: String, _ new: String) -> WatchLine? {
      old == new
        ? nil
        : WatchLine(
          time: time, change: kind, device: change.new?.id,
          place: change.new?.address?.description ?? "", old: old, new: new)
    }
    guard let old = change.old else {
      return [line(.new, "", summary(new))].compactMap(\.self)
    }
    return [
      line(.address, addresses(old), addresses(new)), line(.name, names(old), names(new)),
      line(.option15, words(old.option15), words(new.option15)),
      line(.state, state(old), state(new)),
      line(.version, words(old.version), words(new.version)),
    ].compactMap(\.self)
  }

  private static func summary(_ device: Device) -> String {
    let product = device.product.best?.value.word ?? "something unknown"
    return ([product, words(device.version), state(device)] + [names(device)])
      .filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private static func addresses(_ device: Device) -> String {
    device.addresses.map(\.value.description).joined(separator: ", ")
  }

  private static func names(_ device: Device) -> String {
    var names: [String] = []
    for name in device.names.pointers.flatMap(\.values) + device.names.certificate.map(\.value)
      + device.names.dhcp.claims.map(\.value) + device.names.host.claims.map(\.value)
    where !names.contains(name) {
      names.append(name)
    }
    return names.joined(separator: ", ")
  }

  private static func state(_ device: Device) -> String {
    [
      device.state.claims.map(\.value.word).joined(separator: " or "),
      device.controlMode.claims.filter { $0.value != .none }.map(\.value.word)
        .joined(separator: " or "),
    ].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// The values, each once; a value that was sent empty is `(empty)`.
  private static func words<Value: CustomStringConvertible>(_ known: Known<Value>) -> String {
    var texts: [String] = []
    for claim in known.claims {
      let text = claim.value.description.isEmpty ? "(empty)" : claim.value.description
      if !texts.contains(text) { texts.append(text) }
    }
    return texts.joined(separator: " or ")
  }

  /// As a line for a terminal.
  package var text: String {
    let who = device.map { "\($0) " } ?? ""
    let place = place.isEmpty ? "" : "\(place) "
    let what: String
    switch change {
    case .new: what = "new: \(new)"
    case .merged:
      what = new.isEmpty ? "is no machine of its own any more" : "is one machine with \(new)"
    case .address: what = "addresses: \(change(old, new))"
    case .name: what = "names: \(change(old, new))"
    case .option15, .segmentOption15: what = "option 15: \(change(old, new))"
    case .state: what = "state: \(change(old, new))"
    case .version: what = "version: \(change(old, new))"
    }
    return Visible.text("\(time.short) \(who)\(place)\(what)", limit: 1000)
  }

  private func change(_ old: String, _ new: String) -> String {
    old.isEmpty ? new : new.isEmpty ? "no longer \(old)" : "\(old) → \(new)"
  }

  /// As one JSON object; `device` and `place` say what it is about.
  package var json: String {
    let value: JSONValue = [
      "time": .string(time.description), "change": .string(change.rawValue),
      "device": JSONValue(device?.description), "place": .string(place), "old": .string(old),
      "new": .string(new),
    ]
    return value.text
  }
}

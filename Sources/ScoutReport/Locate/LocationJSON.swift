import ScoutModel
import ScoutNet

extension Location {
  /// The same as one JSON object on a line.
  package var json: String {
    let value: JSONValue = [
      "id": .string(device.id.description),
      "aliases": JSONValue(device.aliases.map(\.description)),
      "site": .string(device.site),
      "sentence": .string(sentence),
      "product": JSONValue(device.product.best?.value.rawValue),
      "version": JSONValue(device.version.best?.value.description),
      "state": JSONValue(device.state.best?.value.rawValue),
      "control_mode": JSONValue(device.controlMode.best?.value.rawValue),
      "answers_at": JSONValue(answering),
      "ports_open": JSONValue(device.ports.map(\.value.description)),
      "is_this_machine": .bool(isSelf),
      "addresses": .array(
        addresses.map { row in
          [
            "address": .string(row.address), "what": .string(row.role),
            "source": .string(row.source), "seen": JSONValue(row.seen?.description),
          ]
        }),
      "names": .array(
        names.map { row in
          [
            "name": .string(row.name), "kind": .string(row.kind),
            "leads_to": .string(row.leadsTo),
            "leads_here": row.isHere.map { .bool($0) } ?? .null,
            "source": .string(row.source), "seen": JSONValue(row.seen?.description),
          ]
        }),
      "macs": JSONValue(device.macs.map(\.value.description)),
      "uuid": JSONValue(device.uuid, \.description),
      "realm": JSONValue(device.realm, \.self),
      "segment": JSONValue(device.segment?.description),
      "dhcp_option15": JSONValue(device.option15, \.self),
      "inside": JSONValue(sheet?.inside.rawValue),
      "inside_reason": JSONValue(sheet?.insideReason),
      "name_verdict": .string(assessment.nameVerdict.rawValue),
      "disagrees": .array(troubles.map { JSONValue($0) }),
      "identity": .array(device.identity.map { JSONValue($0) }),
      "first_seen": .string(device.firstSeen.description),
      "last_seen": .string(device.lastSeen.description),
    ]
    return value.text
  }
}

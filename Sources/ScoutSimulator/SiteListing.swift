import ScoutNet

extension Site {
  /// The machines, one a line: address, what each cell of the table says and how sure that is of
  /// real devices, and what the machine stands for; fields are separated by tabs.
  package var listing: String {
    devices.map { device in
      ([address(device.host).description] + [device.personality.listing, device.note])
        .joined(separator: "\t") + "\n"
    }.joined()
  }
}

extension Personality {
  fileprivate var listing: String {
    var cells: [String] = []
    let word =
      switch presence.answer {
      case .closed: "refuses"
      case .silent: "is silent"
      case .pong, .raw: "answers"
      }
    cells.append("623/udp \(word) (\(presence.certainty.rawValue))")
    for (port, service) in services.sorted(by: { $0.key < $1.key }) {
      cells.append("\(port) (\(service.certainty.rawValue))")
    }
    cells.append(
      (services.isEmpty ? "all TCP refuses" : "the rest refuses") + " (\(refusal.rawValue))")
    return cells.joined(separator: ", ")
  }
}

extension Quirk {
  /// The quirks, one a line: name, how sure it is that real devices do so, and what they do.
  package static var listing: String {
    allCases.map { quirk in
      "\(quirk.rawValue)\t\(quirk.about.certainty.rawValue)\t\(quirk.about.words)\n"
    }.joined()
  }
}

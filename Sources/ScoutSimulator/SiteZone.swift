import ScoutNet

extension Site {
  /// The records of the site: usually a machine's custom name and its address name each other.
  package var zone: Zone {
    var records: [Zone.Record] = []
    for device in devices {
      let host = device.host
      if !Self.withoutUsualReverse.contains(host) {
        records.append(reverse(host, Self.name(host)))
      }
      if !Self.withoutUsualForward.contains(host) {
        records.append(.init(name: Self.name(host), value: .a(address(host))))
      }
    }
    records += Self.otherReverse.map { reverse($0, $1) }
    records += Self.otherForward.map { .init(name: $0, value: .a(address($1))) }
    records += [
      .init(name: "desk-46.branch.example", value: .cname("pc-2046.branch.example")),
      .init(
        name: "pc-2052.branch.example",
        value: .aaaa(IPv6Address(high: 0xFD00_0077_0000_0000, low: 0x52))),
      .init(
        name: "provisionserver.branch.example", value: .cname("provisionserver.corp.example")),
    ]
    return Zone(
      records: records,
      origins: [
        "corp.example", "branch.example", "old-branch.example", "plant.local",
        "\(base.1).\(base.0).in-addr.arpa",
      ])
  }

  private func reverse(_ host: String, _ name: String) -> Zone.Record {
    .init(name: address(host).reverseName, value: .ptr(name))
  }

  /// Machines whose address does not lead to their custom name.
  private static let withoutUsualReverse: Set<String> = [
    "1.14", "1.16", "1.50", "2.30", "2.31", "2.36", "2.46", "2.50", "2.51", "2.53",
    "3.45", "3.46", "3.47", "3.48", "3.49",
  ]

  /// Machines whose custom name does not lead to their address.
  private static let withoutUsualForward: Set<String> = [
    "1.34", "1.50", "2.34", "2.35", "2.36", "2.50", "2.51", "2.52", "2.53",
  ]

  private static let otherReverse: [(String, String)] = [
    ("1.16", "pc-1099.corp.example"),
    ("1.50", "pc-1050.corp.example"),
    ("1.61", "provisionserver.corp.example"),
    ("2.30", "pc-2099.branch.example"),
    ("2.46", "desk-46.branch.example"),
    ("2.47", "old-2047.branch.example"),
    ("2.50", "pc-1050.corp.example"),
    ("2.51", "pc-2051.old-branch.example"),
    ("3.45", "<script>alert(1)</script>.plant.local"),
    ("3.46", "=cmd|' /C calc'!A0.plant.local"),
    ("3.47", "pc\u{202E}7403.plant.local"),
    ("3.48", "\u{1B}[31mpc-3048\u{1B}[0m.plant.local"),
    (
      "3.49",
      [String](repeating: String(repeating: "a", count: 63), count: 3).joined(separator: ".")
        + ".plant.local"
    ),
  ]

  private static let otherForward: [(String, String)] = [
    ("pc-1034.corp.example", "1.60"),
    ("pc-1050.corp.example", "1.50"),
    ("pc-1050.corp.example", "2.50"),
    ("provisionserver.corp.example", "1.61"),
    ("pc-2035.branch.example", "2.60"),
    ("amt-2039.branch.example", "2.39"),
    ("old-2047.branch.example", "2.60"),
    ("pc-2049.branch.example", "2.61"),
    ("pc-2099.branch.example", "2.62"),
    ("pc-2051.old-branch.example", "2.51"),
  ]
}

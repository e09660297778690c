/// One machine of the mismatch lab: where AMT answers, what DHCP, DNS and a tool on it say, and what
/// is to be found on it.
struct LabMachine {
  /// Its class in the catalogue, or `in order`.
  let name: String
  /// 1 to 3.
  let segment: Int
  let host: Int
  /// The findings about names and addresses that it must have, and no others.
  var expected: Set<String> = []
  /// Whether another machine of the class may bear the finding instead.
  var isOneOfSeveral = false

  /// The first labels of its certificate's name, where it has one, and its domain.
  var certificate: String?
  var domain: String?
  /// What its host calls itself to DHCP; `nil` asks for no lease.
  var hostName: String?
  /// Option 81, sent instead.
  var fqdn: String?
  /// The last octet that its lease gives, where AMT's address is another.
  var leased: Int?
  /// The last octets that its own name leads to.
  var records: [Int]
  /// Its PTR record's first label; `nil` for none.
  var pointer: String?
  var version = "15.0.42.2235"
  /// Whether AMT answers at all.
  var answers = true
  /// Ports 16992 and 16993 show different realms, as behind a proxy.
  var isMixed = false
  /// What `rpc amtinfo` says on it.
  var file: File?

  /// The differences of a file from one in which AMT and host share a dynamic address.
  struct File {
    var address: String?
    var hostAddress: String?
    var isDynamic = true
    var version = "15.0.42"
    var suffix: String?
    var wireless: String?
    var uuid: String?
  }

  init(
    _ name: String, _ segment: Int, _ host: Int, _ expected: Set<String> = [],
    change: (inout LabMachine) -> Void = { _ in }
  ) {
    self.name = name
    self.segment = segment
    self.host = host
    self.expected = expected
    records = [host]
    let label = "pc-\(segment)\(host)"
    certificate = label
    hostName = label
    pointer = label
    change(&self)
  }

  static let domains = ["one.example", "two.example", "three.example"]

  var label: String { "pc-\(segment)\(host)" }
  var suffix: String { Self.domains[segment - 1] }
  var address: String { "10.81.\(segment).\(host)" }
  var mac: String { Self.mac(segment, host) }
  var uuid: String { file?.uuid ?? "4c4b4568-195a-4260-8097-0000000\(segment)00\(host)" }
  /// 32 hexadecimal digits, other for each machine.
  var realm: String { String(repeating: "5A", count: 14) + "\(1000 * segment + host)" }
  var certificateName: String? { certificate.map { "\($0).\(domain ?? suffix)" } }

  static func mac(_ segment: Int, _ host: Int) -> String {
    let digits = String(host, radix: 16)
    return "02:81:0\(segment):00:00:\(digits.utf8.count < 2 ? "0" : "")\(digits)"
  }

  /// `rpc amtinfo -json`, as far as addresses and names go.
  var fileText: String? {
    guard let file else { return nil }
    let wireless =
      file.wireless.map {
        """
        , "wirelessAdapter": {"isEnable": true, "linkStatus": "up", "dhcpEnabled": true, \
        "dhcpMode": "passive", "ipAddress": "0.0.0.0", "osIpAddress": "\($0)", \
        "macAddress": "\(Self.mac(9, host))"}
        """
      } ?? ""
    return """
      {"amt": "\(file.version)", "buildNumber": "3535", "sku": "16392", "uuid": "\(uuid)",
      "controlMode": "activated in admin control mode", "dnsSuffix": "\(suffix)",
      "dnsSuffixOS": "\(file.suffix ?? suffix)", "hostnameOS": "\(label.uppercased())",
      "ras": {"networkStatus": "direct", "remoteStatus": "not connected",
        "remoteTrigger": "user initiated", "mpsHostname": ""},
      "wiredAdapter": {"isEnable": true, "linkStatus": "up", "dhcpEnabled": \(file.isDynamic),
        "dhcpMode": "passive", "ipAddress": "\(file.address ?? address)",
        "osIpAddress": "\(file.hostAddress ?? address)", "macAddress": "\(mac)"}\(wireless)}
      """
  }
}

extension LabMachine {
  /// The classes of the catalogue that real servers and a simulated AMT can be brought into, each on a
  /// machine of its own between machines that are in order. All twenty-two can.
  static let all: [LabMachine] = [
    LabMachine("in order", 1, 11), LabMachine("in order", 1, 12),
    LabMachine("in order", 2, 11), LabMachine("in order", 2, 12),
    // Nobody serves the reverse zone of the third segment, which is the segment's trouble.
    LabMachine("in order", 3, 11) { $0.pointer = nil },
    LabMachine("in order", 3, 12) { $0.pointer = nil },

    LabMachine("M01", 1, 21, ["AMT-NAME-001"]) { $0.records = [99] },
    LabMachine("M02", 1, 22, ["AMT-NAME-002"]) { $0.pointer = "old-22" },
    LabMachine("M03", 1, 23, ["AMT-NAME-003"]) { $0.pointer = nil },
    LabMachine("M04", 1, 24, ["AMT-NAME-004"]) {
      $0.certificate = "amt-24"
      // The host's own name is not what AMT was configured with, and nobody asks DHCP.
      $0.hostName = nil
      $0.pointer = "amt-24"
    },
    LabMachine("M05", 1, 25, ["AMT-NAME-004", "AMT-NAME-005"]) { $0.certificate = "old-25" },
    LabMachine("M06", 1, 26, ["AMT-NAME-006", "AMT-NAME-020"]) { $0.domain = "old.example" },
    LabMachine("M19", 1, 29, ["AMT-DNS-004"]),
    LabMachine("M20", 1, 30, ["AMT-NAME-004", "AMT-NAME-020"]) {
      $0.certificate = "other-30"
      $0.hostName = nil
    },

    LabMachine("M07", 2, 21, ["AMT-NAME-007"]) { $0.file = File(suffix: "ad.example") },
    LabMachine("M08", 2, 22, ["AMT-NAME-008"]) { $0.certificate = "amt-222" },
    LabMachine("M09", 2, 23, ["AMT-ENV-005"]) {
      $0.leased = 63
      $0.file = File(hostAddress: "10.81.2.63", isDynamic: false)
    },
    LabMachine("M10", 2, 24, ["AMT-ENV-006"]) { $0.file = File(hostAddress: "10.81.2.64") },
    LabMachine("M11", 2, 25, ["AMT-ENV-007"]) {
      $0.hostName = nil
      $0.version = "6.2.61.3535"
      $0.file = File(isDynamic: false, version: "6.2.61")
    },
    LabMachine("M12", 2, 26, ["AMT-ENV-008"]) {
      $0.answers = false
      $0.file = File(address: "0.0.0.0")
    },
    LabMachine("M17", 2, 27, ["AMT-NAME-017"]) {
      $0.isOneOfSeveral = true
      $0.file = File(uuid: "4c4b4568-195a-4260-8097-000000217217")
    },
    LabMachine("M17", 2, 28, ["AMT-NAME-017"]) {
      $0.isOneOfSeveral = true
      $0.file = File(uuid: "4c4b4568-195a-4260-8097-000000217217")
    },
    LabMachine("M21", 2, 29, ["AMT-ENV-009"]) {
      $0.answers = false
      $0.file = File()
    },
    LabMachine("M22", 2, 30, ["AMT-NET-005"]) { $0.isMixed = true },

    LabMachine("M13", 3, 21, ["AMT-NAME-013"]) { $0.pointer = nil },
    LabMachine("M14", 3, 22, ["AMT-NAME-014"]) {
      $0.pointer = nil
      $0.records = [122]
      $0.file = File(wireless: "10.81.3.122")
    },
    LabMachine("M15", 3, 23, ["AMT-NAME-015"]) {
      $0.pointer = nil
      // In the VPN's prefix: see the zone.
      $0.records = []
    },
    LabMachine("M16", 3, 24, ["AMT-NAME-016"]) {
      $0.pointer = nil
      $0.records = [124]
    },
    LabMachine("M18", 3, 25, ["AMT-NAME-004", "AMT-NAME-018"]) {
      $0.pointer = nil
      $0.records = []
    },
    LabMachine("M17, by name", 3, 26, ["AMT-NAME-017"]) {
      $0.pointer = nil
      $0.hostName = nil
      $0.certificate = "twin"
      $0.fqdn = "twin.three.example"
    },
    LabMachine("M17, by name", 3, 27, ["AMT-NAME-017"]) {
      $0.pointer = nil
      $0.hostName = nil
      $0.certificate = "twin"
      $0.fqdn = "twin.three.example"
    },
  ]
}

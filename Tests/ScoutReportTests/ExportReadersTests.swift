import Foundation
import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutReport

/// What the programs say that the exports are for; `scripts/test` installs them.
@Suite("Exports, read by others") struct ExportReadersTests {
  enum Site: CaseIterable {
    case sample, hostile
    var input: ReportInput {
      switch self {
      case .sample: SampleSite().input
      case .hostile: HostileText.input
      }
    }
  }

  private func program(_ name: String) throws -> ChildProcess {
    try #require(ChildProcess(name), "\(name) is missing; scripts/test installs it")
  }

  /// Writes a form into a file of that name and hands its path on.
  private func written<Result>(
    _ input: ReportInput, _ format: ExportFormat, _ name: String, _ body: (URL) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: name)
      var text = ""
      try Export(input).write(format) { text += $0 }
      try text.write(to: path, atomically: false, encoding: .utf8)
      return try body(path)
    }
  }

  // MARK: Ansible

  private struct Inventory: Decodable {
    struct Group: Decodable {
      let hosts: [String]?
      let children: [String]?
    }
    struct Meta: Decodable { let hostvars: [String: [String: Value]] }
    /// A variable as Ansible understood it.
    enum Value: Decodable, Equatable {
      case text(String), flag(Bool), number(Int), list([String])

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let flag = try? container.decode(Bool.self) {
          self = .flag(flag)
        } else if let number = try? container.decode(Int.self) {
          self = .number(number)
        } else if let list = try? container.decode([String].self) {
          self = .list(list)
        } else {
          self = .text(try container.decode(String.self))
        }
      }
    }

    var groups: [String: Group] = [:]
    let meta: Meta

    private struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      meta = try container.decode(Meta.self, forKey: Key(stringValue: "_meta"))
      for key in container.allKeys where key.stringValue != "_meta" {
        groups[key.stringValue] = try container.decode(Group.self, forKey: key)
      }
    }
  }

  @Test(
    "Ansible reads each machine into its groups, with the values written", arguments: Site.allCases)
  func ansible(site: Site) throws {
    let input = site.input
    let tool = try program("ansible-inventory")
    let result = try written(input, .ansible, "inventory.yml") {
      try tool.run(["-i", $0.path(), "--list"])
    }
    #expect(result.code == 0)
    let inventory = try JSONDecoder().decode(Inventory.self, from: Data(result.output.utf8))
    let machines = Export(input).manageable
    #expect(Set(inventory.meta.hostvars.keys) == Set(machines.map(\.device.id.description)))
    for machine in machines {
      let id = machine.device.id.description
      let values = try #require(inventory.meta.hostvars[id])
      #expect(values["ansible_host"] == .text(machine.exportHost))
      #expect(values["amt_tls"] == .flag(machine.hasTLS))
      #expect(values["amt_port"] == .number(machine.hasTLS ? 16993 : 16992))
      #expect(values["amt_method"] == .text(machine.recommendation.advice.rawValue))
      let group = "method_\(machine.recommendation.advice.rawValue.asGroup)"
      #expect(inventory.groups[group]?.hosts?.contains(id) == true)
    }
  }

  // MARK: nmap

  @Test("nmap’s own document type finds nothing wrong", arguments: Site.allCases)
  func documentType(site: Site) throws {
    let tool = try program("xmllint")
    let types = "/usr/share/nmap/nmap.dtd"
    #expect(FileManager.default.fileExists(atPath: types), "scripts/test installs nmap")
    let result = try written(site.input, .nmap, "amt.xml") {
      try tool.run(["--noout", "--nonet", "--dtdvalid", types, $0.path()])
    }
    #expect(result.code == 0)
  }

  @Test("ndiff sees the port that came, and nothing else")
  func ndiff() throws {
    let tool = try program("ndiff")
    let input = SampleSite().input
    var later = input
    let index = try #require(
      later.site.assessments.firstIndex { !$0.device.ports.isEmpty && $0.device.address != nil })
    let old = later.site.assessments[index]
    var device = old.device
    device.ports.append(Seen(OpenPort(16995), .none, first: .testStart, last: .testStart))
    later.site.assessments[index] = old.with(device)
    let result = try written(input, .nmap, "then.xml") { then in
      try written(later, .nmap, "now.xml") { now in
        (try tool.run([then.path(), then.path()]), try tool.run([then.path(), now.path()]))
      }
    }
    // 0 says that nothing differs, 1 that something does.
    #expect(result.0.code == 0)
    #expect(result.1.code == 1)
    let changed = result.1.output.split(separator: "\n").filter {
      ($0.hasPrefix("+") || $0.hasPrefix("-")) && $0.contains("/tcp")
    }
    #expect(changed.count == 1)
    #expect(changed.first?.hasPrefix("+16995/tcp open") == true, "\(result.1.output)")
  }

  @Test("python-libnmap reads every machine with its names and ports", arguments: Site.allCases)
  func libnmap(site: Site) throws {
    let path = repository.appending(path: ".build/python/bin/python3")
    let tool = try #require(
      ChildProcess(at: path), "PyPI’s python-libnmap is missing; scripts/test installs it")
    let script = """
      import json, sys
      from libnmap.parser import NmapParser
      report = NmapParser.parse_fromfile(sys.argv[1])
      print(json.dumps({host.address: sorted(port for port, _ in host.get_open_ports())
                        for host in report.hosts if host.is_up()}))
      """
    let input = site.input
    let result = try written(input, .nmap, "amt.xml") { try tool.run(["-c", script, $0.path()]) }
    let read = try JSONDecoder().decode([String: [Int]].self, from: Data(result.output.utf8))
    var wanted: [String: [Int]] = [:]
    for machine in input.site.assessments {
      // It calls a host by its last IPv4 address.
      let addresses = machine.device.addresses.map(\.value).sorted()
      guard let address = addresses.last(where: { !$0.description.contains(":") }) else { continue }
      wanted[address.description] = Set(machine.device.ports.map { Int($0.value.port) }).sorted()
    }
    #expect(read == wanted)
  }

  // MARK: Console

  /// The members of `Device` and `DeviceInfo` that the Console reads, and their types in Go:
  /// device-management-toolkit/console v1.40.0, internal/entity/dto/v1/device.go.
  private static let members: [String: String] = [
    "hostname": "string", "guid": "string", "friendlyName": "string", "dnsSuffix": "string",
    "tags": "[]string", "useTLS": "bool", "allowSelfSigned": "bool", "deviceInfo": "DeviceInfo",
    "deviceInfo.discovered": "bool", "deviceInfo.firstDiscovered": "Time",
    "deviceInfo.ipAddress": "string", "deviceInfo.fwVersion": "string",
    "deviceInfo.fwBuild": "string",
  ]

  @Test(
    "every member that the Console is given is one of its own, of its type",
    arguments: Site.allCases)
  func console(site: Site) throws {
    var text = ""
    try Export(site.input).write(.console) { text += $0 }
    let read = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let devices = try #require(read as? [[String: Any]])
    #expect(!devices.isEmpty)
    for device in devices {
      let info = try #require(device["deviceInfo"] as? [String: Any])
      let all = device.merging(info.map { ("deviceInfo.\($0)", $1) }) { first, _ in first }
      for (name, value) in all {
        let type = try #require(Self.members[name], "\(name) is none of its members")
        switch type {
        case "string": #expect(value is String)
        case "[]string": #expect(value is [String])
        case "bool": #expect((value as? NSNumber)?.objCType.pointee == 99, "\(name)")
        // Go reads a time in the form of RFC 3339.
        case "Time":
          let text = try #require(value as? String)
          #expect(text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/) != nil)
        default: #expect(value is [String: Any])
        }
      }
    }
  }

  // MARK: MeshCtrl

  @Test(
    "MeshCtrl is given no name that it would take for a number", arguments: ["1234", "1E5", "0x1F"])
  func meshctrl(name: String) throws {
    var input = SampleSite().input
    let index = try #require(
      input.site.assessments.firstIndex {
        $0.device.id == Export(input).configured.first?.device.id
      })
    let old = input.site.assessments[index]
    var device = old.device
    device.names = DeviceNames()
    device.names.host = .told(name, by: "import")
    input.site.assessments[index] = old.with(device)
    var text = ""
    try Export(input).write(.meshctrl) { text += $0 }
    #expect(!text.contains("'\(name)'"))
    #expect(text.contains("--devicename '\(device.id.description)'"))
  }
}

extension Assessment {
  /// The same judgement of another device.
  fileprivate func with(_ device: Device) -> Assessment {
    var assessment = Assessment(
      device: device, recommendation: recommendation, recommendation2011: recommendation2011,
      nameVerdict: nameVerdict, confidence: confidence)
    assessment.findings = findings
    return assessment
  }
}

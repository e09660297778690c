import Foundation
import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutReport

@Suite("Exports for other tools") struct ExportTests {
  private func text(_ input: ReportInput, _ format: ExportFormat, method: Advice? = nil) throws
    -> String
  {
    var text = ""
    try Export(input, method: method).write(format) { text += $0 }
    return text
  }

  /// The sample with the names of machines replaced by hostile ones.
  private var hostile: ReportInput {
    var input = SampleSite().input
    let texts = HostileText.all + ["$(touch pwned)", "`touch pwned`", "'; touch pwned; '", "-x"]
    for index in input.site.assessments.indices {
      let old = input.site.assessments[index]
      let device = old.device.with { device in
        device.names.pointers = []
        device.names.host = .told(texts[(index * 5) % texts.count], by: "import")
        device.names.dhcp = .told(texts[(index * 5 + 1) % texts.count], by: "dhcp")
        device.state = .told(.post, by: "http")
      }
      var assessment = Assessment(
        device: device, recommendation: old.recommendation,
        recommendation2011: old.recommendation2011, nameVerdict: .consistent, confidence: .low)
      assessment.findings = old.findings
      input.site.assessments[index] = assessment
    }
    input.site.profile.site = "x'; touch pwned #"
    return input
  }

  @Test("none holds a password", arguments: ExportFormat.allCases)
  func secrets(format: ExportFormat) throws {
    let text = try text(SampleSite().input, format).lowercased()
    #expect(!text.contains("\"password\""))
    #expect(!text.contains("--pass '"))
  }

  @Test("the script for MeshCtrl adds what is configured, and tells who answers without TLS")
  func meshctrl() throws {
    let added = try run(text(SampleSite().input, .meshctrl))
    #expect(added.count == 3)
    #expect(
      added.first == [
        "AddAmtDevice", "--id", "mesh//1", "--devicename", "pc-11.corp.example", "--hostname",
        "pc-11.corp.example", "--notls", "--user", "admin", "--pass", "a 'b' $c",
      ])
  }

  @Test("the script for MeshCtrl runs nothing that a name holds")
  func meshctrlHostile() throws {
    let input = hostile
    let added = try run(text(input, .meshctrl))
    #expect(added.count == Export(input).configured.count)
    for words in added {
      #expect(words.count == 11 || words.count == 12)
      // No name can be taken for an option.
      #expect(words.count > 6 && !words[4].hasPrefix("-") && !words[6].hasPrefix("-"))
    }
  }

  /// Runs a script with a stand-in for MeshCtrl, and returns the words of each call.
  private func run(_ script: String) throws -> [[String]] {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "add.sh")
      let tool = folder.appending(path: "tool")
      try "#!/bin/sh\nfor word; do printf '%s\\0' \"$word\"; done; printf '\\n\\0'\n"
        .write(to: tool, atomically: false, encoding: .utf8)
      try script.write(to: path, atomically: false, encoding: .utf8)
      let shell = try #require(ChildProcess("sh"))
      let result = try shell.run([
        "-c",
        "cd \"$1\" && MESHCTRL='sh tool' MESH_ID=mesh//1 AMT_PASS=\"a 'b' \\$c\" sh add.sh", "sh",
        folder.path(),
      ])
      #expect(result.code == 0)
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "pwned").path()))
      var calls: [[String]] = [[]]
      for word in result.output.split(separator: "\0", omittingEmptySubsequences: false) {
        if word == "\n" { calls.append([]) } else { calls[calls.count - 1].append(String(word)) }
      }
      return calls.filter { $0.count > 1 }
    }
  }

  @Test("devices for the Console are JSON with its member names", arguments: [false, true])
  func console(isHostile: Bool) throws {
    let input = isHostile ? hostile : SampleSite().input
    let read = try JSONSerialization.jsonObject(with: Data(text(input, .console).utf8))
    let devices = try #require(read as? [[String: Any]])
    #expect(devices.count == Export(input).configured.count)
    for device in devices {
      #expect(
        Set(device.keys) == [
          "hostname", "guid", "friendlyName", "dnsSuffix", "tags", "useTLS", "allowSelfSigned",
          "deviceInfo",
        ])
      #expect((device["tags"] as? [String])?.allSatisfy { !$0.contains(",") } ?? false)
    }
    if !isHostile {
      let info = devices.first?["deviceInfo"] as? [String: Any]
      #expect(info?["fwVersion"] as? String == "11.8.50" && info?["fwBuild"] as? String == "3425")
      #expect(devices.first?["dnsSuffix"] as? String == "corp.example")
    }
  }

  @Test("the inventory for Ansible holds no text that Ansible would run")
  func ansible() throws {
    let plain = try text(SampleSite().input, .ansible)
    #expect(plain.contains("    method_host_based:\n      hosts:\n"))
    #expect(plain.contains("    generation_11:\n"))
    for text in [plain, try text(hostile, .ansible)] {
      let lines = text.split(separator: "\n").dropFirst()
      for line in lines {
        let content = line.drop { $0 == " " }
        #expect(!content.contains("{{") && !content.contains("{%") && !content.contains("{#"))
        let key = content.prefix { $0 != ":" }
        #expect(
          key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }, "\(line)")
      }
    }
  }

  @Test("the lists name machines by computer name and by address, method by method")
  func targets() throws {
    let lists = Export(SampleSite().input).lists
    let names = try #require(lists.first { $0.name == "host-based.names.txt" })
    #expect(names.lines == ["PC-21", "PC-22", "PC-23"])
    let addresses = try #require(lists.first { $0.name == "host-based.addresses.txt" })
    #expect(addresses.lines == ["10.1.0.21", "10.1.0.22", "10.1.0.23"])
    #expect(Export(SampleSite().input, method: .pki).lists.allSatisfy { $0.name.hasPrefix("pki.") })
    for list in Export(hostile).lists {
      #expect(list.lines.allSatisfy { $0.asHostName != nil || $0.contains(":") })
    }
  }

  @Test("nmap’s form is XML that says what is open", arguments: [false, true])
  func nmap(isHostile: Bool) throws {
    guard let python = ChildProcess("python3") else {
      Issue.record("python3 is not installed; scripts/test installs it")
      return
    }
    let script = """
      import sys, xml.etree.ElementTree as tree
      root = tree.parse(sys.argv[1]).getroot()
      print(root.tag, root.get('scanner'), len(root.findall('host')))
      host = [h for h in root.iter('host') if h.find('address').get('addr') == '10.1.0.21'][0]
      print([a.get('addr') for a in host.findall('address')],
        [(p.get('portid'), p.find('state').get('state'), p.find('service').get('version'))
         for p in host.iter('port')])
      """
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "out.xml")
      let input = isHostile ? HostileText.input : SampleSite().input
      try text(input, .nmap).write(to: path, atomically: false, encoding: .utf8)
      let result = try python.run(["-c", script, path.path()])
      let lines = result.output.split(separator: "\n")
      #expect(result.code == 0)
      #expect(lines.first == "nmaprun nmap \(input.site.assessments.count)")
      if !isHostile {
        #expect(lines.last == "['10.1.0.21', '00:1B:21:00:00:21'] [('623', 'open', '11.8')]")
      }
    }
  }
}

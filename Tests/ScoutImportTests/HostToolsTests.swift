import Foundation
import ScoutModel
import ScoutNet
import Testing

@testable import ScoutImport

private func taken(_ text: String, hint: String? = "pc-0042") -> HostFile {
  HostFile.read(
    Array(text.utf8), name: "file", site: "Lyon", time: Timestamp(seconds: 1_772_438_400),
    hint: hint)
}

@Suite("Files of host-side tools") struct HostToolsTests {
  @Test("meshcmd amtinfo, older and newer")
  func meshInfo() throws {
    let older = try #require(taken(ToolSamples.meshInfo).inventories.first)
    #expect(older.tool == "meshcmd" && older.product == .amt)
    #expect(older.version == FirmwareVersion(8, 1, 71))
    #expect(older.controlMode == .client && older.state == .post)
    #expect(older.adapters.first?.mac == MACAddress("00:1e:8c:f5:4f:ed"))
    #expect(older.adapters.first?.address == IPAddress("192.168.2.10"))
    #expect(older.adapters.first?.dhcpEnabled == true && older.hostName == nil)
    let newer = try #require(taken(ToolSamples.meshInfoNewer).inventories.first)
    #expect(newer.product == .ism && newer.state == .pre && newer.dnsSuffix == "corp.example")
    #expect(newer.otherFields?["Connection Status"] == "Unknown, CIRA: Disconnected.")
  }

  @Test("meshcmd amtversions and amthashes, named by their file")
  func meshLists() throws {
    let versions = try #require(taken(ToolSamples.meshVersions).inventories.first)
    #expect(versions.version == FirmwareVersion(8, 1, 71, 3608) && versions.product == .amt)
    #expect(versions.hostName == "pc-0042" && versions.isNamedByFile == true)
    #expect(versions.otherFields?["netstack"] == "8.1.71")
    let hashes = try #require(taken(ToolSamples.meshHashes).inventories.first)
    #expect(hashes.rootHashes.map(\.isActive) == [false, true])
    #expect(hashes.rootHashes.map(\.name).last == "VeriSign Class 3 Primary CA-G1")
    #expect(hashes.rootHashes.allSatisfy { $0.hash.utf8.count == 64 })
  }

  @Test("several outputs of meshcmd in one file are one machine")
  func meshTogether() throws {
    let file = taken([ToolSamples.meshInfo, ToolSamples.meshHashes].joined(separator: "\n"))
    #expect(file.inventories.count == 1 && file.complaints.isEmpty)
    #expect(file.inventories.first?.rootHashes.count == 2)
  }

  @Test("meshcmd's state as JSON")
  func meshState() throws {
    let inventory = try #require(taken(ToolSamples.meshState).inventories.first)
    #expect(inventory.version == FirmwareVersion(11, 8, 50, 3425) && inventory.state == .post)
    #expect(inventory.uuid == UUID128("4c4b4568-195a-4260-8097-a4c14f566733"))
    #expect(inventory.adapters.first?.address == IPAddress("10.1.0.5"))
    #expect(inventory.adapters.first?.dhcpEnabled == true)
  }

  @Test("SCS discovery by local names, whichever the root and depth; unknown leaves are kept")
  func discovery() throws {
    let file = taken(ToolSamples.discovery)
    #expect(file.complaints.isEmpty)
    let inventory = try #require(file.inventories.first)
    #expect(inventory.version == FirmwareVersion(11, 8, 50, 3425) && inventory.product == .amt)
    #expect(inventory.state == .pre && inventory.enabled == true)
    #expect(inventory.hostName == "PC-0042" && inventory.hostDNSSuffix == "ad.example")
    #expect(inventory.adapters.first?.hostAddress == IPAddress("10.1.0.5"))
    #expect(inventory.rootHashes.map(\.isActive) == [true, false])
    #expect(inventory.otherFields?["FutureLeaf"] == "kept")
    let other = try #require(taken(ToolSamples.discoveryOther).inventories.first)
    #expect(other.controlMode == .admin && other.state == .post && other.isVague == true)
    #expect(other.enabled == nil)
  }

  @Test("EMAConfigTool as JSON and XML; only documented words are understood")
  func endpoint() throws {
    let json = try #require(taken(ToolSamples.endpointJSON).inventories.first)
    #expect(json.version == FirmwareVersion(12, 0, 90, 2072) && json.state == .post)
    #expect(json.hostName == "PC-0043" && json.otherFields?["mesku"] == "Corporate")
    let xml = try #require(taken(ToolSamples.endpointXML).inventories.first)
    #expect(xml.version == FirmwareVersion(15, 0, 45, 2411) && xml.state == nil)
    #expect(xml.otherFields?["MEProvisioningState"] == "Not Provisioned")
    #expect(xml.product == nil, "a version alone is no AMT")
  }

  @Test("the SA-00075 tool of Linux")
  func discoveryTool() throws {
    let file = taken(ToolSamples.discoveryTool)
    #expect(file.complaints.isEmpty)
    let inventory = try #require(file.inventories.first)
    #expect(inventory.version == FirmwareVersion(9, 5, 40, 1892) && inventory.product == .amt)
    #expect(inventory.enabled == true && inventory.state == .post)
    #expect(inventory.controlMode == .client && inventory.hostName == "pc-0042")
    #expect(inventory.otherFields?["vulnerability status"]?.contains("Vulnerable") == true)
    let off = taken("INTEL-SA-00075-Discovery-Tool -- Release 0.8\n\nIntel(R) AMT: DISABLED\n")
    #expect(off.inventories.first?.enabled == false)
    let silent = taken("INTEL-SA-00075-Discovery-Tool -- Release 0.8\nSystem is not Vulnerable.\n")
    #expect(silent.inventories.isEmpty && silent.complaints.count == 1)
  }

  @Test("mei-amt-check, both forms")
  func engineCheck() throws {
    let newer = try #require(taken(ToolSamples.engineCheck).inventories.first)
    #expect(newer.version == FirmwareVersion(9, 5, 40, 1892))
    #expect(newer.state == .post && newer.enabled == true && newer.product == .amt)
    let older = try #require(taken(ToolSamples.engineCheckOlder).inventories.first)
    #expect(older.state == .pre && older.product == .amt && older.isVague == true)
    #expect(taken("Intel AMT: DISABLED\n").inventories.first?.enabled == false)
  }

  @Test("Configuration Manager's table, row by row")
  func manager() throws {
    let file = taken(ToolSamples.managerTable)
    #expect(file.complaints.isEmpty)
    let rows = file.inventories
    #expect(rows.map(\.hostName) == ["PC-0045", "PC-0046", "PC-0047", "PC-0048"])
    #expect(rows.map(\.state) == [.post, .post, .pre, nil])
    #expect(rows.map(\.passwordUnknown) == [nil, true, nil, nil])
    #expect(rows.map(\.product) == [.amt, .amt, .amt, Product.none])
    #expect(rows[0].version == FirmwareVersion(9, 5, 40, 1892))
    #expect(rows[0].otherFields?["site"] == "LYO")
    let view = taken("Netbios_Name0;AMT0;ProvisionState0\nPC-1;9.5.40;9\n;9.1.0;0\n")
    #expect(view.inventories.map(\.hostName) == ["PC-1"])
    #expect(view.complaints.count == 2 && view.complaints.allSatisfy { $0.contains("line") })
  }

  @Test("fw_ver tells an engine's version, and no product")
  func engineVersion() throws {
    let inventory = try #require(taken(ToolSamples.engineVersion).inventories.first)
    #expect(inventory.version == FirmwareVersion(14, 1, 53, 1649) && inventory.product == nil)
    #expect(inventory.hostName == "pc-0042")
  }

  @Test("dmidecode: supported, switched off, and the first two numbers of the version")
  func tables() throws {
    let inventory = try #require(taken(ToolSamples.tables).inventories.first)
    #expect(inventory.product == .amt && inventory.isVague == true && inventory.enabled == false)
    #expect(inventory.version == FirmwareVersion(11, 8))
    let on = ToolSamples.tables.replacingOccurrences(of: "54 01 00 01", with: "54 01 01 01")
    #expect(taken(on).inventories.first?.enabled == true)
    let none = ToolSamples.tables.replacingOccurrences(of: "54 01 00 01", with: "54 00 00 01")
    #expect(taken(none).inventories.first?.product == Product.none)
    #expect(taken(none).inventories.first?.enabled == nil)
    let whole =
      "# dmidecode 3.4\nHandle 0x0001, DMI type 1, 27 bytes\nSystem Information\n"
      + "\tUUID: 4c4b4568-195a-4260-8097-a4c14f566733\n"
    let without = try #require(taken(whole).inventories.first)
    #expect(without.product == Product.none && without.uuid != nil && without.hostName == nil)
    let odd = taken("# dmidecode 3.4\nHandle 0x002F, DMI type 131, 5 bytes\n\t\t83 05 2F 00 35\n")
    #expect(odd.inventories.isEmpty && odd.complaints.count == 1)
  }

  @Test("results of nmap, masscan and runZero: AMT's ports, servers, names")
  func scanners() {
    let nmap = taken(ToolSamples.nmap)
    #expect(nmap.complaints.isEmpty && nmap.sightings.count == 4)
    #expect(nmap.webs.first?.version == FirmwareVersion(9, 5, 30))
    #expect(nmap.sightings.allSatisfy { $0.endpoint.address == IPAddress("10.1.0.7") })
    #expect(nmap.sightings.allSatisfy { $0.time == Timestamp(seconds: 1_772_438_401) })
    let masscan = taken(ToolSamples.masscan)
    #expect(masscan.complaints.isEmpty && masscan.sightings.count == 2)
    #expect(masscan.webs.first?.version == FirmwareVersion(11, 8, 50, 3425))
    let runZero = taken(ToolSamples.runZero)
    #expect(runZero.complaints.isEmpty && runZero.sightings.count == 3)
    #expect(runZero.webs.first?.secure == true && runZero.webs.first?.product == .amt)
  }

  @Test("every beginning of every file is read without harm", arguments: ToolSamples.all)
  func prefixes(name: String, text: String) {
    let bytes = Array(text.utf8)
    for length in bytes.indices {
      let file = HostFile.read(
        Array(bytes[..<length]), name: "file", site: "", time: Timestamp(seconds: 0), hint: "pc")
      #expect(file.complaints.count <= HostFile.complaintLimit)
    }
    #expect(!taken(text).sightings.isEmpty && taken(text).complaints.isEmpty)
  }

  @Test("each file is recognised as what it is", arguments: ToolSamples.all)
  func recognition(name: String, text: String) {
    let content = FileText(bytes: Array(text.utf8), text: text)
    let form = FileForm.all.first { $0.recognises(content) }
    let tool = name.prefix { $0 != "," && $0 != " " }
    #expect(form?.name.contains(tool) == true, "\(name) is taken for \(form?.name ?? "nothing")")
  }

  @Test("seeds of the fuzzer do no harm", arguments: ToolSamples.all)
  func seeds(name: String, text: String) {
    let bytes = Array(text.utf8)
    for fuzz in [
      fuzzDiscoveryTool, fuzzEngineCheck, fuzzEngineVersion, fuzzMeshCommand, fuzzFirmwareTables,
      fuzzManagerTable, fuzzHostXML, fuzzHostJSON, fuzzHostFile,
    ] {
      fuzz(bytes)
    }
  }

  @Test(
    "a machine's name is taken from a path only where it can be one",
    arguments: [
      ("dumps/pc-0042.txt", "pc-0042"), ("dumps/pc-0042/fw_ver", "pc-0042"),
      ("x/PC42.corp.example.json", "PC42.corp.example"), ("amtinfo-PC-7.json", "PC-7"),
      ("pc9_dmidecode.txt", "pc9"), ("amtinfo.txt", nil), ("dumps/17.txt", nil),
      ("a b/amtinfo.txt", nil), ("srv-1/mei0/fw_ver", "srv-1"),
    ])
  func names(path: String, name: String?) {
    #expect(HostFile.machineName(path: path) == name)
  }
}

extension HostFile {
  var webs: [WebSighting] {
    sightings.compactMap { if case .web(let web) = $0.fact { web } else { nil } }
  }
}

import Foundation
import ScoutImport
import ScoutModel
import ScoutNet
import Testing

func read(_ text: String) -> HostFile { read(Array(text.utf8)) }

func read(_ bytes: [UInt8]) -> HostFile {
  HostFile.read(bytes, name: "pc.json", site: "Lyon", time: Timestamp(seconds: 1_772_438_400))
}

extension HostFile {
  var inventories: [HostInventory] {
    sightings.compactMap { if case .host(let inventory) = $0.fact { inventory } else { nil } }
  }
}

/// Keys of versions 2.2 to 2.8.
let version2 = """
  {
    "amt": "11.8.50", "buildNumber": "3425", "sku": "16392",
    "uuid": "4c4b4568-195a-4260-8097-a4c14f566733",
    "controlMode": "activated in client control mode",
    "dnsSuffix": "corp.example", "dnsSuffixOS": "ad.example", "hostnameOS": "PC-0042",
    "ras": {"networkStatus": "outside enterprise", "remoteStatus": "not connected",
      "remoteTrigger": "user initiated", "mpsHostname": "mps.example"},
    "wiredAdapter": {"isEnable": true, "linkStatus": "up", "dhcpEnabled": true,
      "dhcpMode": "passive", "ipAddress": "10.1.0.5", "macAddress": "80:c4:a8:58:df:e9"},
    "wirelessAdapter": {"isEnable": false, "linkStatus": "down", "dhcpEnabled": true,
      "dhcpMode": "passive", "ipAddress": "0.0.0.0", "macAddress": "00:00:00:00:00:00"},
    "certificateHashes": {"Root A": {"Hash": "AB12", "Name": "Root A", "Algorithm": "SHA256",
      "IsActive": true, "IsDefault": false}}
  }
  """

/// Keys of version 3.
let version3 = """
  {"amt":"16.1.25","buildNumber":"2128","sku":"16400","features":"Intel Standard Manageability",
  "uuid":"4c4b4568-195a-4260-8097-a4c14f566734","controlMode":"not activated",
  "operationalState":"Disabled","provisioningState":"in provisioning","upid":"x","heciAvailable":true,
  "ras":{"networkStatus":"direct (LAN)","mpsPort":"4433"},
  "wiredAdapter":{"isEnable":true,"ipAddress":"0.0.0.0","osIpAddress":"10.1.0.6",
  "macAddress":"80:c4:a8:58:df:ea","dhcpEnabled":false},"userCerts":{},"later":{"unknown":[1,2]}}
  """

@Suite("Host files as JSON") struct HostFileTests {
  @Test("reads all keys of version 2")
  func version2Keys() throws {
    let file = read(version2)
    #expect(file.complaints.isEmpty)
    let sighting = try #require(file.sightings.first)
    #expect(sighting.origin == Origin("pc.json", position: 1))
    #expect(sighting.method == .imported && sighting.endpoint.site == "Lyon")
    #expect(sighting.endpoint.address == IPAddress("10.1.0.5"))
    let inventory = try #require(file.inventories.first)
    #expect(inventory.version == FirmwareVersion(11, 8, 50, 3425))
    #expect(inventory.product == .amt && inventory.sku == 16392)
    #expect(inventory.uuid == UUID128("4c4b4568-195a-4260-8097-a4c14f566733"))
    #expect(inventory.controlMode == .client && inventory.state == .post)
    #expect(inventory.dnsSuffix == "corp.example" && inventory.hostDNSSuffix == "ad.example")
    #expect(inventory.hostName == "PC-0042")
    #expect(inventory.remoteAccessNetwork == "outside enterprise")
    #expect(inventory.remoteAccessHost == "mps.example")
    #expect(inventory.adapters.count == 1, "an adapter without a hardware address is not there")
    #expect(
      inventory.adapters.first?.linkUp == true && inventory.adapters.first?.dhcpMode == "passive")
    #expect(
      inventory.rootHashes
        == [
          RootHash(
            name: "Root A", algorithm: "SHA256", hash: "ab12", isActive: true, isDefault: false)
        ])
    #expect(inventory.enabled == nil)
  }

  @Test("reads all keys of version 3, with its own words")
  func version3Keys() throws {
    let inventory = try #require(read(version3).inventories.first)
    #expect(inventory.version == FirmwareVersion(16, 1, 25, 2128))
    #expect(inventory.product == .ism)
    #expect(inventory.controlMode == ControlMode.none && inventory.state == .in)
    #expect(inventory.enabled == false)
    #expect(inventory.remoteAccessNetwork == "direct")
    let adapter = try #require(inventory.adapters.first)
    #expect(adapter.address == nil && adapter.hostAddress == IPAddress("10.1.0.6"))
    #expect(adapter.dhcpEnabled == false && adapter.linkUp == nil)
  }

  @Test(
    "control modes of both versions",
    arguments: [
      ("pre-provisioning state", ControlMode.none, ProvisioningState.pre),
      ("activated in admin control mode", .admin, .post), ("admin control mode", .admin, .post),
      ("client control mode", .client, .post), ("not activated", ControlMode.none, nil),
      ("unknown state", nil, nil), ("unknown control mode", nil, nil),
    ])
  func controlModes(word: String, mode: ControlMode?, state: ProvisioningState?) throws {
    let inventory = try #require(
      read(#"{"amt":"9.5.30","controlMode":"\#(word)"}"#).inventories.first)
    #expect(inventory.controlMode == mode)
    #expect(inventory.state == state)
  }

  @Test(
    "products by SKU, until 2.2 by enumeration",
    arguments: [
      ("15.0.10", "16392", Product.amt), ("15.0.10", "24584", .amt), ("15.0.10", "16400", .ism),
      ("8.1.0", "65536", .sbt), ("2.2.0", "0", .amt), ("2.1.0", "1", nil), ("15.0.10", "2", nil),
      ("2.6.0", "8", .amt),
    ])
  func products(version: String, sku: String, product: Product?) throws {
    let text = #"{"amt":"\#(version)","sku":"\#(sku)"}"#
    #expect(try #require(read(text).inventories.first).product == product)
  }

  @Test("takes lists, lines, and objects one after the other; names bad ones by line")
  func many() {
    #expect(read("[\(version2),\(version3)]").inventories.count == 2)
    #expect(read("\(version2)\n\(version3)\n").sightings.map(\.origin?.position) == [1, 15])
    let lines = """
      {"amt":"9.5.30"}
      {"amt":
      {"amt":"11.8.50"}
      {"other":1}
      {"amt":"fifteen", "uuid": "zz", "sku": 16392}
      nonsense
      {"amt":"15.0.10"}
      """
    let file = read(lines)
    #expect(file.inventories.map(\.version?.major) == [9, 11, nil, 15])
    #expect(
      file.complaints == [
        "pc.json, line 2: the object that begins here has no end",
        "pc.json, line 4: no field of a known tool is in it (masscan, runZero, meshcmd, EMAConfigTool, "
          + "rpc amtinfo)",
        "pc.json, line 5: `fifteen` is not a version",
        "pc.json, line 5: `zz` is not a UUID",
        "pc.json, line 6: this is not JSON",
      ])
    #expect(read(#"[{"amt":"9.5.30"}, 7]"#).complaints.count == 1)
  }

  @Test("what is no host file is named, not taken")
  func others() {
    #expect(read("").complaints == ["pc.json: is empty"])
    #expect(read("hello\nworld").complaints.count == 1)
    #expect(read([UInt8](repeating: 0x7B, count: HostFile.sizeLimit + 1)).complaints.count == 1)
    let hopeless = read(String(repeating: "{\n", count: 10_000))
    #expect(hopeless.complaints.count == 50 && hopeless.sightings.isEmpty)
  }

  @Test("reads UTF-16 as PowerShell writes it, and a byte order mark")
  func encodings() {
    let little = version2.utf16.reduce(into: [0xFF, 0xFE] as [UInt8]) { bytes, unit in
      bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)]
    }
    let big = version2.utf16.reduce(into: [0xFE, 0xFF] as [UInt8]) { bytes, unit in
      bytes += [UInt8(unit >> 8), UInt8(unit & 0xFF)]
    }
    for bytes in [little, big, [0xEF, 0xBB, 0xBF] + Array(version2.utf8)] {
      #expect(read(bytes).inventories == read(version2).inventories)
    }
  }

  @Test("every beginning of a file is read or complained of")
  func prefixes() {
    let bytes = Array((version2 + version3).utf8)
    for length in bytes.indices {
      let file = read(Array(bytes[..<length]))
      #expect(!file.sightings.isEmpty || !file.complaints.isEmpty)
    }
  }

  @Test("seeds of the fuzzer do no harm")
  func seeds() {
    for text in [version2, version3, "[[[[{", #"{"amt":{"a":[]},"certificateHashes":[1,{}]}"#] {
      fuzzHostFile(Array(text.utf8))
    }
  }
}

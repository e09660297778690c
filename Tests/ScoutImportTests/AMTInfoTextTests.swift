import Foundation
import ScoutImport
import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

private let printed = """
  Version\t\t\t: 15.0.10
  Build Number\t\t: 1447
  SKU\t\t\t: 16392
  UUID\t\t\t: 4c4b4568-195a-4260-8097-a4c14f566733
  Control Mode\t\t: pre-provisioning state
  DNS Suffix\t\t: corp.example
  DNS Suffix (OS)\t\t:
  Hostname (OS)\t\t: PC-0042
  RAS Network      \t: outside enterprise
  RAS MPS Hostname \t:
  ---Wired Adapter---
  DHCP Enabled \t\t: true
  DHCP Mode    \t\t: passive
  Link Status  \t\t: up
  IP Address   \t\t: 10.1.0.5
  MAC Address  \t\t: 80:c4:a8:58:df:e9
  ---Wireless Adapter---
  DHCP Enabled \t\t: true
  AMT IP Address\t: 0.0.0.0
  OS IP Address\t: 10.1.0.5
  MAC Address  \t\t: 00:00:00:00:00:00
  Certificate Hashes\t:
  Go Daddy Class 2 CA, (Default, Active)
    SHA256: C3846BF24B9E93CA64274C0EC67C1ECC5E024FFCACD2D74019350E81FE546AE4
  Own Root
    SHA1: 5F43E5B1BFF8788CAC1CC7CA4A9AC6222BCC34C6

  """

@Suite("Host files as text") struct AMTInfoTextTests {
  @Test("reads what the tool prints")
  func printedText() throws {
    let file = read(printed)
    #expect(file.complaints.isEmpty)
    let inventory = try #require(file.inventories.first)
    #expect(inventory.version == FirmwareVersion(15, 0, 10, 1447))
    #expect(inventory.product == .amt && inventory.state == .pre)
    #expect(inventory.hostName == "PC-0042" && inventory.hostDNSSuffix == nil)
    #expect(inventory.dnsSuffix == "corp.example" && inventory.remoteAccessHost == nil)
    #expect(inventory.adapters.count == 1)
    #expect(inventory.adapters.first?.address == IPAddress("10.1.0.5"))
    #expect(inventory.rootHashes.map(\.name) == ["Go Daddy Class 2 CA", "Own Root"])
    #expect(inventory.rootHashes.map(\.isActive) == [true, false])
    #expect(inventory.rootHashes.map(\.algorithm) == ["SHA256", "SHA1"])
  }

  @Test("takes several outputs in one file, and names bad lines")
  func several() {
    let bad = printed.replacingOccurrences(of: "1447", with: "many")
    let file = read(printed + bad + "stray line\n" + printed)
    #expect(file.inventories.count == 3)
    #expect(file.sightings.map(\.origin?.position) == [1, 27, 54])
    #expect(file.complaints == ["pc.json, line 28: `many` is not a build number"])
    let stray = read("Version : 15.0.10\nSKU : 16392\nwhat is this\nUUID : 12\n")
    #expect(stray.inventories.count == 1)
    #expect(
      stray.complaints == [
        "pc.json, line 3: `what is this` is not a `name : value` line",
        "pc.json, line 4: `12` is not a UUID",
      ])
  }

  @Test("every beginning of a text is read or complained of")
  func prefixes() {
    let bytes = Array(printed.utf8)
    for length in bytes.indices {
      let file = read(Array(bytes[..<length]))
      #expect(!file.sightings.isEmpty || !file.complaints.isEmpty)
    }
  }

  @Test(
    "reads a real machine's output",
    .enabled(if: RecordedData.isThere, "the recorded data are not beside the package"))
  func real() throws {
    let file = read(try RecordedData.bytes("amt/amtinfo/rpc_amtinfo_preprovisioning.txt"))
    #expect(file.complaints.isEmpty)
    let inventory = try #require(file.inventories.first)
    #expect(inventory.version == FirmwareVersion(15, 0, 10, 1447))
    #expect(inventory.controlMode == ControlMode.none && inventory.state == .pre)
    #expect(inventory.hostName == "DESKTOP-3YM6MPN")
    #expect(inventory.adapters.map(\.hostAddress) == [IPAddress("192.168.1.90")])
    #expect(inventory.adapters.map(\.mac) == [MACAddress("80:c4:a8:58:df:e9")])
  }
}

import Foundation
import ScoutWire
import Testing

@Suite("Fuzz seeds of the name and configuration protocols") struct NameSeedsTests {
  @Test(
    "are read and written back alike",
    arguments: ["DHCPv4", "DHCPv6", "RouterAdvertisement", "DNS", "NBNS"])
  func replay(name: String) throws {
    let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fuzz/Corpus/\(name)")
    let seeds = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    #expect(!seeds.isEmpty)
    for seed in seeds {
      let bytes = [UInt8](try Data(contentsOf: seed))
      switch name {
      case "DHCPv4": fuzzDHCPv4(bytes)
      case "DHCPv6": fuzzDHCPv6(bytes)
      case "RouterAdvertisement": fuzzRouterAdvertisement(bytes)
      case "DNS": fuzzDNS(bytes)
      default: fuzzNBNS(bytes)
      }
    }
  }
}

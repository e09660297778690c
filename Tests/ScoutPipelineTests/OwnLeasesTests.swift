import Foundation
import ScoutModel
import ScoutNet
import ScoutSweep
import Testing

@testable import ScoutPipeline

@Suite("This machine's own leases") struct OwnLeasesTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("amtscout-leases-\(UUID().uuidString)")

  private let lease = """
    lease {
      interface "eth0";
      fixed-address 192.0.2.60;
      option subnet-mask 255.255.255.0;
      option domain-name "corp.example";
      option dhcp-server-identifier 192.0.2.1;
    }

    """

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func write(_ text: String, to name: String = "dhclient.leases") throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  private func sightings(
    _ target: String = "192.0.2.0/24", own: String = "192.0.2.60", folders: [String]? = nil
  ) throws -> [Sighting] {
    let prefix = try #require(Prefix(target))
    let address = try #require(IPAddress(own))
    return OwnLeases.sightings(
      for: AddressSet([prefix]), site: "Lyon", own: [address], folders: folders ?? [folder.path])
  }

  @Test("tell what the DHCP client wrote down, as of when it did")
  func told() throws {
    try write(lease)
    let date = Date(timeIntervalSince1970: 1_700_000_000)
    try FileManager.default.setAttributes(
      [.modificationDate: date], ofItemAtPath: folder.path + "/dhclient.leases")
    let found = try sightings()
    let sighting = try #require(found.first)
    #expect(found.count == 1)
    #expect(sighting.time == Timestamp(seconds: 1_700_000_000))
    #expect(sighting.endpoint.address == IPAddress("192.0.2.60"))
    #expect(sighting.endpoint.site == "Lyon")
    #expect(sighting.method == .imported)
    #expect(sighting.origin?.name == folder.path + "/dhclient.leases")
    guard case .dhcp(let dhcp) = sighting.fact else {
      Issue.record("not a lease")
      return
    }
    #expect(dhcp.domainName == "corp.example")
    #expect(dhcp.server == IPv4Address(192, 0, 2, 1))
  }

  @Test("count only while the address is this machine's, and for networks that are assessed")
  func mattering() throws {
    try write(lease)
    #expect(try sightings(own: "192.0.2.61").isEmpty)
    #expect(try sightings("198.51.100.0/24").isEmpty)
    #expect(try sightings("192.0.2.200/32").count == 1)
  }

  @Test("are not read where the file is larger than a lease file can be, or is none")
  func limits() throws {
    try write(lease + String(repeating: "#", count: OwnLeases.sizeLimit - lease.utf8.count))
    #expect(try sightings().count == 1)
    try write(lease + String(repeating: "#", count: OwnLeases.sizeLimit - lease.utf8.count + 1))
    #expect(try sightings().isEmpty)
    #expect(
      try sightings(folders: [folder.path + "/absent", folder.path + "/dhclient.leases"]).isEmpty)
    // A link to something that never ends is read up to the limit, not to its end.
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/endless", withDestinationPath: "/dev/zero")
    #expect(try sightings().isEmpty)
  }
}

import ScoutImport
import ScoutModel
import ScoutNet
import Testing

@Suite("A lease this machine holds") struct HeldLeaseTests {
  @Test("is read from dhclient's file, of two for one address the last")
  func dhclient() throws {
    let text = """
      lease {
        interface "eth0";
        fixed-address 192.0.2.60;
        option subnet-mask 255.255.255.0;
        option domain-name "old.example";
      }
      lease {
        interface "eth0";
        fixed-address 192.0.2.60;
        option subnet-mask 255.255.254.0;
        option domain-name-servers 192.0.2.1,192.0.2.2;
        option domain-name "corp.example";
        option dhcp-server-identifier 192.0.2.1;
        option domain-search "corp.example.", "lab.example.";
        renew 1 2026/11/23 10:00:00;
      }
      """
    let leases = HeldLease.leases(in: text)
    let lease = try #require(leases.first)
    #expect(leases.count == 1)
    #expect(lease.interface == "eth0")
    #expect(lease.sighting.domainName == "corp.example")
    #expect(lease.sighting.segment == Prefix("192.0.2.0/23"))
    #expect(lease.sighting.nameServers.count == 2)
    #expect(lease.sighting.searchList == ["corp.example.", "lab.example."])
  }

  @Test("is read from the lines of systemd-networkd")
  func networkd() throws {
    let text = """
      # This is private data. Do not parse.
      ADDRESS=192.0.2.61
      NETMASK=255.255.255.0
      SERVER_ADDRESS=192.0.2.1
      DNS=192.0.2.1 192.0.2.2
      DOMAINNAME=corp.example
      """
    let lease = try #require(HeldLease.leases(in: text).first)
    #expect(lease.address == IPv4Address("192.0.2.61"))
    #expect(lease.sighting.domainName == "corp.example")
    #expect(lease.sighting.segment == Prefix("192.0.2.0/24"))
  }

  @Test(
    "is none where the file holds no address",
    arguments: ["", "lease {", "lease {}", "ADDRESS=x", "="])
  func nothing(text: String) { #expect(HeldLease.leases(in: text).isEmpty) }
}

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

  @Test("of DHCPv6 tells addresses, suffixes and name servers, wherever the file ends")
  func dhclient6() throws {
    // As ISC dhclient 4.4.3 wrote it.
    let text = """
      default-duid "\\000\\001\\000\\0012\\232\\2751\\326\\360\\321g\\347\\177";
      lease6 {
        interface "left";
        ia-na d1:67:e7:7f {
          starts 1795686579;
          renew 1800;
          rebind 3150;
          iaaddr fd00:81:4::1e5 {
            starts 1795686579;
            preferred-life 3600;
            max-life 3600;
          }
        }
        option dhcp6.client-id 0:1:0:1:32:9a:bd:31:d6:f0:d1:67:e7:7f;
        option dhcp6.name-servers fd00:81:9::1;
        option dhcp6.domain-search "four.example.", "corp.example.";
        option dhcp6.status-code success "success";
      }
      """
    let told = try #require(HeldLease.settings6(in: text).first)
    #expect(told.isFromServer && told.searchList == ["four.example", "corp.example"])
    #expect(told.addresses == [IPv6Address("fd00:81:4::1e5")].compactMap(\.self))
    #expect(told.nameServers == [IPv6Address("fd00:81:9::1")].compactMap(\.self))
    #expect(HeldLease.leases(in: text).isEmpty)
    for end in text.indices { _ = HeldLease.settings6(in: String(text[..<end])) }
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

import ScoutModel
import ScoutNet
import Testing

@testable import ScoutImport

@Suite("Leases in servers' files") struct LeaseFileTests {
  @Test("of ISC dhcpd, as that wrote them: each version of a lease, with option 12 and DDNS's name")
  func dhcpd() throws {
    let file = try told("dhcpd.leases")
    #expect(file.complaints.isEmpty)
    let leases = file.leases
    #expect(leases.count == 6 && leases.allSatisfy { $0.message == "LEASE" })
    #expect(leases[2].clientAddress == IPv4Address(10, 77, 0, 50))
    #expect(leases[2].clientMAC == MACAddress("1a:86:2b:c9:04:ab"))
    #expect(leases[2].hostName == "pc-0001")
    #expect(leases[2].fqdn == "pc-0001.corp.example")
    #expect(leases[5].fqdn == "pc-0002.corp.example" && leases[5].hostName == nil)
    let last = try #require(file.sightings.last)
    #expect(
      last.time
        == Timestamp(year: 2026, month: 11, day: 26, hour: 6, minute: 23, second: 51))
    #expect(last.endpoint.mac == MACAddress("02:00:00:00:00:02"))
    // A lease file does not tell options, so it must not pass for an answer without option 15.
    #expect(!leases.contains { $0.isFromServer })
  }

  @Test("of ISC dhcpd that ended or never began do not bind anybody")
  func ended() throws {
    let file = try #require(
      Told(
        """
        lease 10.0.0.1 {
          starts epoch 1795600000;
          ends epoch 1795603600;
          binding state expired;
          hardware ethernet 02:00:00:00:00:01;
        }
        lease 10.0.0.2 {
          ends never;
          binding state free;
        }
        failover peer "x" state {
          my state normal at 4 2026/11/26 06:23:51;
        }
        """))
    #expect(file.leases.map(\.message) == ["EXPIRED"])
    #expect(file.sightings.first?.endpoint.mac == nil)
    #expect(file.sightings.first?.time == Timestamp(seconds: 1_795_603_600))
    #expect(file.complaints.isEmpty)
  }

  @Test("of Kea, as that wrote them, by the names of the columns")
  func kea() throws {
    let file = try told("kea.csv")
    #expect(file.leases.map(\.hostName) == ["pc-0003", nil])
    #expect(file.leases.map(\.fqdn) == [nil, "pc-0004.corp.example"])
    #expect(file.leases.allSatisfy { $0.message == "LEASE" && $0.clientMAC != nil })
    #expect(file.sightings.first?.time == Timestamp(seconds: 1_795_677_834 - 3600))
    let other = try #require(
      Told(
        """
        address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id
        10.0.0.1,02:00:00:00:00:01,,0,1795683600,1,0,0,gone,0,,0
        10.0.0.2,02:00:00:00:00:02,,3600,1795683600,1,0,0,declined,1,,0
        10.0.0.3,,01:02,4294967295,1795683600,1,0,0,always,0,,0
        """))
    #expect(other.leases.map(\.message) == ["EXPIRED", "EXPIRED", "LEASE"])
    #expect(other.leases.last?.clientMAC == nil)
    let six = try #require(
      Told(
        """
        address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,hostname,hwaddr,state,user_context,hwtype,hwaddr_source
        2001:db8::5,00:01,3600,1795683600,1,1800,0,1,128,0,0,pc,02:00:00:00:00:05,0,,1,2
        """))
    #expect(six.sightings.first?.fact == .neighbour)
    #expect(six.sightings.first?.endpoint.address == IPAddress("2001:db8::5"))
  }

  @Test("of dnsmasq, as that wrote them; those of DHCPv6 are passed over")
  func dnsmasq() throws {
    let file = try told("dnsmasq.leases")
    #expect(file.leases.map(\.clientAddress?.description) == ["10.77.0.88", "10.77.0.86"])
    #expect(file.leases.map(\.hostName) == [nil, "pc-0005"])
    // It was in force at its end, which came before the file was copied.
    #expect(file.sightings.first?.time == Timestamp(seconds: 1_795_677_836))
    let six = try #require(
      Told(
        """
        0 02:00:00:00:00:01 10.0.0.1 one *
        duid 00:01:00:01
        1795683600 1 2001:db8::5 six 00:01
        """))
    #expect(six.leases.count == 1 && six.complaints.isEmpty)
  }

  @Test("of Windows as XML, with reservations")
  func windowsXML() throws {
    let file = try told("windows.xml")
    #expect(file.complaints.isEmpty, "\(file.complaints)")
    #expect(file.leases.map(\.message) == ["RESERVED", "LEASE", "EXPIRED"])
    #expect(file.leases[1].fqdn == "PC-0050.corp.example")
    #expect(file.leases[1].clientMAC == MACAddress("02:00:00:00:00:50"))
    #expect(file.leases[2].hostName == "PC-0051")
  }

  @Test("of Windows as CSV, in UTF-8 and UTF-16", arguments: ["windows.csv", "windows-utf16.csv"])
  func windowsCSV(name: String) throws {
    let file = try told(name)
    #expect(file.complaints.isEmpty, "\(file.complaints)")
    #expect(file.leases.map(\.message) == ["LEASE", "EXPIRED", "RESERVED"])
    #expect(file.leases.map(\.fqdn) == ["PC-0050.corp.example", "PC-0051.corp.example", nil])
    // The first takes two lines, because a text in it does.
    #expect(file.sightings.map(\.origin?.position) == [3, 5, 6])
  }

  @Test("of a DHCP client are an answer with option 15")
  func client() throws {
    let file = try told("dhclient.leases")
    let lease = try #require(file.leases.first)
    #expect(lease.isFromServer && lease.domainName == "floor1.example")
    #expect(lease.segment == Prefix("10.77.0.0/24"))
  }
}

@Suite("Names and neighbours in files") struct NameFileTests {
  @Test("of a zone transfer: addresses together, the server that gave it, what is kept")
  func zone() throws {
    let file = try told("axfr.txt")
    #expect(file.complaints.isEmpty)
    #expect(
      file.names.map { "\($0.name) \($0.type)" } == [
        "alias.corp.example CNAME", "amt1.corp.example AAAA", "amt1.corp.example A",
        "ns.corp.example A", "pc-0001.corp.example A", "pc-0002.corp.example A",
        "provisionserver.corp.example A",
      ])
    #expect(file.names[2].records.map(\.value) == ["10.77.0.60", "10.77.0.61"])
    #expect(file.names.allSatisfy { $0.server == IPAddress("10.77.0.1") })
    #expect(file.names[4].records.first?.timeToLive == 1800)
    let reverse = try told("axfr-rev.txt")
    #expect(reverse.names.map(\.records.first?.value).last == "amt1.corp.example")
    #expect(reverse.sightings.last?.endpoint.address == IPAddress("10.77.0.60"))
  }

  @Test("of a zone transfer that failed or was cut say so")
  func cut() throws {
    #expect(try told("axfr-failed.txt").complaints.first?.contains("failed") == true)
    let part = try #require(
      Told(
        """
        corp.example.\t300\tIN\tSOA\tns.corp.example. root.corp.example. 1 2 3 4 5
        pc.corp.example.\t300\tIN\tA\t10.0.0.1
        bad.corp.example.\t300\tIN\tA\tx
        """))
    #expect(part.names.count == 1)
    #expect(part.complaints.count == 2)
    #expect(part.complaints.last?.contains("is cut") == true)
  }

  @Test("of a hosts file, without what every machine has for itself")
  func hosts() throws {
    let file = try told("hosts")
    #expect(
      file.names.map { "\($0.name) \($0.type)" }
        == ["amt1.corp.example A", "amt1 A", "amt1.corp.example AAAA"])
    #expect(file.sightings.map(\.origin?.position) == [5, 5, 6])
  }

  @Test("of the directory: with an address an answer, without one a name to be asked for")
  func directory() throws {
    let file = try told("computers.csv")
    #expect(file.names.map(\.name) == ["pc-0050.corp.example", "pc-0051.ad.corp.example"])
    #expect(file.names.map(\.outcome) == [.answered, .questionOnly])
    #expect(file.complaints.isEmpty)
  }

  @Test("of an ARP table: hardware addresses in any form, with the VLAN")
  func neighbours() throws {
    let file = try told("arp.csv")
    #expect(file.sightings.map(\.endpoint.address?.description) == ["10.77.0.50", "10.77.0.52"])
    #expect(
      file.sightings.map(\.endpoint.mac?.description) == ["02:00:00:00:00:50", "02:00:00:00:00:52"])
    #expect(file.sightings.map(\.endpoint.vlan) == [[120], [120]])
    #expect(file.sightings.allSatisfy { $0.fact == .neighbour })
    #expect(try told("stations.csv").complaints.first?.contains("ARP table") == true)
  }
}

@Suite("Scopes in servers' files") struct ScopeFileTests {
  private func lines(_ scopes: [ScopeSighting]) -> [String] {
    scopes.map { scope in
      "\(scope.prefix) \(scope.domainName ?? "-") \(scope.isInherited ? "inherited" : "own") "
        + scope.nameServers.map(\.description).joined(separator: " ")
    }
  }

  @Test("of dhcpd.conf, with what the blocks around a subnet say; a host's own are left out")
  func dhcpd() throws {
    let file = try told("dhcpd.conf")
    #expect(file.complaints.isEmpty, "\(file.complaints)")
    #expect(
      lines(file.scopes) == [
        "10.77.0.0/24 corp.example inherited 10.77.0.53 10.77.0.54",
        "10.78.0.0/23 lab.example own 10.77.0.53 10.77.0.54",
      ])
    #expect(file.scopes.first?.searchList == ["corp.example", "lab.example"])
    let odd = try #require(
      Told(
        """
        include "more.conf";
        subnet 10.0.0.0 netmask 255.255.255.0 {
          if option x = "y" { option domain-name "no.example"; }
          pool { option domain-name "pool.example"; }
        }
        subnet 10.0.1.0 netmask 255.0.255.0 { }
        }
        """))
    #expect(lines(odd.scopes) == ["10.0.0.0/24 - own ", "10.0.0.0/24 pool.example own "])
    #expect(
      odd.complaints.map { $0.prefix(12) } == ["file, line 1", "file, line 6", "file, line 7"])
  }

  @Test("of Kea's configuration, with its comments")
  func kea() throws {
    let file = try told("kea.json")
    #expect(file.complaints.isEmpty, "\(file.complaints)")
    #expect(
      lines(file.scopes) == [
        "10.77.0.0/24 lab.example own 10.77.0.53 10.77.0.54",
        "10.79.0.0/24 shared.example inherited 10.77.0.53 10.77.0.54",
      ])
    #expect(file.sightings.map(\.origin?.position) == [8, 11])
  }

  @Test("of dnsmasq.conf, by tags, and with the domain where no option is set")
  func dnsmasq() throws {
    #expect(
      lines(try told("dnsmasq.conf").scopes) == ["10.77.0.0/24 floor1.example own 10.77.0.53"])
    let other = try #require(
      Told(
        """
        domain=corp.example
        domain=lab.example,10.2.0.0/24
        dhcp-range=10.1.0.50,10.1.0.99,255.255.255.0,12h
        dhcp-range=set:lab,10.2.0.50,10.2.0.99,255.255.255.0
        dhcp-range=set:none,10.3.0.50,10.3.0.99,255.255.255.0
        dhcp-range=10.4.0.50,10.4.0.99,12h
        dhcp-range=2001:db8::10,2001:db8::20,64
        dhcp-option=tag:none,15
        conf-dir=/etc/dnsmasq.d
        """))
    #expect(
      lines(other.scopes) == [
        "10.1.0.0/24 corp.example inherited ", "10.2.0.0/24 lab.example own ", "10.3.0.0/24 - own ",
      ])
    #expect(other.complaints.map { $0.prefix(12) } == ["file, line 9", "file, line 6"].sorted())
  }

  @Test("of Windows, with the server's own options where a scope has none")
  func windows() throws {
    let file = try told("windows.xml")
    #expect(
      lines(file.scopes) == [
        "10.77.0.0/24 corp.example inherited 10.77.0.53 10.77.0.54",
        "10.78.0.0/23 lab.example own 10.77.0.53 10.77.0.54",
      ])
    #expect(file.scopes.map(\.isActive) == [true, false])
    #expect(file.scopes.first?.name == "First floor & hall")
  }
}

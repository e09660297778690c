import Foundation
import ScoutNet
import Testing

@testable import ScoutSimulator

/// The site's tables against each other.
struct SiteTests {
  private let site = Site()

  @Test
  func isLargeAndLiesInItsPrefixes() {
    #expect(site.devices.count >= 64)
    #expect(Set(site.devices.map(\.host)).count == site.devices.count)
    #expect(
      site.prefixes.map(\.description) == [
        "127.77.1.0/26", "127.77.2.0/26", "127.77.3.0/26",
      ])
    for device in site.devices {
      let address = site.address(device.host)
      #expect(site.prefixes.contains { $0.contains(.v4(address)) }, "\(device.host)")
      #expect(address.octets.3 != 0 && address.octets.3 != 63)
    }
    #expect(Site(base: (10, 9)).address("1.22").description == "10.9.1.22")
    #expect(Site.name("1.22") == "pc-1022.corp.example")
    #expect(Site.name("2.5") == "pc-2005.branch.example")
  }

  @Test
  func coversEveryGenerationAndState() {
    let notes = site.devices.map(\.note).joined(separator: "\n")
    for major in [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 18, 19] {
      #expect(notes.contains(" \(major)."), "AMT \(major)")
    }
    for state in ["not set up", "in setup", "set up"] { #expect(notes.contains(state)) }
  }

  /// No two machines share a key, but for the clones and the laptop with two addresses.
  @Test
  func keysAreShared() throws {
    var hosts: [TestKey: [String]] = [:]
    for device in site.devices {
      var keys: Set<TestKey> = []
      for service in device.personality.services.values {
        switch service.channel {
        case .tls(let face), .old(_, let face): keys.insert(face.certificate.key)
        case .plain, .refusal, .halfHandshake: break
        }
      }
      for key in keys { hosts[key, default: []].append(device.host) }
    }
    let shared = hosts.values.filter { $0.count > 1 }.map { $0.sorted() }
    #expect(Set(shared) == [["2.44", "2.45"], ["1.50", "2.50"]])
    #expect(Set(TestKeys.longBodies).count == 56)
    #expect(Set(TestKeys.shortBodies).count == 14)
  }

  @Test
  func certificatesAreAlwaysTheSame() throws {
    var first = try Certificates()
    var second = try Certificates()
    let plan = CertificatePlan.named("1.33", .long(5))
    #expect(try first.make(plan).chain == second.make(plan).chain)
    #expect(try first.make(plan).leaf.count > 500)
  }

  @Test
  func truthCoversEveryDevice() {
    let truth = SiteTruth(site)
    let rows = truth.rows(.init(capture: true, hostFiles: true))
    let covered = Set(rows.map(\.host)).union(SiteTruth.withoutRow.keys)
    #expect(covered == Set(site.devices.map(\.host)))
    #expect(Set(SiteTruth.withoutRow.keys).isDisjoint(with: rows.map(\.host)))
    for table in [SiteTruth.machines, SiteTruth.names, SiteTruth.advice] {
      let lines = table.split(separator: "\n").dropFirst()
      #expect(SiteTruth.table(table).count == lines.count)
      #expect(Set(SiteTruth.table(table).keys) == Set(rows.map(\.host)))
    }
    for doubt in SiteTruth.doubts {
      #expect(Set(doubt.hosts).isSubset(of: rows.map(\.host)), "\(doubt.why)")
      #expect(Set(doubt.columns).isSubset(of: SiteTruth.columns), "\(doubt.why)")
    }
  }

  @Test
  func truthUsesTheContractsWords() {
    let words: [String: Set<String>] = [
      "product": ["AMT", "ISM", "SBT", "CME", "DASH", "BMC", "none", "unknown"],
      "version_source": ["http", "pong", "redirection", "import", ""],
      "state": ["pre", "in", "post", "unknown"],
      "control_mode": ["none", "CCM", "ACM", "unknown"],
      "name_verdict": ["consistent", "mismatch", "unknown"],
      "method": [
        "host-based", "host-based-acm", "pki", "psk", "usb", "manual", "configured", "enable",
        "none", "unknown",
      ],
      "method_2011": [
        "host-based", "pki", "psk", "usb", "manual", "configured", "none", "unknown",
      ],
    ]
    for ping in [true, false] {
      for extra in [true, false] {
        let conditions = SiteTruth.Conditions(
          presencePing: ping, capture: extra, hostFiles: extra, redirection: extra)
        for row in SiteTruth(site).rows(conditions) {
          for (column, allowed) in words {
            #expect(allowed.contains(row[column] ?? "?"), "\(row.host) \(column)")
          }
          if !ping { #expect(row["ports_open"]?.contains("udp") == false) }
          let hasVersion = row["version"]?.isEmpty == false
          #expect(hasVersion == (row["version_source"]?.isEmpty == false), "\(row.host)")
        }
      }
    }
  }

  /// The open ports of the truth are those of the machines; DASH's are asked of those alone that are
  /// known.
  @Test
  func truthKnowsThePorts() throws {
    for row in SiteTruth(site).rows() {
      let device = try #require(site.devices.first { $0.host == row.host })
      let isKnown = ["AMT", "ISM", "SBT", "CME", "DASH"].contains(row["product"] ?? "")
      var ports = device.personality.services.keys.filter {
        (16992...16995).contains($0) || (isKnown && ($0 == 623 || $0 == 664))
      }.sorted().map(String.init)
      if case .pong = device.personality.presence.answer { ports.append("623/udp") }
      #expect(row["ports_open"] == ports.joined(separator: " "), "\(row.host)")
    }
  }

  @Test
  func withoutThePingTheUnconfiguredVanish() {
    let rows = SiteTruth(site).rows(.init(presencePing: false))
    #expect(!rows.contains { $0["state"] == "pre" || $0["product"] == "BMC" })
    #expect(SiteTruth(site).rows().count == rows.count + 20)
    let withFiles = SiteTruth(site).rows(.init(presencePing: false, hostFiles: true))
    #expect(withFiles.count == rows.count + 5)
  }

  @Test
  func truthAsCSV() {
    let lines = SiteTruth(site).csv().split(separator: "\r\n")
    #expect(lines.count == SiteTruth(site).rows().count + 1)
    #expect(lines.first?.hasPrefix("ip,other_ips,mac,") == true)
    #expect(lines.contains { $0.hasPrefix("127.77.1.50,127.77.2.50,") })
  }

  @Test
  func hostFilesAreJSON() throws {
    let files = site.hostFiles
    #expect(files.count == 7)
    for file in files {
      let value = try JSONSerialization.jsonObject(with: Data(file.text.utf8))
      let object = try #require(value as? [String: Any])
      let adapter = try #require(object["wiredAdapter"] as? [String: Any])
      #expect((adapter["macAddress"] as? String)?.utf8.count == 17)
      #expect((adapter["osIpAddress"] as? String)?.hasPrefix("127.77.") == true)
      #expect((object["uuid"] as? String)?.utf8.count == 36)
    }
  }
}

import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutAssess

@Suite("Findings about the site") struct SiteFindingsTests {
  private func findings(
    _ profile: SiteProfile = SiteProfile(), _ change: (inout SiteView) -> Void
  ) -> [Finding] {
    var view = SiteView(devices: [], segments: [])
    change(&view)
    return Assessor().assess(view, profile: profile, at: noon).findings
  }

  private func ids(
    _ profile: SiteProfile = SiteProfile(), _ change: (inout SiteView) -> Void
  ) -> [String] {
    findings(profile, change).map(\.id)
  }

  private func segment(_ values: [String?]) -> Segment {
    var segment = Segment(prefix: net("10.0.0.0/24"), site: "", isTold: true)
    for (index, value) in values.enumerated() {
      let evidence: Evidence = [Int64(index + 1)]
      if let value {
        segment.option15.append(Claim(value, source: "10.0.0.\(index + 1)", evidence))
      } else {
        segment.withoutOption15 = segment.withoutOption15 + evidence
      }
    }
    return segment
  }

  @Test(
    "name what is wrong with option 15",
    arguments: [
      ([nil], ["AMT-DHCP-001"]), ([""], ["AMT-DHCP-002"]), ([" \0"], ["AMT-DHCP-002"]),
      (["a.example", "b.example"], ["AMT-DHCP-003"]), (["a.example", "A.example."], []),
      (["firm.local"], ["AMT-DHCP-004"]), (["corp"], ["AMT-DHCP-005"]),
      (["co.uk"], ["AMT-DHCP-006"]), (["a.example b.example"], ["AMT-DHCP-009"]),
      (["firm.co.uk"], []), (["corp.example.com"], []),
      (["corp.example.com", nil], ["AMT-DHCP-001"]),
    ] as [([String?], [String])])
  func option15(values: [String?], expected: [String]) {
    let found = findings { $0.segments = [segment(values)] }
    #expect(found.map(\.id) == expected)
    #expect(found.allSatisfy { $0.evidence != .none && $0.title.contains("10.0.0.0/24") })
  }

  @Test("name the servers that answered when several did")
  func severalServers() {
    var inquiry = DHCPInquiryFacts(segment: net("10.0.0.0/24"), interface: "eth0")
    inquiry.servers = [IPv4Address(10, 0, 0, 1)]
    #expect(ids { $0.coverage.dhcpInquiries = [inquiry] } == [])
    inquiry.servers.append(IPv4Address(10, 0, 0, 2))
    let found = findings {
      $0.segments = [segment(["corp.example.com", "corp.example.com"])]
      $0.coverage.dhcpInquiries = [inquiry]
    }
    #expect(found.map(\.id) == ["AMT-DHCP-010"])
    #expect(found.first?.title.contains("10.0.0.1, 10.0.0.2") == true)
    #expect(found.first?.evidence == [1, 2])
  }

  @Test("compare what is told with what was captured")
  func told() {
    var told = SegmentProfile(prefix: net("10.0.0.0/22"))
    told.option15 = "Corp.Example.com"
    let site = profile { $0.segments = [told] }
    #expect(ids(site) { $0.segments = [segment(["corp.example.com"])] } == [])
    #expect(ids(site) { $0.segments = [segment(["other.example.com"])] } == ["AMT-DHCP-008"])
  }

  @Test("say that a port is not mirrored where requests have no answers")
  func mirror() throws {
    let found = findings { $0.coverage.dhcpRequests = 12 }
    #expect(found.map(\.id) == ["AMT-DHCP-007"])
    #expect(found.first?.title.contains("12 DHCP requests") == true)
    #expect(
      ids {
        $0.coverage.dhcpRequests = 12; $0.coverage.dhcpAnswers = 1
      } == [])
  }

  @Test("say which suffixes have no provisionserver")
  func provisionServer() {
    func lookup(_ name: String, _ outcome: NameOutcome) -> Lookup {
      Lookup(
        name: "provisionserver." + name, type: "A", outcome: outcome, values: [], server: nil,
        evidence: [1])
    }
    let all = [
      lookup("a.example", .noSuchName), lookup("b.example", .answered),
      lookup("c.example", .serverFailed), lookup("d.example", .noAnswer),
      lookup("b.example", .noSuchName),
    ]
    let found = findings { $0.provisionServers = all }
    #expect(found.map(\.id) == ["AMT-DNS-001", "AMT-DNS-003", "AMT-DNS-003"])
    #expect(found.first?.severity == .low)
    let strict = findings(profile { $0.agentAllowed = false }) { $0.provisionServers = all }
    #expect(strict.first?.severity == .medium)
  }

  @Test("grade provisioning certificates")
  func certificates() {
    func ids(_ certificates: ProvisioningCertificate...) -> [String] {
      self.ids(profile { $0.certificates = certificates }) {
        $0.segments = [segment(["corp.example.com"])]
      }
    }
    let good = provisioning("a.corp.example.com")
    #expect(ids(good) == [])
    #expect(
      ids(provisioning("a.corp.example.com", usages: [CertificateGrade.provisioningUsage])) == [
        "AMT-CERT-010"
      ])
    #expect(
      ids(provisioning("a.corp.example.com", usages: [CertificateGrade.serverUsage])) == [
        "AMT-CERT-011"
      ])
    let unit = CertificateGrade.provisioningUnit
    let byUnit = provisioning(
      "a.corp.example.com", usages: [CertificateGrade.serverUsage], units: [unit])
    #expect(ids(byUnit) == [])
    for wrong in [unit.lowercased(), unit + "."] {
      #expect(
        ids(
          provisioning("a.corp.example.com", usages: [CertificateGrade.serverUsage], units: [wrong])
        )
          == ["AMT-CERT-011"])
    }
    let leafOnly = ProvisioningCertificate(name: "leaf", chain: Array(good.chain.prefix(1)))
    #expect(ids(leafOnly) == ["AMT-CERT-012"])
    #expect(ids(provisioning("a.corp.example.com", keyBits: 1024)) == ["AMT-CERT-013"])
    #expect(
      ids(provisioning("a.corp.example.com", signature: "ecdsa-with-SHA1")) == ["AMT-CERT-013"])
    #expect(
      ids(provisioning("a.corp.example.com", notAfter: "2020-01-01T00:00:00Z")) == ["AMT-CERT-014"])
    #expect(ids(provisioning("a.other.org")) == ["AMT-CERT-016"])
    let turned = ProvisioningCertificate(
      name: "turned",
      chain: [good.chain[0], certificate("Stranger", issuer: "Else"), good.chain[1]])
    #expect(ids(turned) == ["AMT-CERT-017"])
    #expect(ids(ProvisioningCertificate(name: "none", chain: [])) == ["AMT-CERT-018"])
    var young = certificate(
      "a.corp.example.com", issuer: "Vendor Root", notBefore: "2030-01-01T00:00:00Z",
      usages: [CertificateGrade.serverUsage, CertificateGrade.provisioningUsage])
    young.issuerCommonName = "Vendor Root"
    #expect(
      ids(ProvisioningCertificate(name: "young", chain: [young, good.chain[1]])) == ["AMT-CERT-015"]
    )
  }

  @Test("tell suffixes that lie in no home domain")
  func home() {
    let site = profile { $0.homeDomains = [domain("example.com")] }
    #expect(ids(site) { $0.segments = [segment(["a.example.com"])] } == [])
    #expect(ids(site) { $0.segments = [segment(["a.other.com"])] } == ["AMT-ENV-001"])
    #expect(ids(site) { $0.segments = [segment(["anexample.com"])] } == ["AMT-ENV-001"])
  }

  @Test("say how far the scan can speak")
  func coverage() {
    let all = ids {
      $0.coverage.unfinished = true
      $0.coverage.total.addresses = 256
      $0.coverage.total.silentAddresses = 200
      $0.coverage.total.notSent = 3
      $0.coverage.captured = 90
      $0.coverage.captureDropped = 10
      $0.devices = [factory("12.0.93.2000", option15: nil)]
    }
    #expect(
      all == [
        "AMT-SITE-001", "AMT-SITE-002", "AMT-SITE-003", "AMT-SITE-005", "AMT-SITE-004",
        "AMT-SITE-006",
      ])
    #expect(
      ids {
        $0.coverage.total.addresses = 4; $0.coverage.presencePing = true
      } == [])
    #expect(ids { _ in } == [])
  }

  @Test(
    "say middlebox where half of a range answers on every port",
    arguments: [
      (256, 1280, 1024, 0, true), (256, 1280, 511, 0, false), (256, 1280, 512, 0, true),
      (256, 1280, 1024, 100, false), (16, 80, 64, 0, false), (0, 0, 0, 0, false),
    ])
  func middlebox(addresses: Int, probes: Int, open: Int, real: Int, expected: Bool) {
    let found = ids {
      $0.coverage.presencePing = true
      var counts = ProbeCounts()
      counts.addresses = addresses
      counts.probes = probes
      counts.open = open
      $0.coverage.prefixes = [PrefixCounts(prefix: net("10.0.0.0/24"), counts: counts)]
      $0.devices = (0..<real).map { number in
        configured("12.0.93.2000").with { $0.addresses = [seen(ip("10.0.0.\(number)"))] }
      }
    }
    #expect(found.contains("AMT-NET-001") == expected)
  }

  @Test("name the router that keeps probes out, and where")
  func filtered() {
    let prefixes = (0..<5).map { net("10.0.\($0).0/24") }
    let found = findings {
      $0.filters = [
        Filtering(router: ip("10.9.0.1"), prefixes: prefixes, probes: 1280, evidence: [7]),
        Filtering(router: nil, prefixes: [net("10.8.0.0/24")], probes: 2, evidence: [9]),
      ]
    }.filter { $0.id == "AMT-NET-006" }
    #expect(found.count == 2 && found.allSatisfy { $0.severity == .medium })
    #expect(
      found.contains {
        $0.title.contains("10.9.0.1") && $0.title.contains("1280") && $0.evidence == [7]
          && $0.title.contains("10.0.0.0/24, 10.0.1.0/24, 10.0.2.0/24 and 2 other prefixes")
      })
    #expect(found.contains { $0.title.hasPrefix("A router keeps 2 probes into 10.8.0.0/24") })
  }

  @Test("let one finding about a middlebox stand for all that it pretends")
  func pretended() {
    var view = SiteView(devices: [], segments: [])
    var counts = ProbeCounts()
    counts.addresses = 256
    counts.probes = 1024
    counts.open = 1024
    view.coverage.prefixes = [PrefixCounts(prefix: net("10.0.0.0/24"), counts: counts)]
    let web = WebSighting(port: 16992, secure: false, outcome: .silent)
    view.devices = [
      .sample(1, "10.0.0.5", product: nil, ports: [16992], web: web),
      .sample(2, "10.0.1.5", product: nil, ports: [16992], web: web),
    ]
    let result = Assessor().assess(view, profile: SiteProfile(), at: noon)
    #expect(result.findings.map(\.id).contains("AMT-NET-001"))
    #expect(result.assessments.map { $0.ids.contains("AMT-NET-003") } == [false, true])
  }
}

import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutAssess

@Suite("Findings about devices") struct DeviceFindingsTests {
  private func secure(
    _ version: String = "12.0.93.2000", _ change: (inout TLSSighting) -> Void
  ) -> Device {
    var tls = TLSSighting(port: 16993, outcome: .complete)
    tls.versions = [.tls12]
    tls.chain = [certificate("pc.corp.example", issuer: "Corp CA")]
    change(&tls)
    return .sample(version: version, state: .post, ports: [16993]).with { $0.tls = [seen(tls)] }
  }

  private func ids(_ device: Device, _ area: String, _ site: SiteProfile = SiteProfile()) throws
    -> [String]
  {
    try assess(device, site).ids.filter { $0.hasPrefix("AMT-\(area)") }
  }

  @Test("say what is old or missing in TLS")
  func tls() throws {
    #expect(try ids(secure { _ in }, "TLS") == [])
    #expect(try ids(secure { $0.versions = [.tls10, .tls11] }, "TLS") == ["AMT-TLS-001"])
    #expect(try ids(secure { $0.versions = [.tls11, .tls12] }, "TLS") == ["AMT-TLS-004"])
    #expect(try ids(secure { $0.clientCertificateRequested = true }, "TLS") == ["AMT-TLS-002"])
    let none = secure {
      $0.versions = []; $0.chain = []; $0.outcome = .refusedHandshake
    }
    #expect(try ids(none, "TLS") == ["AMT-TLS-003"])
    #expect(
      try ids(
        secure {
          $0.versions = []; $0.outcome = .notConnected
        }, "TLS") == [])
    let unknown = none.with { $0.product = .unknown(.notTold) }
    #expect(try ids(unknown, "TLS") == ["AMT-TLS-003"])
    let other = none.with { $0.product = .told(.none, by: "http", [1]) }
    #expect(try ids(other, "TLS") == [])
  }

  @Test("do not take a client certificate asked for during configuration as a setting")
  func mutualWhileConfigured() throws {
    let busy = secure {
      $0.clientCertificateRequested = true; $0.state = .in
    }
    .with { $0.state = .told(.in, by: "tls", [1]) }
    #expect(try ids(busy, "TLS") == [])
    #expect(try ids(busy, "STATE") == ["AMT-STATE-001"])
  }

  @Test("say what is wrong with a certificate")
  func certificates() throws {
    func ids(_ fact: CertificateFact, _ version: String = "12.0.93.2000") throws -> [String] {
      try self.ids(secure(version) { $0.chain = [fact] }, "CERT")
    }
    let name = "pc.corp.example"
    #expect(try ids(certificate(name, issuer: "CA")) == [])
    #expect(
      try ids(certificate(name, issuer: "CA", notAfter: "2020-01-01T00:00:00Z")) == ["AMT-CERT-001"]
    )
    #expect(
      try ids(certificate(name, issuer: "CA", notBefore: "2030-01-01T00:00:00Z")) == [
        "AMT-CERT-002"
      ])
    #expect(try ids(certificate(name, issuer: "CA", keyBits: 1024)) == ["AMT-CERT-003"])
    #expect(try ids(certificate(name, issuer: "CA", keyType: "EC", keyBits: 256)) == [])
    for signature in ["sha1WithRSAEncryption", "md5WithRSAEncryption", "RSA-SHA1"] {
      #expect(try ids(certificate(name, issuer: "CA", signature: signature)) == ["AMT-CERT-004"])
    }
    #expect(try ids(certificate(name)) == ["AMT-CERT-005"])
    var broken = CertificateFact(fingerprint: "00")
    broken.defect = "not DER"
    #expect(try ids(broken) == ["AMT-CERT-006"])
  }

  @Test(
    "weigh weak certificates by what the firmware refuses",
    arguments: [("15.0", Severity.low), ("16.0", .medium)])
  func weakness(version: String, severity: Severity) throws {
    let device = secure(version) {
      $0.chain = [certificate("pc.corp.example", issuer: "CA", keyBits: 1024)]
    }
    #expect(try assess(device).severity("AMT-CERT-003") == severity)
  }

  @Test("take closed 16992 from 16.1 on for healthy")
  func healthy() throws {
    #expect(try ids(configured("16.1.27.2000", secure: true), "NET") == ["AMT-NET-002"])
    #expect(try ids(configured("16.0.15.2000", secure: true), "NET") == [])
    #expect(try assess(configured("16.1.27.2000", secure: true)).severity("AMT-NET-002") == .info)
  }

  @Test("name ports that say nothing, once each")
  func mute() throws {
    var web = WebSighting(port: 16992, secure: false, outcome: .silent)
    let device = Device.sample(product: nil, ports: [16992], web: web)
    #expect(try ids(device, "NET") == ["AMT-NET-003"])
    web.statuses = [401]
    web.outcome = .closedSilently
    #expect(try ids(.sample(product: nil, ports: [16992], web: web), "NET") == [])
    let tls = secure {
      $0.versions = []; $0.chain = []; $0.outcome = .silent
    }
    #expect(try ids(tls, "NET") == ["AMT-NET-003"])
  }

  @Test("name look-alikes", arguments: [Product.dash, .bmc, .none])
  func lookAlike(product: Product) throws {
    let device = Device.sample(product: product, ports: [16993])
    #expect(try ids(device, "NET") == ["AMT-NET-004"])
    #expect(try ids(device, "FW") == [] && ids(device, "STATE") == [])
  }

  @Test("name states that need a word")
  func states() throws {
    #expect(try ids(factory("12.0.93.2000"), "STATE") == ["AMT-STATE-003"])
    #expect(try ids(configured("12.0.93.2000"), "STATE") == ["AMT-STATE-002"])
    #expect(try ids(configured("12.0.93.2000", .client), "STATE") == [])
    #expect(
      try ids(configured("12.0.93.2000", .client), "STATE", profile { $0.needs = [.unattended] })
        == ["AMT-STATE-004"])
  }

  @Test("name static addresses and a device that takes itself for outside")
  func environment() throws {
    func host(_ network: String?, dhcp: Bool?) -> Seen<HostInventory> {
      var host = HostInventory(tool: "rpc amtinfo")
      host.remoteAccessNetwork = network
      var adapter = HostAdapter(wireless: false)
      adapter.mac = mac("00:11:22:33:44:55")
      adapter.dhcpEnabled = dhcp
      host.adapters = [adapter]
      return seen(host)
    }
    let fixed = factory("12.0.93.2000").with { $0.hosts = [host(nil, dhcp: false)] }
    #expect(try ids(fixed, "ENV") == ["AMT-ENV-002"])
    let outside = host("outside enterprise", dhcp: true)
    #expect(
      try ids(configured("12.0.93.2000").with { $0.hosts = [outside] }, "ENV") == ["AMT-ENV-003"])
    // On a device that is not configured it means nothing.
    #expect(try ids(factory("12.0.93.2000").with { $0.hosts = [outside] }, "ENV") == [])
  }

  @Test("say home domains once for a segment, singly only where a device is given another")
  func home() {
    var segment = Segment(prefix: net("10.0.0.0/24"), site: "", isTold: true)
    segment.option15 = [Claim("other.example", source: "10.0.0.1", [9])]
    let devices = [
      factory("12.0.93.2000", option15: "other.example"),
      factory("12.0.93.2000", option15: "third.example").with {
        $0.addresses = [seen(ip("10.0.0.6"))]
      },
    ]
    let site = profile { $0.homeDomains = [domain("example.com")] }
    let result = Assessor().assess(
      SiteView(devices: devices, segments: [segment]), profile: site, at: noon)
    #expect(result.findings.filter { $0.id == "AMT-ENV-001" }.count == 1)
    #expect(result.assessments.map { $0.ids.contains("AMT-ENV-004") } == [false, true])
  }
}

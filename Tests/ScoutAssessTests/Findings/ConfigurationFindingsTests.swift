import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutAssess

@Suite("Findings from what a device tells with credentials") struct ConfigurationFindingsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var change: @Sendable (inout WSManSighting) -> Void = { _ in }
    var device: @Sendable (inout Device) -> Void = { _ in }
    var site: @Sendable (inout SiteProfile) -> Void = { _ in }
    /// Those of this area of work that must come of it, and no others.
    var ids: [String] = []
    var testDescription: String { name }
  }

  /// The ids that this suite is about.
  private static let ours = Set(ConfigurationFindings.kinds.map(\.id))

  private func assessed(_ test: Case) throws -> Assessment {
    let told = WSManSighting.sample(test.change)
    let device = configured("12.0.93.2000", told.controlMode, secure: true).with {
      $0.configurations = [seen(told, [7])]
      $0.option15 = .told("corp.example", by: "dhcp", [4])
      test.device(&$0)
    }
    return try assess(device, profile { test.site(&$0) })
  }

  static let needy: @Sendable (inout SiteProfile) -> Void = { $0.needs = [.unattended] }

  static let cases = [
    Case(name: "in good order"),
    Case(name: "in good order, and the site needs much") {
      $0.controlMode = .admin
    } site: {
      $0.needs = [.unattended, .tls, .ieee8021x, .kerberos]
      $0.homeDomains = [domain("corp.example")]
    },
    // Who is in control.
    Case(
      name: "consent before every session", change: { $0.consent?.required = 4_294_967_295 },
      site: needy, ids: ["AMT-STATE-006"]),
    Case(
      name: "consent before the screen", change: { $0.consent?.required = 1 }, site: needy,
      ids: ["AMT-STATE-006"]),
    Case(name: "consent where a user is there", change: { $0.consent?.required = 1 }),
    Case(
      name: "nobody is there to give it", change: { $0.consent?.required = 1 },
      site: { $0.consentAvailable = false }, ids: ["AMT-STATE-006"]),
    Case(name: "consent not told", change: { $0.consent = nil }, site: needy),
    Case(
      name: "client control, and no way up from the host",
      change: {
        $0.controlMode = .client
        $0.allowedControlModes = [.client]
      }, site: needy, ids: ["AMT-STATE-008"]),
    Case(
      name: "client control, and the admin mode allowed", change: { $0.controlMode = .client },
      site: needy),
    Case(
      name: "client control, and the allowed modes not told",
      change: {
        $0.controlMode = .client
        $0.allowedControlModes = []
      }, site: needy),
    // What the site needs.
    Case(
      name: "TLS needed and off", change: { $0.tls[0].enabled = false },
      site: { $0.needs = [.tls] }, ids: ["AMT-STATE-007"]),
    Case(
      name: "802.1X needed and off", change: { $0.wired8021x?.enabled = false },
      site: { $0.needs = [.ieee8021x] }, ids: ["AMT-STATE-007"]),
    Case(
      name: "Kerberos needed and off", change: { $0.kerberos?.enabled = false },
      site: { $0.needs = [.kerberos] }, ids: ["AMT-STATE-007"]),
    Case(
      name: "needed and not told",
      change: {
        $0.tls = []
        $0.wired8021x = nil
        $0.kerberos?.enabled = nil
      }, site: { $0.needs = [.tls, .ieee8021x, .kerberos] }),
    Case(
      name: "off and not needed",
      change: {
        $0.tls[0].enabled = false
        $0.wired8021x?.enabled = false
        $0.kerberos?.enabled = false
      }),
    // TLS.
    Case(
      name: "plain beside TLS", change: { $0.tls[0].acceptsPlain = true }, ids: ["AMT-TLS-010"]),
    Case(
      name: "plain without TLS is another matter",
      change: {
        $0.tls[0].enabled = false
        $0.tls[0].acceptsPlain = true
      }),
    Case(name: "plain on the machine itself", change: { $0.tls[1].acceptsPlain = true }),
    // Where it takes itself to be.
    Case(
      name: "option 15 in none of its domains",
      change: { $0.environment?.domains = ["old.example"] }, ids: ["AMT-ENV-012"]),
    Case(
      name: "one of several suffixes in its domains",
      change: { $0.environment?.domains = ["old.example"] },
      device: {
        $0.option15 = .conflicting([
          Claim("corp.example", source: "dhcp", [4]), Claim("pc.old.example", source: "dhcp", [5]),
        ])
      }),
    Case(
      name: "a parent of option 15 is enough", change: { $0.environment?.domains = ["example"] }),
    Case(
      name: "option 15 not known", change: { $0.environment?.domains = ["old.example"] },
      device: { $0.option15 = .unknown(.notAsked) }),
    Case(
      name: "detection by addresses",
      change: {
        $0.environment?.algorithm = 1
        $0.environment?.domains = ["old.example"]
      }),
    Case(
      name: "the site's domain is missing", site: { $0.homeDomains = [domain("new.example")] },
      ids: ["AMT-ENV-013"]),
    Case(
      name: "no domain at all", change: { $0.environment?.domains = [] },
      site: { $0.homeDomains = [domain("corp.example")] }, ids: ["AMT-ENV-013"]),
    Case(
      name: "domains not told", change: { $0.environment = nil },
      site: { $0.homeDomains = [domain("new.example")] }),
    Case(
      name: "domains and a static address", change: { $0.interfaces[0].dhcp = false },
      ids: ["AMT-ENV-014"]),
    Case(
      name: "a remote access server and nothing that calls it",
      change: { $0.remoteAccess?.triggers = [] }, ids: ["AMT-ENV-015"]),
    Case(
      name: "the same, and the user may call",
      change: {
        $0.remoteAccess?.triggers = []
        $0.remoteAccess?.userInitiatedState = 32_771
      }),
    Case(
      name: "the same, and the rules not told",
      change: {
        $0.remoteAccess?.triggers = []
        $0.unread["AMT_RemoteAccessPolicyRule"] = "fault"
      }),
    // Names.
    Case(
      name: "own DNS client, shared name, IPv6", change: { $0.general?.dynamicDNS = true },
      ids: ["AMT-DNS-020"]),
    Case(
      name: "own DNS client, shared name, only a link-local address",
      change: {
        $0.general?.dynamicDNS = true
        $0.addresses6[0].address = "fe80::7"
      }),
    Case(
      name: "own DNS client, a name of its own, IPv6",
      change: {
        $0.general?.dynamicDNS = true
        $0.general?.sharedFQDN = false
      }),
    Case(
      name: "a name of its own that nobody registers",
      change: {
        $0.general?.sharedFQDN = false
        $0.general?.dynamicDNSByDHCP = false
      }, ids: ["AMT-DNS-021"]),
    Case(
      name: "a shared name that AMT does not register",
      change: { $0.general?.dynamicDNSByDHCP = false }),
    // What listens.
    Case(
      name: "VNC's port is on", change: { $0.redirection?.vncPort = true }, ids: ["AMT-NET-010"]),
    Case(
      name: "VNC answers, and AMT says that it is not its own",
      device: { $0.sidePorts = [seen(vnc, [8])] }),
    Case(
      name: "VNC answers, and AMT does not tell", change: { $0.redirection = nil },
      device: { $0.sidePorts = [seen(vnc, [8])] }, ids: ["AMT-NET-010"]),
    Case(
      name: "5900 answers as something else", change: { $0.redirection = nil },
      device: {
        $0.sidePorts = [
          seen(PortSighting(port: 5900, transport: .tcp, state: .open, greeting: "SSH-2.0"), [8])
        ]
      }),
    Case(
      name: "the ping is off", change: { $0.general?.presencePing = false }, ids: ["AMT-NET-011"]),
    Case(
      name: "the redirection listener is off", change: { $0.redirection?.listener = false },
      ids: ["AMT-NET-012"]),
  ]

  static let vnc = PortSighting(
    port: 5900, transport: .tcp, state: .open, greeting: "RFB 003.008")

  @Test("each comes where it must, and only there", arguments: cases)
  func findings(test: Case) throws {
    let found = try assessed(test).findings.filter { Self.ours.contains($0.id) }
    #expect(found.map(\.id) == test.ids)
    for finding in found {
      #expect(!finding.evidence.observations.isEmpty && !finding.title.contains("{"))
    }
  }

  @Test("no configuration, no finding from it; VNC on the network is at most a question")
  func none()
    throws
  {
    let device = configured("12.0.93.2000", .admin, secure: true).with {
      $0.sidePorts = [seen(Self.vnc, [8])]
    }
    let found = try assess(device).findings.filter { Self.ours.contains($0.id) }
    #expect(found.map(\.id) == ["AMT-NET-010"])
    #expect(found.first?.severity == .low && found.first?.confidence == .low)
    #expect(found.first?.evidence.observations == [ObservationID(8)])
  }

  @Test(
    "a policy that is fixed, and a setting that only the machine can change, have other remedies")
  func remedies() throws {
    let fixed = try assessed(
      Case(
        name: "",
        change: {
          $0.consent?.required = 1
          $0.consent?.canBeChanged = false
          $0.tls[0].acceptsPlain = true
          $0.tls[0].plainSupported = true
        }, site: Self.needy))
    let consent = fixed.findings.first { $0.id == "AMT-STATE-006" }
    #expect(consent?.remedy.contains("does not let the policy be changed") == true)
    let plain = fixed.findings.first { $0.id == "AMT-TLS-010" }
    #expect(plain?.remedy.contains("on the machine itself") == true)
  }

  @Test("client certificates by setting are told once")
  func mutual() throws {
    let bySetting = try assessed(Case(name: "", change: { $0.tls[0].mutual = true }))
    #expect(bySetting.ids.filter { $0 == "AMT-TLS-002" }.count == 1)
    let seenToo = try assessed(
      Case(
        name: "", change: { $0.tls[0].mutual = true },
        device: { device in
          var sighting = TLSSighting(port: 16993, outcome: .complete)
          sighting.versions = [.tls12]
          sighting.clientCertificateRequested = true
          device.tls = [seen(sighting, [9])]
        }))
    #expect(seenToo.ids.filter { $0 == "AMT-TLS-002" }.count == 1)
  }

  @Test("of several configurations the newest counts")
  func newest() throws {
    let old = WSManSighting.sample { $0.redirection?.vncPort = true }
    let new = WSManSighting.sample()
    let later = Timestamp(microseconds: Timestamp.testStart.microseconds + 60_000_000)
    let device = configured("12.0.93.2000", .admin, secure: true).with {
      $0.configurations = [
        Seen(new, [8], first: later, last: later), seen(old, [7]),
      ]
    }
    #expect(try !assess(device).ids.contains("AMT-NET-010"))
  }

  @Test("addresses that AMT tells: static beside a lease, shared before 7.0, a host that is static")
  func addresses() throws {
    func device(_ version: String, _ change: (inout WSManSighting) -> Void) -> Device {
      configured(version, .admin).with {
        $0.configurations = [seen(WSManSighting.sample(change), [7])]
      }
    }
    var message = DHCPSighting(message: "ACK")
    message.yourAddress = ip4("10.0.0.9")
    let lease = message
    let leased = device("12.0.93.2000") { $0.interfaces[0].dhcp = false }
      .with { $0.lease = seen(lease, [3]) }
    #expect(try assess(leased).ids.contains("AMT-ENV-005"))
    let shared = device("6.2.61.3535") {
      $0.interfaces[0].dhcp = false
      $0.interfaces[0].sharedStaticAddress = true
    }
    #expect(try assess(shared).ids.contains("AMT-ENV-007"))
    let newer = device("12.0.93.2000") {
      $0.interfaces[0].dhcp = false
      $0.interfaces[0].sharedStaticAddress = true
    }
    #expect(try !assess(newer).ids.contains("AMT-ENV-007"))
    let host = try assess(device("12.0.93.2000") { $0.hostDHCP = false })
    #expect(host.findings.first { $0.id == "AMT-ENV-002" }?.evidence == [7])
    #expect(try !assess(device("12.0.93.2000") { _ in }).ids.contains("AMT-ENV-002"))
  }
}

@Suite("The name by which a device was reached") struct ReachedNameTests {
  private func ids(_ reached: [String], _ leaf: CertificateFact) throws -> [String] {
    try assess(
      Device.sample(
        version: "12.0.93.2000", state: .post, ports: [16993], certificate: leaf
      ).with { device in
        device.names.reached = reached.map { seen($0, [5]) }
      }
    ).ids
  }

  @Test(
    "is held against the certificate as a console would",
    arguments: [
      ("pc-7.corp.example", "pc-7.corp.example", [], true),
      ("PC-7.Corp.Example", "pc-7.corp.example", [], true),
      ("pc-7.corp.example", "pc-7", [], false),
      ("pc-7", "pc-7", [], true),
      ("pc-7.corp.example", "pc-8.corp.example", [], false),
      ("pc-7.corp.example", "x", ["pc-7.corp.example"], true),
      // A certificate with DNS names is held against these alone.
      ("pc-7.corp.example", "pc-7.corp.example", ["pc-8.corp.example"], false),
      ("pc-7.corp.example", "x", ["*.corp.example"], true),
      ("pc-7.floor.corp.example", "x", ["*.corp.example"], false),
      ("corp.example", "x", ["*.example"], false),
    ] as [(String, String, [String], Bool)])
  func match(reached: String, common: String, dns: [String], fits: Bool) throws {
    let found = try ids([reached], certificate(common, dnsNames: dns))
    #expect(found.contains("AMT-CERT-007") == !fits)
  }

  @Test("one of several names is enough, and without a name nothing is said") func several() throws
  {
    let leaf = certificate("pc-7.corp.example")
    #expect(try !ids(["old.corp.example", "pc-7.corp.example"], leaf).contains("AMT-CERT-007"))
    #expect(try !ids([], leaf).contains("AMT-CERT-007"))
  }
}

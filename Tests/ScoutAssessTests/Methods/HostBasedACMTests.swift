import ScoutModel
import ScoutTestKit
import Testing

@testable import ScoutAssess

@Suite("Host-based with a certificate") struct HostBasedACMTests {
  private let needs: (ProvisioningCertificate) -> SiteProfile = { certificate in
    profile {
      $0.needs = [.unattended]
      $0.certificates = [certificate]
    }
  }

  @Test("needs a certificate, and says so as what to obtain")
  func certificate() throws {
    let result = try assess(factory("12.0.93.2000"), profile { $0.needs = [.unattended] })
    #expect(result.recommendation.advice == .hostBasedACM)
    #expect(result.recommendation.blockers.map(\.rule) == ["certificate-needed"])
    #expect(result.recommendation.nextStep.text.hasPrefix("Obtain a provisioning certificate"))
  }

  @Test("asks how far 6.2 goes, rather than deny it")
  func early() throws {
    let result = try assess(factory("6.2.61.3535"), needs(provisioning("a.corp.example.com")))
    let verdict = try #require(result.recommendation.verdict(.hostBasedACM))
    #expect(verdict.eligibility == .undetermined)
    #expect(verdict.reasons.first?.certainty == .inferred)
    #expect(verdict.missing.first?.rule == "measure-allowedControlModes")
  }

  @Test("takes the firmware's own suffix before option 15")
  func suffix() throws {
    let device = factory("12.0.93.2000", option15: "firm.local")
    let certificate = provisioning("a.corp.example.com")
    let plain = try assess(device, needs(certificate))
    #expect(plain.recommendation.eligibility(.hostBasedACM) == .ineligible)
    #expect(plain.recommendation.blockers.map(\.rule).contains("suffix-mismatch"))
    let told = try assess(
      device,
      profile {
        $0.certificates = [certificate]
        $0.needs = [.unattended]
        var own = DeviceProfile(match: "10.0.0.5")
        own.pkiSuffix = domain("corp.example.com")
        $0.devices = [own]
      })
    #expect(told.recommendation.eligibility(.hostBasedACM) == .eligible)
    let host = device.with {
      var inventory = HostInventory(tool: "rpc amtinfo")
      inventory.dnsSuffix = "corp.example.com"
      $0.hosts = [seen(inventory)]
    }
    #expect(
      try assess(host, needs(certificate)).recommendation.eligibility(.hostBasedACM) == .eligible)
  }

  @Test("chooses the certificate that fits best")
  func best() throws {
    let result = try assess(
      factory("12.0.93.2000"),
      profile {
        $0.certificates = [provisioning("a.other.org"), provisioning("a.corp.example.com")]
        $0.needs = [.unattended]
      })
    #expect(result.recommendation.eligibility(.hostBasedACM) == .eligible)
  }

  @Test("holds an expired certificate against it only as a doubt")
  func expired() throws {
    let certificate = provisioning("a.corp.example.com", notAfter: "2020-01-01T00:00:00Z")
    let result = try assess(factory("12.0.93.2000"), needs(certificate))
    let verdict = try #require(result.recommendation.verdict(.hostBasedACM))
    #expect(verdict.eligibility == .undetermined)
    #expect(verdict.rules.contains("certificate-dates"))
  }

  @Test("marks fits by wildcard as likely")
  func likely() throws {
    let result = try assess(factory("12.0.93.2000"), needs(provisioning("*.corp.example.com")))
    let verdict = try #require(result.recommendation.verdict(.hostBasedACM))
    #expect(verdict.eligibility == .eligible && verdict.rules.contains("suffix-likely"))
  }

  @Test("knows the trusted roots where the host tells them")
  func roots() throws {
    let certificate = provisioning("a.corp.example.com")
    let root = try #require(certificate.chain.last?.fingerprint)
    func device(_ hash: String, active: Bool = true) -> Device {
      factory("12.0.93.2000").with {
        var host = HostInventory(tool: "rpc amtinfo")
        host.rootHashes = [
          RootHash(name: "R", algorithm: "SHA256", hash: hash, isActive: active, isDefault: true)
        ]
        $0.hosts = [seen(host)]
      }
    }
    let known = try assess(device(root.uppercased()), needs(certificate))
    #expect(known.recommendation.eligibility(.hostBasedACM) == .eligible)
    let off = try assess(device(root, active: false), needs(certificate))
    #expect(off.recommendation.eligibility(.hostBasedACM) == .ineligible)
    // Hashes of another kind cannot be compared with the root's SHA-256.
    let sha1 = try assess(device(String(repeating: "a", count: 40)), needs(certificate))
    #expect(sha1.recommendation.eligibility(.hostBasedACM) == .eligible)
    #expect(sha1.recommendation.missing.map(\.rule).contains("measure-rootHashes"))
  }

  @Test("leaves it open where servers hand out suffixes that differ in the fit")
  func conflicting() throws {
    let device = factory("12.0.93.2000").with {
      $0.option15 = .conflicting([
        Claim("corp.example.com", source: "10.0.0.1", [1]),
        Claim("firm.local", source: "10.0.0.2", [2]),
      ])
    }
    let result = try assess(device, needs(provisioning("a.corp.example.com")))
    #expect(result.recommendation.eligibility(.hostBasedACM) == .undetermined)
  }
}

import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutAssess

/// The bands of versions, written by hand from the knowledge and not from the rules: on both sides
/// of each boundary, and in the middle of each generation.
private let bands = """
  host-based | no | 1.0 2.0 2.5 2.6 3.0 3.2 4.0 4.1 4.2 5.0 5.1 5.2 5.99.99.9999 6.0 6.0.99 6.1 6.1.99.9999
  host-based | yes | 6.2 6.2.0.0 6.2.61.3535 7.0 7.1 8.0 8.1 9.0 9.1 9.5 10.0 11.0 11.8 12.0 14.1 15.0 16.0 16.1 18.0 19.0 21.9 22.0 23.1
  host-based | open | 6
  host-based-acm | no | 1.0 2.6 4.1 5.2 6.0 6.1 6.1.99.9999
  host-based-acm | open | 6 6.2 6.2.61.3535 6.99.99.9999
  host-based-acm | yes | 7.0 7.0.0.0 7.1 8.1 9.5 10.0 11.0 11.8 12.0 14.1 15.0 16.0 16.1 18.9 19.0 22.0
  pki | no | 1.0 1.9 2.0 2.1 2.2 2.5 2.5.99.9999
  pki | open | 2
  pki | yes | 2.6 2.6.0.0 3.0 3.2 4.0 4.1 5.0 5.1 6.0 6.1 6.2 7.0 8.1 9.5 10.0 11.0 12.0 14.1 15.0 16.0 16.1 19.0 22.0
  psk | no | 1.0 1.9 1.99.99.9999 11.0 11.0.0.0 11.5 11.8.94.4494 12.0 14.1 15.0 16.0 16.1 18.0 19.0 22.0
  psk | yes | 2.0 2.0.0.0 2.1 2.5 2.6 3.0 4.0 5.2 6.1 6.2 7.1 8.1 9.5 10.0 10.0.55.3000 10.99.99.9999
  usb | no | 1.0 2.0 2.6 3.2 4.0 4.0.99.9999
  usb | open | 4
  usb | yes | 4.1 4.1.0.0 4.2 5.0 5.2 6.0 6.2 7.1 9.5 11.0 12.0 15.0 16.1 19.0 22.0
  manual | yes | 1.0 2.0 2.6 4.0 4.1 6.1 6.2 10.0 11.0 15.0 16.1 19.0 22.0
  """

/// Which rules speak below and from each boundary on.
private let voices = """
  host-based-local-tls | no | 16.1 17.9 17.99.99.9999
  host-based-local-tls | yes | 18.0 18.0.0.0 19.0
  host-based-acm-secure | no | 18.0 18.99.99.9999
  host-based-acm-secure | yes | 19.0 19.0.0.0 20.1
  host-based-acm-password | no | 18.99.99.9999
  host-based-acm-password | yes | 19.0
  acm-domain-after-enable | no | 16.0 16.0.99.9999
  acm-domain-after-enable | yes | 16.1 16.1.0.0 18.0
  pki-strict-name | yes | 2.6 3.2 4.0 4.0.99.9999
  pki-strict-name | no | 4.1 5.0 6.2
  usb-off-in-bios | no | 10.0 10.99.99.9999
  usb-off-in-bios | yes | 11.0 16.1
  psk-phased-out | yes | 9.5 10.0.55.3000
  certificate-old-strength | no | 19.0 21.9 21.99.99.9999
  certificate-old-strength | yes | 22.0 22.0.0.0 23.0
  firmware-11-8-first | no | 10.0.55.3000 11.8 11.8.94.4494 12.0
  firmware-11-8-first | yes | 11.0 11.5 11.6 11.7 11.7.99.9999
  firmware-out-of-support | yes | 6.2 9.5 10.0 10.99.99.9999
  firmware-out-of-support | no | 11.0 12.0 16.1
  """

private struct Case: Sendable, CustomTestStringConvertible {
  let what: String
  let expected: String
  let version: String
  var testDescription: String { "\(what) \(version)" }

  static func all(_ table: String) -> [Case] {
    table.split(separator: "\n").flatMap { line -> [Case] in
      let cells = line.split(separator: "|").map { cell in
        cell.split(separator: " ").map(String.init)
      }
      guard cells.count == 3 else { return [] }
      return cells[2].map { Case(what: cells[0][0], expected: cells[1][0], version: $0) }
    }
  }
}

@Suite("The bands of versions") struct BandTests {
  private static let site = profile {
    $0.certificates = [provisioning("setup.corp.example.com")]
  }

  @Test("open and close each method on the right side", arguments: Case.all(bands))
  private func method(_ one: Case) throws {
    let method = try #require(ConfigurationMethod(rawValue: one.what))
    let verdict = try assess(factory(one.version), Self.site).recommendation.eligibility(method)
    let expected: Eligibility? =
      switch one.expected {
      case "yes": .eligible
      case "no": .ineligible
      case "open": .undetermined
      default: nil
      }
    #expect(verdict == expected)
  }

  @Test("let each rule speak where it should, and only there", arguments: Case.all(voices))
  private func voice(_ one: Case) throws {
    let advice = try assess(factory(one.version), Self.site).recommendation
    let said = advice.reasons + advice.blockers + advice.verdicts.flatMap(\.reasons)
    #expect(said.contains { $0.rule == one.what } == (one.expected == "yes"))
  }

  @Test("are many")
  func count() {
    #expect(Case.all(bands).count >= 150)
    #expect(Case.all(voices).count >= 45)
  }

  @Test(
    "ask for the console's TLS only where firmware has dropped what it speaks",
    arguments: [
      ("1.0", "11.8.94.4494", nil), ("1.0", "12.0.93.2000", "console-tls-10"),
      ("1.0", "16.1.27.2000", "console-tls-10"), ("1.1", "12.0.93.2000", nil),
      ("1.1", "15.0.45.2000", nil), ("1.1", "16.0.15.2000", "console-tls-11"),
      ("1.2", "19.0.0.2000", nil), (nil, "16.0.15.2000", nil),
    ] as [(String?, String, String?)])
  func console(tls: String?, version: String, rule: String?) throws {
    let advice = try assess(factory(version), profile { $0.consoleTLS = tls }).recommendation
    #expect(advice.reasons.first { $0.rule.hasPrefix("console-tls") }?.rule == rule)
  }

  @Test(
    "know a root by SHA-1 alone as something to change from 11.0 on",
    arguments: [("10.0.55.3000", false), ("11.8.94.4494", true), ("14.1.70.2000", true)])
  func sha1(version: String, warned: Bool) throws {
    var certificate = provisioning("setup.corp.example.com")
    certificate.chain[1].fingerprintSHA1 = String(repeating: "1", count: 40)
    let device = factory(version).with {
      var host = HostInventory(tool: "rpc amtinfo")
      host.rootHashes = [
        RootHash(
          name: "R", algorithm: "SHA1", hash: String(repeating: "1", count: 40), isActive: true,
          isDefault: false)
      ]
      $0.hosts = [seen(host)]
    }
    let advice = try assess(device, profile { $0.certificates = [certificate] }).recommendation
    #expect(advice.eligibility(.pki) == .eligible)
    let rules = try #require(advice.verdict(.pki)).rules
    #expect(rules.contains("certificate-root-sha1") == warned)
  }
}

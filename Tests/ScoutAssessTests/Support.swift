import ScoutModel
import ScoutNet
import ScoutTestKit

@testable import ScoutAssess

/// A moment at which the samples' observations are fresh.
let noon = Timestamp(microseconds: Timestamp.testStart.microseconds + 3_600_000_000)

/// The site's default profile, changed.
func profile(_ change: (inout SiteProfile) -> Void = { _ in }) -> SiteProfile {
  var profile = SiteProfile()
  change(&profile)
  return profile
}

/// A provisioning certificate in good order for `names`, with its root.
func provisioning(
  _ names: String..., usages: [String]? = nil, units: [String] = [], keyBits: Int = 2048,
  signature: String = "sha256WithRSAEncryption", notAfter: String = "2035-01-01T00:00:00Z"
) -> ProvisioningCertificate {
  let leaf = certificate(
    names.first, dnsNames: Array(names.dropFirst()), units: units, issuer: "Vendor Root",
    notAfter: notAfter, keyBits: keyBits, signature: signature,
    usages: usages ?? [CertificateGrade.serverUsage, CertificateGrade.provisioningUsage])
  return ProvisioningCertificate(
    name: "provisioning.pem", chain: [leaf, certificate("Vendor Root", key: "root")])
}

/// Judges one device alone.
func assess(
  _ device: Device, _ profile: SiteProfile = SiteProfile(), at time: Timestamp = noon
) throws -> Assessment {
  let view = SiteView(devices: [device], segments: [])
  let result = Assessor().assess(view, profile: profile, at: time)
  guard let first = result.assessments.first else { throw NoRow() }
  return first
}

struct NoRow: Error {}

/// A device that is not configured, as a pong and a host file show it: the wire is known.
func factory(
  _ version: String?, product: Product = .amt, option15: String? = "corp.example.com"
) -> Device {
  let version = version.flatMap { FirmwareVersion($0) }
  var device = Device.sample(product: product, state: .pre, option15: option15)
  device.pongs = [seen(pong(version))]
  if let version { device.version = .told(version, by: "import", [1]) }
  return device
}

/// A device that is configured and answers on 16992, or from 16.1 on over TLS.
func configured(_ version: String, _ mode: ControlMode? = nil, secure: Bool = false) -> Device {
  var web = WebSighting(port: secure ? 16993 : 16992, secure: secure, outcome: .complete)
  web.product = .amt
  web.version = firmware(version)
  web.statuses = [303]
  return .sample(
    version: version, state: .post, controlMode: mode, ports: [web.port], web: web)
}

func pong(_ version: FirmwareVersion? = nil, enterprise: UInt32 = 343) -> PongSighting {
  PongSighting(bytes: [], enterprise: enterprise, product: .amt, version: version)
}

func seen<Value: Hashable & Sendable & Codable>(_ value: Value, _ evidence: Evidence = [1])
  -> Seen<Value>
{
  Seen(value, evidence, first: .testStart, last: .testStart)
}

extension Recommendation {
  func verdict(_ method: ConfigurationMethod) -> MethodVerdict? {
    verdicts.first { $0.method == method }
  }

  func eligibility(_ method: ConfigurationMethod) -> Eligibility? { verdict(method)?.eligibility }
}

extension MethodVerdict {
  var rules: [String] { reasons.map(\.rule) }
}

extension Assessment {
  var ids: [String] { findings.map(\.id) }
  func severity(_ id: String) -> Severity? { findings.first { $0.id == id }?.severity }
}

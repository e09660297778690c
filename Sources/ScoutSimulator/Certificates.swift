import ScoutModel
import ScoutTLS

/// Makes the site's certificates, with fixed keys, dates and serial numbers: always the same bytes.
struct Certificates {
  private typealias Authority = (certificatePEM: String, keyPEM: String)

  private let site: Authority
  /// The On-Die CA of the simulation: kernel, ROM and root, in the order they are sent.
  private let onDie: [Authority]
  private var made: [CertificatePlan: (chain: String, leaf: [UInt8], key: String)] = [:]

  init() throws(SiteError) {
    site = try Self.authority("Simulated Site CA", [], .long(50), by: nil)
    // Names of levels three and four follow what deployed tools look for; the rest is made up.
    let root = try Self.authority(
      "SIM ODCA root", ["ODCA 2 CSME P_SIMULATED"], .long(49), by: nil)
    let rom = try Self.authority(
      "CSME SIM ROM CA", ["ODCA 2 CSME P_SIMULATED"], .long(48), by: root)
    let kernel = try Self.authority("CSME SIM Kernel", ["CSME"], .long(47), by: rom)
    onDie = [kernel, rom, root]
  }

  /// The service with its TLS context and leaf, where it has TLS.
  mutating func prepare(_ service: Service) throws(SiteError) -> PreparedService {
    switch service.channel {
    case .plain, .refusal, .halfHandshake:
      return PreparedService(service: service)
    case .old(_, let face):
      return PreparedService(service: service, leaf: try make(face.certificate).leaf)
    case .tls(let face):
      let (chain, leaf, key) = try make(face.certificate)
      do {
        let context = try TLSServerContext(
          certificateChainPEM: chain, privateKeyPEM: key,
          minimum: face.versions.lowerBound.number, maximum: face.versions.upperBound.number,
          cipherList: face.suites, requestClientCertificate: face.clientCertificate != .notAsked,
          requireClientCertificate: face.clientCertificate == .required)
        return PreparedService(service: service, context: context, leaf: leaf)
      } catch {
        throw .certificate("\(face.certificate.commonName): \(error)")
      }
    }
  }

  /// The chain in PEM, the leaf in DER and the key of a planned certificate.
  mutating func make(
    _ plan: CertificatePlan
  ) throws(SiteError) -> (chain: String, leaf: [UInt8], key: String) {
    if let known = made[plan] { return known }
    let key = try Self.pem(plan.key)
    var maker = CertificateMaker(commonName: plan.commonName)
    maker.serial = plan.key.serial
    maker.dnsNames = plan.names
    (maker.notBefore, maker.notAfter) = plan.validity.dates
    if case .short = plan.key { maker.digest = .sha1 }
    let (issuer, rest): (Authority?, [Authority]) =
      switch plan.issuer {
      case .itself: (nil, [])
      case .site: (site, [site])
      case .onDie: (onDie.first, onDie)
      }
    let leaf = try Self.certificate(maker, key, by: issuer)
    let chain = ([leaf.pem] + rest.map(\.certificatePEM)).joined()
    made[plan] = (chain, leaf.der, key)
    return (chain, leaf.der, key)
  }

  private static func authority(
    _ name: String, _ units: [String], _ key: TestKey, by issuer: Authority?
  ) throws(SiteError) -> Authority {
    var maker = CertificateMaker(commonName: name)
    maker.organizationalUnits = units
    maker.serial = key.serial
    maker.isAuthority = true
    (maker.notBefore, maker.notAfter) = CertificatePlan.Validity.usual.dates
    let keyPEM = try pem(key)
    return (try certificate(maker, keyPEM, by: issuer).pem, keyPEM)
  }

  private static func pem(_ key: TestKey) throws(SiteError) -> String {
    guard let pem = key.pem else { throw .certificate("there is no key \(key)") }
    return pem
  }

  private static func certificate(
    _ maker: CertificateMaker, _ key: String, by issuer: Authority?
  ) throws(SiteError) -> CertificateMaker.Made {
    do {
      return try maker.certificate(keyPEM: key, issuer: issuer)
    } catch {
      throw .certificate("\(maker.commonName ?? ""): \(error)")
    }
  }
}

extension TestKey {
  /// The serial number of the certificate made with this key.
  fileprivate var serial: Int64 {
    switch self {
    case .short(let number): 1001 + Int64(number)
    case .long(let number): 2001 + Int64(number)
    }
  }
}

extension CertificatePlan.Validity {
  fileprivate var dates: (Timestamp, Timestamp) {
    let (from, to): (Int64, Int64) =
      switch self {
      case .usual: (1_704_067_200, 2_335_219_200)
      case .expired: (1_388_534_400, 1_546_300_800)
      case .notYet: (2_335_219_200, 2_966_371_200)
      }
    return (Timestamp(seconds: from), Timestamp(seconds: to))
  }
}

extension TLSFace.Version {
  fileprivate var number: TLSVersion {
    switch self {
    case .tls10: .tls10
    case .tls11: .tls11
    case .tls12: .tls12
    case .tls13: .tls13
    }
  }
}

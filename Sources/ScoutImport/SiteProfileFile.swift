package import ScoutModel
import ScoutNet
import Yams

/// The site profile: what the operator writes down of a site, as YAML.
///
/// Every key is optional. An unknown key, and a value that is not allowed, is an error that names it
/// and its line.
package enum SiteProfileFile {
  /// Profiles up to so many bytes are read.
  package static let sizeLimit = 1 << 20

  /// Reads a profile.
  /// - Parameters:
  ///   - path: The file's name, for messages.
  ///   - certificates: Reads the certificates of the file at a path as the profile writes it, leaf
  ///     first.
  /// - Throws: ``ImportError``.
  package static func parse(
    _ text: String, path: String, certificates: (String) throws -> [CertificateFact]
  ) throws -> SiteProfile {
    guard text.utf8.count <= sizeLimit else {
      throw ImportError(path, "is larger than \(sizeLimit >> 20) MiB")
    }
    guard let root = try YAMLValue.root(of: text, path: path, key: "the profile") else {
      return SiteProfile()
    }
    return try profile(root, certificates)
  }

  private static func profile(
    _ root: YAMLValue, _ certificates: (String) throws -> [CertificateFact]
  ) throws -> SiteProfile {
    let map = try root.map([
      "site", "home_domains", "dns_servers", "certificates", "segments", "policy", "needs",
      "small_site", "devices", "console_tls", "project_end",
    ])
    var profile = SiteProfile()
    if let value = map["site"] { profile.site = try value.text() }
    profile.homeDomains = try map["home_domains"]?.list().map { try $0.domain() } ?? []
    profile.nameServers = try map["dns_servers"]?.list().map { try $0.address() } ?? []
    profile.segments = try map["segments"]?.list().map(segment) ?? []
    profile.needs = Set(try map["needs"]?.list().map { try $0.choice(of: Need.self) } ?? [])
    if let value = map["small_site"] { profile.smallSite = try value.flag() }
    profile.consoleTLS = try map["console_tls"].map(consoleTLS)
    profile.projectEnd = try map["project_end"].map(day)
    profile.devices = try map["devices"]?.list().map(device) ?? []
    if let policy = try map["policy"]?.map(["agent", "touch", "consent"]) {
      if let value = policy["agent"] { profile.agentAllowed = try value.flag() }
      if let value = policy["touch"] { profile.touchAllowed = try value.flag() }
      if let value = policy["consent"] { profile.consentAvailable = try value.flag() }
    }
    for entry in try map["certificates"]?.list() ?? [] {
      profile.certificates.append(try certificate(entry, certificates))
    }
    return profile
  }

  private static func segment(_ value: YAMLValue) throws -> SegmentProfile {
    let map = try value.map(["prefix", "name", "medium", "option15"], required: ["prefix"])
    guard let text = try map["prefix"]?.text(), let prefix = Prefix(text) else {
      throw (map["prefix"] ?? value).error("needs a prefix, as in 10.1.0.0/22")
    }
    var segment = SegmentProfile(prefix: prefix)
    segment.name = try map["name"]?.text()
    segment.medium = try map["medium"]?.choice(of: Medium.self)
    segment.option15 = try map["option15"]?.text()
    return segment
  }

  /// The newest version of TLS that the console speaks.
  private static func consoleTLS(_ value: YAMLValue) throws -> String {
    let text = try value.text()
    guard ["1.0", "1.1", "1.2", "1.3"].contains(text) else {
      throw value.error("\(text.quoted) is not allowed; allowed are: 1.0, 1.1, 1.2, 1.3")
    }
    return text
  }

  private static func day(_ value: YAMLValue) throws -> Timestamp {
    let text = try value.text()
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard text.utf8.count == 10, parts.count == 3,
      let time = Timestamp(year: parts[0], month: parts[1], day: parts[2])
    else {
      throw value.error("\(text.quoted) is not a day, as in 2027-06-30")
    }
    return time
  }

  private static func device(_ value: YAMLValue) throws -> DeviceProfile {
    let map = try value.map(
      ["match", "form", "wired_port", "psk_preloaded", "pki_suffix"], required: ["match"])
    var device = DeviceProfile(match: try map["match"]?.text() ?? "")
    device.form = try map["form"]?.choice(of: FormFactor.self)
    device.wiredPort = try map["wired_port"]?.flag()
    device.pskPreloaded = try map["psk_preloaded"]?.flag()
    device.pkiSuffix = try map["pki_suffix"]?.domain()
    return device
  }

  private static func certificate(
    _ value: YAMLValue, _ certificates: (String) throws -> [CertificateFact]
  ) throws -> ProvisioningCertificate {
    let map = try value.map(["file", "password_file"], required: ["file"])
    let file = try map["file"]?.text() ?? ""
    let isPFX = file.lowercased().hasSuffix(".pfx") || file.lowercased().hasSuffix(".p12")
    if isPFX || map["password_file"] != nil {
      throw value.error(
        "only PEM is read; make it with: openssl pkcs12 -in \(file) -nokeys -out chain.pem")
    }
    let chain: [CertificateFact]
    do {
      chain = try certificates(file)
    } catch {
      throw value.error("\(file) cannot be used: \(error)")
    }
    guard !chain.isEmpty else { throw value.error("\(file) holds no certificate in PEM form") }
    return ProvisioningCertificate(name: file, chain: chain)
  }
}

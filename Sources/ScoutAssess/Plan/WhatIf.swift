package import ScoutModel
package import ScoutNet

/// Changes to a site that are thought of, not made.
package struct WhatIf: Hashable, Sendable {
  /// Option 15 by prefix; a blank text takes it away.
  package var option15: [(prefix: Prefix, suffix: String)] = []
  package var certificates: [ProvisioningCertificate] = []
  package var agent: Bool?
  package var touch: Bool?
  package var consent: Bool?
  package var needs: Set<Need>?
  /// Whether all firmware is updated to what cures the advisories of its branch.
  package var updatesFirmware = false

  package init() {}

  package static func == (left: Self, right: Self) -> Bool {
    left.option15.elementsEqual(right.option15, by: ==) && left.certificates == right.certificates
      && left.agent == right.agent && left.touch == right.touch && left.consent == right.consent
      && left.needs == right.needs && left.updatesFirmware == right.updatesFirmware
  }

  package func hash(into hasher: inout Hasher) {
    for change in option15 { hasher.combine(change.suffix) }
    hasher.combine(certificates)
  }

  /// A phrase for each change, in a fixed order.
  package var changes: [String] {
    var changes = option15.map { change in
      SuffixKind.isBlank(change.suffix)
        ? "no option 15 in \(change.prefix)" : "option 15 \(change.suffix) in \(change.prefix)"
    }
    changes += certificates.map { "with the certificate \($0.name)" }
    func note(_ flag: Bool?, _ yes: String, _ no: String) {
      if let flag { changes.append(flag ? yes : no) }
    }
    note(agent, "software on the hosts allowed", "no software on the hosts")
    note(touch, "visits allowed", "no visits")
    note(consent, "a user is there to consent", "no user to consent")
    if let needs {
      changes.append("needs: \(needs.map(\.rawValue).sorted().joined(separator: ", "))")
    }
    if updatesFirmware { changes.append("all firmware updated within its branch") }
    return changes
  }

  package func applied(to profile: SiteProfile) -> SiteProfile {
    var profile = profile
    profile.certificates += certificates
    profile.agentAllowed = agent ?? profile.agentAllowed
    profile.touchAllowed = touch ?? profile.touchAllowed
    profile.consentAvailable = consent ?? profile.consentAvailable
    profile.needs = needs ?? profile.needs
    for change in option15 {
      for place in profile.segments.indices
      where change.prefix.contains(profile.segments[place].prefix) {
        profile.segments[place].option15 = change.suffix
      }
    }
    return profile
  }

  package func applied(to view: SiteView, advisories: RuleOverrides = RuleOverrides()) -> SiteView {
    var view = view
    let cures = Advisory.overridden(Advisories.all, by: advisories)
    for place in view.devices.indices {
      let device = view.devices[place]
      for change in option15 where device.address.map(change.prefix.contains) == true {
        view.devices[place].option15 = .known(
          Claim(change.suffix, source: Self.source, device.option15.evidence))
      }
      if updatesFirmware, let version = device.version.best {
        let cured = Self.updated(version.value, cures)
        if cured != version.value {
          view.devices[place].version = .known(Claim(cured, source: Self.source, version.evidence))
        }
      }
    }
    for place in view.segments.indices {
      for change in option15 where change.prefix.contains(view.segments[place].prefix) {
        view.segments[place].option15 = [Claim(change.suffix, source: Self.source, .none)]
        view.segments[place].withoutOption15 = .none
      }
    }
    return view
  }

  /// The source of what is only thought of.
  static let source = "what-if"

  /// What `version` is updated to: the last cure of its branch, or the branch after it where the
  /// rules ask for that.
  static func updated(_ version: FirmwareVersion, _ advisories: [Advisory]) -> FirmwareVersion {
    var branch = FirmwareVersion(version.major, version.minor)
    if version.minor == nil { return version }
    if version.major == 6 {
      branch = FirmwareVersion(6, 2)
    } else if version.major == 11, version.isAtLeast(FirmwareVersion(11, 8)) == .no {
      branch = FirmwareVersion(11, 8)
    }
    let cure = advisories.flatMap(\.branches).compactMap(\.fixed)
      .filter { $0.major == branch.major && $0.minor == branch.minor }.max()
    guard let cure, version.isAtLeast(cure) != .yes else { return version }
    return cure
  }
}

extension ProvisioningCertificate {
  /// A certificate in good order for `names`, for asking what it would do before it is bought.
  package static func imagined(_ names: [String], at time: Timestamp) -> ProvisioningCertificate {
    func certificate(_ name: String, issuer: String) -> CertificateFact {
      var fact = CertificateFact(fingerprint: "")
      fact.commonNames = [name]
      fact.issuerCommonName = issuer
      fact.notBefore = Timestamp(seconds: 0)
      fact.notAfter = Timestamp(microseconds: time.microseconds + 31_536_000_000_000)
      fact.keyType = "RSA"
      fact.keyBits = 3072
      fact.signatureAlgorithm = "sha384WithRSAEncryption"
      fact.selfSigned = name == issuer
      return fact
    }
    let root = "a vendor's root"
    var leaf = certificate(names.first ?? "", issuer: root)
    leaf.dnsNames = Array(names.dropFirst())
    leaf.extendedKeyUsages = [CertificateGrade.serverUsage, CertificateGrade.provisioningUsage]
    return ProvisioningCertificate(
      name: "to buy: " + names.joined(separator: ", "),
      chain: [leaf, certificate(root, issuer: root)])
  }
}

import ScoutModel

/// Asks a provisioning certificate everything that devices ask of it.
struct CertificateLint {
  private let certificate: ProvisioningCertificate
  private let roots: RootSurvey
  private let end: Timestamp?

  init(_ certificate: ProvisioningCertificate, _ roots: RootSurvey, _ end: Timestamp?) {
    self.certificate = certificate
    self.roots = roots
    self.end = end
  }

  func checks(at time: Timestamp) -> [CertificateCheck] {
    guard let leaf = certificate.chain.first, leaf.defect == nil else {
      return [
        check(
          "readable", .no, "all", .observed,
          "The file holds no certificate that can be read\(certificate.chain.first?.defect.map { ": " + clip($0) } ?? "")."
        )
      ]
    }
    let grade = CertificateGrade(certificate, at: time)
    return [usage(grade), mark(leaf, grade), names(leaf), order(grade), anchored(grade)]
      + rootChecks() + [key, signature, strength, dates(leaf, at: time)]
  }

  private func check(
    _ id: String, _ passes: Ternary, _ firmware: String, _ source: Source,
    _ text: String, _ certainty: Certainty = .seen
  ) -> CertificateCheck {
    CertificateCheck(
      id: id, passes: passes, firmware: firmware,
      statement: Statement(
        text, rule: "lint-\(id)", source: source.description, certainty: certainty))
  }

  private func usage(_ grade: CertificateGrade) -> CertificateCheck {
    check(
      "usage", grade.hasServerUsage, "2.6 and later", .toolkitCertificate,
      grade.hasServerUsage == .yes
        ? "It has the server authentication usage 1.3.6.1.5.5.7.3.1."
        : "The server authentication usage 1.3.6.1.5.5.7.3.1 is missing: have it issued again.")
  }

  private func mark(_ leaf: CertificateFact, _ grade: CertificateGrade) -> CertificateCheck {
    let hasUsage = leaf.extendedKeyUsages.contains(CertificateGrade.provisioningUsage)
    let unit = leaf.organizationalUnits.first { unit in
      unit.lowercased().contains("client setup certificate")
    }
    let text: String
    if hasUsage {
      text = "It has the AMT usage \(CertificateGrade.provisioningUsage)."
    } else if grade.hasProvisioningMark == .yes {
      text = "Its organizational unit is \(CertificateGrade.provisioningUnit)."
    } else if let unit {
      text =
        "Its organizational unit is `\(clip(unit))`, and devices ask for "
        + "`\(CertificateGrade.provisioningUnit)`, letter by letter: have it issued again."
    } else {
      text =
        "Neither the AMT usage \(CertificateGrade.provisioningUsage) nor the unit "
        + "`\(CertificateGrade.provisioningUnit)` is in it: have it issued again."
    }
    return check(
      "mark", grade.hasProvisioningMark, "2.6 and later", .toolkitCertificate, text)
  }

  private func names(_ leaf: CertificateFact) -> CertificateCheck {
    let names = leaf.commonNames + leaf.dnsNames
    if names.isEmpty {
      return check(
        "names", .no, "2.6 and later", .toolkitCertificate,
        "It has neither a common name nor a DNS name to compare with the suffix.")
    }
    if names.allSatisfy({ $0.hasPrefix("*.") }) {
      return check(
        "names", .unknown, "2.6 and later", .toolkitCertificate,
        "All its names are wildcards, and how firmware compares those no vendor text confirms: try "
          + "one machine first.", .inferred)
    }
    return check(
      "names", .yes, "2.6 and later", .toolkitCertificate,
      "Devices compare their suffix with \(names.prefix(8).map(clip).joined(separator: ", ")).")
  }

  private func order(_ grade: CertificateGrade) -> CertificateCheck {
    check(
      "order", Ternary(grade.isInOrder), "all", .toolkitCertificate,
      grade.isInOrder
        ? "Each certificate of the file is followed by that of its issuer."
        : "The chain is out of order: put the leaf first, each followed by its issuer, root last.")
  }

  private func anchored(_ grade: CertificateGrade) -> CertificateCheck {
    check(
      "chain", Ternary(grade.root != nil), "all", .toolkitCertificate,
      grade.root != nil
        ? "The chain ends in a self-signed root."
        : "The chain does not end in a self-signed root: put the whole chain into the file.")
  }

  private func rootChecks() -> [CertificateCheck] {
    guard let root = certificate.chain.last, let prints = RootPrints(root) else { return [] }
    let name = clip(root.commonNames.first ?? "the root")
    var checks: [CertificateCheck] = []
    let counts = roots.count(prints)
    if counts.isEmpty {
      checks.append(
        check(
          "root", .unknown, "all", .sdkHash,
          "Which roots the firmware trusts differs by vendor and version; no host file lists them. "
            + "Run `rpc amtinfo -json` on one machine of each model and import it."))
    } else {
      func devices(_ trust: RootTrust) -> Int { counts[trust] ?? 0 }
      let lacking = devices(.absent) + devices(.switchedOff)
      var text = "Of \(counts.values.reduce(0, +)) devices whose list is known, "
      text += "\(devices(.trusted)) trust \(name)"
      if devices(.trustedBySHA1) > 0 {
        text += ", \(devices(.trustedBySHA1)) by its SHA-1 fingerprint only"
      }
      if devices(.switchedOff) > 0 { text += ", \(devices(.switchedOff)) have it switched off" }
      if devices(.absent) > 0 { text += ", \(devices(.absent)) lack it" }
      if devices(.unknown) > 0 {
        text += ", \(devices(.unknown)) list fingerprints of another kind"
      }
      checks.append(
        check(
          "root", lacking > 0 ? .no : devices(.unknown) > 0 ? .unknown : .yes, "all", .sdkHash,
          text + "."))
    }
    for known in KnownRoot.all where known.names(root) {
      checks.append(
        check(
          "root-generation", known.passes, known.firmware, known.source, known.text,
          known.certainty))
    }
    return checks
  }

  private var key: CertificateCheck {
    let short = certificate.chain.reduce(Ternary.no) { $0.or($1.hasShortKey(below: 2048)) }
    let others = certificate.chain.compactMap(\.keyType).filter {
      !$0.uppercased().hasPrefix("RSA")
    }
    if let other = others.first {
      return check(
        "key", .unknown, "all", .sdkHash,
        "A key of type \(clip(other)) is in the chain; no source says that firmware takes other "
          + "keys than RSA.", .inferred)
    }
    return check(
      "key", short.negated, "16.0 and later, 15.0 of the H platform", .sdkHash,
      short == .yes
        ? "A key below 2048 bits is in the chain, which this firmware refuses."
        : short == .no
          ? "All keys have 2048 bits or more." : "The length of a key in the chain is not known.")
  }

  private var signature: CertificateCheck {
    let old = certificate.chain.reduce(Ternary.no) { $0.or($1.hasOldSignature) }
    return check(
      "signature", old.negated, "16.0 and later, 15.0 of the H platform", .kbChain,
      old == .yes
        ? "A signature with SHA-1 or MD5 is in the chain, the root's own included, which this "
          + "firmware refuses."
        : old == .no
          ? "No signature in the chain rests on SHA-1 or MD5."
          : "A signature's algorithm is not known.")
  }

  private var strength: CertificateCheck {
    let old = certificate.chain.reduce(Ternary.no) { $0.or($1.isOfOldStrength) }
    return check(
      "strength", old.negated, "22.0 and later", .toolkitKeys,
      old == .yes
        ? "RSA below 3072 bits or SHA-256 is in the chain, deprecated for this firmware: it still "
          + "works, and the next one should have RSA 3072 and SHA-384."
        : "RSA 3072 and SHA-384 or better throughout.")
  }

  private func dates(_ leaf: CertificateFact, at time: Timestamp) -> CertificateCheck {
    let limit = max(end ?? time, time)
    let ends = certificate.chain.compactMap(\.notAfter).min()
    let passes = certificate.chain.reduce(Ternary.yes) { passes, link in
      passes.and(link.isOutOfDate(at: time).or(link.isOutOfDate(at: limit)).negated)
    }
    let text: String
    if let ends, ends < time {
      text = "It expired on \(ends.day): renew it with the same names."
    } else if let start = leaf.notBefore, time < start {
      text = "It is valid from \(start.day) only."
    } else if let ends, ends < limit {
      text = "It ends on \(ends.day), before the project does on \(limit.day): renew it in time."
    } else if let ends {
      text =
        "It is valid until \(ends.day)"
        + (end == nil ? "; name the project's end to compare." : ", past the project's end.")
    } else {
      text = "Until when it is valid cannot be read."
    }
    return check("dates", passes, "all", .sdkCertificate, text, .inferred)
  }
}

extension Timestamp {
  /// `2026-03-01`.
  var day: String { String(description.prefix(10)) }
}

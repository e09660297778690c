import ScoutModel
import ScoutNet

/// The certificates that the operator owns or considers, against what devices ask of them.
enum ProvisioningCertificateFindings {
  static let noServerUsage = FindingKind(
    .cert, 10, .high, .toolkitCertificate,
    title: "Provisioning certificate {0}: the server usage 1.3.6.1.5.5.7.3.1 is missing",
    detail: "Devices refuse it: the first of their four checks fails.",
    remedy: "Have the certificate issued again with the server authentication usage.")
  static let noMark = FindingKind(
    .cert, 11, .high, .toolkitCertificate,
    title: "Provisioning certificate {0}: neither the AMT usage nor the AMT unit is in it",
    detail: "Devices ask for the usage 2.16.840.1.113741.1.2.3, or for the unit Intel(R) Client "
      + "Setup Certificate, letter by letter.",
    remedy: "Have the certificate issued again with one of the two.")
  static let noRoot = FindingKind(
    .cert, 12, .low, .toolkitCertificate,
    title: "Provisioning certificate {0}: the chain does not end in its root",
    detail: "Whether firmware trusts the root cannot be compared, and devices ask for a chain up "
      + "to a self-signed root.",
    remedy: "Put the whole chain into the file, leaf first, root last.")
  static let weak = FindingKind(
    .cert, 13, .medium, .sdkHash,
    title: "Provisioning certificate {0}: SHA-1, MD5 or RSA below 2048 bits is in its chain",
    detail: "Firmware 16 and later, and 15.0 of the H platform, refuses it.",
    remedy: "Have it issued again with SHA-256 and RSA of 2048 bits or more, root included.")
  static let expired = FindingKind(
    .cert, 14, .medium, .observed, title: "Provisioning certificate {0} expired on {1}",
    detail: "Servers and configurators refuse to use it.",
    remedy: "Renew the certificate with the same names.")
  static let notYetValid = FindingKind(
    .cert, 15, .medium, .observed, title: "Provisioning certificate {0} is valid from {1} only",
    detail: "Servers and configurators refuse to use it until then.",
    remedy: "Wait until then, or check the clock of this machine.")
  static let misfit = FindingKind(
    .cert, 16, .medium, .toolkitCertificate,
    title: "Provisioning certificate {0} does not fit: {1}",
    detail: "Machines that are given these suffixes refuse it.",
    remedy: "Have it issued for a name under each suffix, or change option 15 there.")
  static let disorder = FindingKind(
    .cert, 17, .low, .toolkitCertificate,
    title: "Provisioning certificate {0}: its chain is out of order",
    detail: "A certificate in the file is not followed by that of its issuer.",
    remedy: "Put the chain in order: leaf first, each followed by its issuer, root last.")
  static let unreadable = FindingKind(
    .cert, 18, .high, .observed, title: "Provisioning certificate {0} could not be read",
    detail: "Nothing can be said of what it fits.",
    remedy: "Give a PEM file with the whole chain, leaf first.")

  static let kinds = [
    noServerUsage, noMark, noRoot, weak, expired, notYetValid, misfit, disorder, unreadable,
  ]

  static func findings(
    _ view: SiteView, _ profile: SiteProfile, _ store: inout CertificateStore, at time: Timestamp
  ) -> [Finding] {
    var findings: [Finding] = []
    let suffixes = suffixes(view, profile)
    for (index, certificate) in profile.certificates.enumerated() {
      let grade = store.grades[index]
      let name = clip(grade.name)
      guard let leaf = certificate.chain.first, leaf.defect == nil else {
        findings.append(unreadable.aboutSite([name]))
        continue
      }
      if grade.hasServerUsage == .no { findings.append(noServerUsage.aboutSite([name])) }
      if grade.hasProvisioningMark == .no { findings.append(noMark.aboutSite([name])) }
      if grade.root == nil { findings.append(noRoot.aboutSite([name])) }
      if grade.isWeak == .yes { findings.append(weak.aboutSite([name])) }
      if !grade.isInOrder { findings.append(disorder.aboutSite([name])) }
      if let end = leaf.notAfter, end < time {
        findings.append(expired.aboutSite([name, end.description]))
      }
      if let start = leaf.notBefore, time < start {
        findings.append(notYetValid.aboutSite([name, start.description]))
      }
      var misfits: [String] = []
      var evidence: [ObservationID] = []
      for (suffix, own) in suffixes.sorted(by: { $0.key < $1.key }) {
        // Judged for today's firmware, which knows the table of top-level domains.
        guard store.verdict(index, suffix: suffix, table: .yes).fits == .no else { continue }
        misfits.append(clip(suffix))
        evidence += own.observations
      }
      if !misfits.isEmpty {
        findings.append(
          misfit.aboutSite([name, misfits.joined(separator: ", ")], Evidence(evidence)))
      }
    }
    return findings
  }

  private static func suffixes(_ view: SiteView, _ profile: SiteProfile) -> [String: Evidence] {
    var suffixes: [String: Evidence] = [:]
    for segment in view.segments {
      for claim in segment.option15 where !SuffixKind.isBlank(claim.value) {
        let name = DomainName(claim.value)?.text ?? claim.value
        suffixes[name] = suffixes[name].map { $0 + claim.evidence } ?? claim.evidence
      }
    }
    for segment in profile.segments {
      guard let told = segment.option15, !SuffixKind.isBlank(told) else { continue }
      let name = DomainName(told)?.text ?? told
      if suffixes[name] == nil { suffixes[name] = Evidence.none }
    }
    return suffixes
  }
}

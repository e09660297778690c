import ScoutModel

/// What the methods that need a provisioning certificate ask of it.
enum CertificateRules {
  static let methods: [ConfigurationMethod] = [.hostBasedACM, .pki]

  static let current: [Rule] = [
    Rule(
      "certificate-needed", .blocks, of: methods, when: .noCertificate, .sdkCertificate,
      remedy: .obtainCertificate,
      "It takes a provisioning certificate, and the site profile names none."),
    Rule(
      "certificate-purpose", .blocks, of: methods, when: .certificateWithoutPurpose,
      .toolkitCertificate, remedy: .reissueCertificate,
      "{certificate} lacks the server usage, or both the AMT usage 2.16.840.1.113741.1.2.3 and the "
        + "unit Intel(R) Client Setup Certificate."),
    Rule(
      "certificate-weak", .blocks, of: methods, from: FirmwareVersion(16, 0),
      when: .certificateWeak,
      .sdkHash, remedy: .reissueCertificate,
      "Firmware 16 and later refuses RSA below 2048 bits and SHA-1 anywhere in the chain of "
        + "{certificate}."),
    Rule(
      "certificate-weak-15", .blocks, of: methods, from: FirmwareVersion(15, 0),
      below: FirmwareVersion(16, 0), when: .certificateWeak, certainty: .inferred, .kbChain,
      settledBy: .platform,
      "Firmware 15.0 of the H (desktop) platform refuses RSA below 2048 bits and SHA-1 in the "
        + "chain of {certificate}; have it issued again."),
    Rule(
      "certificate-old-strength", .warns, of: methods, from: FirmwareVersion(22, 0),
      when: .certificateOfOldStrength, .toolkitKeys, isLenient: true,
      "Firmware 22 and later deprecates RSA below 3072 bits and SHA-256 for provisioning."),
    Rule(
      "certificate-dates", .blocks, of: methods, when: .certificateOutOfDate, certainty: .inferred,
      .sdkCertificate, settledBy: .certificate,
      "{certificate} has expired or is not valid yet."),
    Rule(
      "certificate-root", .blocks, of: methods, when: .rootNotTrusted, .sdkHash,
      remedy: .obtainCertificate, isLenient: true,
      "The firmware's active roots do not hold the root of {certificate}: use another vendor, or "
        + "enter the root's hash by stick or in the MEBx."),
    Rule(
      "certificate-root-sha1", .warns, of: methods, from: FirmwareVersion(11, 0),
      when: .rootKnownBySHA1, .sdkHash, isLenient: true,
      "The firmware lists the root of {certificate} by its SHA-1 fingerprint only, a kind that is "
        + "no longer among the defaults from 11.0 on: enter its SHA-256 fingerprint, or use a root "
        + "that is listed by it."),
    Rule(
      "certificate-chain-order", .warns, of: methods, when: .chainOutOfOrder, certainty: .inferred,
      .chainSetting, isLenient: true,
      "The chain of {certificate} is out of order or does not reach its root: setting the chain may "
        + "fail (ERR/4). Put the leaf first, each followed by its issuer, root last."),
    Rule(
      "suffix-missing", .blocks, of: methods, when: .suffixMissing, .toolkit, remedy: .option15,
      "Neither DHCP option 15 nor a PKI DNS suffix is set: the certificate has nothing to fit."),
    Rule(
      "suffix-mismatch", .blocks, of: methods, when: .suffixMismatch, .toolkitCertificate,
      remedy: .option15, "{certificate} does not fit the suffix {suffix}."),
    Rule(
      "suffix-likely", .warns, of: methods, when: .suffixLikely, certainty: .inferred,
      .toolkitCertificate, isLenient: true,
      "{certificate} fits {suffix} by a reading of the rules that no vendor text confirms: try one "
        + "machine first."),
  ]

  static let seed: [Rule] = [
    Rule(
      "seed-certificate-needed", .blocks, of: [.pki], when: .noCertificate, .seed,
      remedy: .obtainCertificate,
      "It takes a remote configuration certificate; some customers cannot obtain one."),
    Rule(
      "seed-suffix-missing", .blocks, of: [.pki], when: .suffixMissing, .seed, remedy: .option15,
      "The certificate's domain must be designated by DHCP option 15, and there is none."),
    Rule(
      "seed-suffix-mismatch", .blocks, of: [.pki], when: .suffixMismatch, .seed, remedy: .option15,
      "The certificate's domain must be designated by DHCP option 15, which is {suffix}."),
  ]
}

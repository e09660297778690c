import ScoutModel
import ScoutNet

/// The DNS suffix that a provisioning certificate must fit.
struct SuffixFacts {
  /// The suffixes that count; several where sources disagree.
  let values: [String]
  /// Whether it is set in the firmware, rather than handed out as option 15.
  let isFromFirmware: Bool
  let isMissing: Ternary
  let evidence: Evidence

  init(
    _ device: Device, _ own: DeviceProfile?, _ told: SegmentProfile?, _ segment: Segment?
  ) {
    if let suffix = own?.pkiSuffix {
      self.init([suffix.text], firmware: true, .no, .none)
    } else if let host = device.hosts.first(where: { !($0.value.dnsSuffix ?? "").isEmpty }),
      let suffix = host.value.dnsSuffix, !SuffixKind.isBlank(suffix)
    {
      self.init([suffix], firmware: true, .no, host.evidence)
    } else {
      switch device.option15 {
      case .known(let claim) where SuffixKind.isBlank(claim.value):
        self.init([], firmware: false, .yes, claim.evidence)
      case .known(let claim):
        self.init([claim.value], firmware: false, .no, claim.evidence)
      case .conflicting(let claims):
        let values = claims.map(\.value).filter { !SuffixKind.isBlank($0) }
        self.init(
          values, firmware: false, values.count == claims.count ? .no : .unknown,
          device.option15.evidence)
      case .unknown:
        // Answers that were seen and carry no suffix say that there is none.
        if let lease = device.lease, lease.value.isFromServer, lease.value.message != "NAK",
          lease.value.domainName == nil
        {
          self.init([], firmware: false, .yes, lease.evidence)
          return
        }
        if let segment, segment.option15.isEmpty, segment.withoutOption15 != .none {
          self.init([], firmware: false, .yes, segment.withoutOption15)
          return
        }
        guard let told = told?.option15 else {
          self.init([], firmware: false, .unknown, .none)
          return
        }
        let isBlank = SuffixKind.isBlank(told)
        self.init(isBlank ? [] : [told], firmware: false, Ternary(isBlank), .none)
      }
    }
  }

  private init(
    _ values: [String], firmware: Bool, _ isMissing: Ternary, _ evidence: Evidence
  ) {
    self.values = values
    isFromFirmware = firmware
    self.isMissing = isMissing
    self.evidence = evidence
  }
}

import ScoutModel

/// How far the set-up of a device has come, also where no source says it in so many words.
struct InferredState {
  let value: ProvisioningState?
  let evidence: Evidence
  let certainty: Certainty
  /// Why, where it was concluded rather than told.
  let reason: String?

  init(_ device: Device, _ versions: VersionFacts) {
    if let told = device.state.best {
      self.init(told.value, told.evidence, .seen, nil)
    } else if let mode = device.controlMode.best {
      self.init(mode.value == .none ? .pre : .post, mode.evidence, .seen, nil)
    } else if let tls = device.tls.first(where: { $0.value.state != nil }) {
      self.init(
        tls.value.state, tls.evidence, .inferred,
        "Its certificate bears a name that AMT uses while it is being configured.")
    } else if let web = device.webs.first(where: { $0.value.product.isConfigurable }) {
      self.init(
        .post, web.evidence, .inferred,
        "AMT's web server answers, and it does so only once AMT is configured.")
    } else if versions.is61 == .no,
      let pong = device.pongs.first(where: { $0.value.product.isConfigurable })
    {
      self.init(
        .post, pong.evidence, .seen,
        "Firmware before 6.1 answers the presence ping only once it is configured.")
    } else {
      self.init(nil, .none, .seen, nil)
    }
  }

  private init(
    _ value: ProvisioningState?, _ evidence: Evidence, _ certainty: Certainty, _ reason: String?
  ) {
    self.value = value
    self.evidence = evidence
    self.certainty = certainty
    self.reason = reason
  }
}

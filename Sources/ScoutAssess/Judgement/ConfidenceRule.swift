import ScoutModel

/// How far a device's row can be trusted.
enum ConfidenceRule {
  static func judge(_ situation: Situation, _ advice: Recommendation, at time: Timestamp)
    -> (Confidence, [Statement])
  {
    let device = situation.device
    var reasons: [Statement] = []
    func say(_ text: String, _ rule: String, _ evidence: Evidence, _ certainty: Certainty = .seen) {
      reasons.append(
        Statement(
          text, rule: rule, source: Source.weighing.description, certainty: certainty,
          evidence: evidence))
    }
    if let contradiction = contradiction(device) {
      say(
        "Sources contradict each other on the \(contradiction.what).", "confidence-contradicted",
        contradiction.evidence)
      return (.low, reasons)
    }
    if time.since(device.lastSeen) > .seconds(86_400) {
      say("The last observation is older than a day.", "confidence-old", device.evidence)
      return (.low, reasons)
    }
    if situation.product == .unknown {
      say("Nothing tells what the machine is.", "confidence-unknown", device.evidence)
      return (.low, reasons)
    }
    var confidence = base(device, say)
    let chosen = advice.verdicts.first { Advice($0.method) == advice.advice }
    if advice.advice == .unknown || chosen?.eligibility == .undetermined {
      say("What decides the method is not known yet.", "confidence-open", .none)
      confidence = confidence == .high ? .medium : .low
    } else if chosen != nil, situation.state.value == nil {
      say("Whether it is already configured is not known.", "confidence-state", .none)
      confidence = confidence == .high ? .medium : .low
    }
    return (confidence, reasons)
  }

  private static func contradiction(_ device: Device) -> (what: String, evidence: Evidence)? {
    if case .conflicting = device.product { return ("product", device.product.evidence) }
    if case .conflicting = device.version { return ("version", device.version.evidence) }
    if case .conflicting = device.state { return ("state", device.state.evidence) }
    if case .conflicting = device.controlMode {
      return ("control mode", device.controlMode.evidence)
    }
    return nil
  }

  /// Counts the kinds of sources that say themselves what the machine is.
  private static func base(
    _ device: Device, _ say: (String, String, Evidence, Certainty) -> Void
  ) -> Confidence {
    let credentialed = [device.product.best?.source, device.version.best?.source]
      .contains("wsman")
    if credentialed {
      say(
        "The device itself told it, with credentials.", "confidence-credentials",
        device.version.evidence, .seen)
      return .high
    }
    if let hello = device.hellos.first(where: { $0.value.port == nil }) {
      say(
        "The device itself asked to be configured.", "confidence-hello", hello.evidence, .seen)
      return .high
    }
    let pong = device.pongs.first { $0.value.product != .unknown }
    let web = device.webs.first { $0.value.product != .unknown }
    let tls = device.tls.first { $0.value.state != nil }
    let host = device.hosts.first
    let redirection = device.redirections.first { $0.value.version != nil }
    let sources = [
      pong?.evidence, web?.evidence, tls?.evidence, redirection?.evidence, host?.evidence,
    ].compactMap(\.self)
    if sources.count >= 2 {
      say(
        "\(sources.count) independent sources agree.", "confidence-agree",
        Evidence(sources.flatMap(\.observations)), .seen)
      return .high
    }
    if let only = sources.first {
      say("One direct source says so.", "confidence-one", only, .seen)
      return .medium
    }
    say(
      "It is concluded from other observations.", "confidence-inferred", device.evidence,
      .inferred)
    return .low
  }
}

import ScoutModel
import ScoutPipeline

/// The few lines that a person reads when a run is over.
enum Summary {
  static func say(_ reading: SiteReading) {
    let assessments = reading.assessment.assessments
    var methods: [Advice: Int] = [:]
    for assessment in assessments { methods[assessment.recommendation.advice, default: 0] += 1 }
    let words = Advice.allCases.compactMap { advice in
      methods[advice].map { "\($0) \(advice.rawValue)" }
    }
    Terminal.say(
      "\(assessments.count) devices" + (words.isEmpty ? "" : ": " + words.joined(separator: ", ")))
    let severe = reading.assessment.allFindings.count { $0.severity >= .high }
    if severe > 0 { Terminal.say("\(severe) findings of severity high or critical") }
    for inquiry in reading.assessment.view.coverage.dhcpInquiries ?? [] {
      if let trouble = inquiry.trouble {
        Terminal.say("The DHCP servers of \(inquiry.segment) were not asked: \(trouble)")
      }
    }
    let silent = reading.assessment.view.coverage.total.silentAddresses
    if silent > 0 {
      Terminal.say(
        "\(silent) addresses were silent; that does not mean that no AMT is there")
    }
  }
}

import ScoutModel
import ScoutNet
import ScoutReport
import ScoutTestKit

extension ReportInput {
  /// A site of any size: the machines of ``SampleSite`` over and over, each with its own address.
  static func many(_ count: Int) -> ReportInput {
    let sample = SampleSite()
    var site = sample.site
    let models = site.assessments
    var assessments: [Assessment] = []
    assessments.reserveCapacity(count)
    for index in 0..<count {
      let model = models[index % models.count]
      var device = Device(
        id: DeviceID(ObservationID(Int64(index + 1) * 100)), firstSeen: model.device.firstSeen,
        lastSeen: model.device.lastSeen)
      device.product = model.device.product
      device.version = model.device.version
      device.span = model.device.span
      device.state = model.device.state
      device.ports = model.device.ports
      device.names = model.device.names
      device.option15 = model.device.option15
      device.tls = model.device.tls
      device.evidence = model.device.evidence
      let address = IPAddress.v4(IPv4Address(rawValue: 0x0A00_0000 + UInt32(index)))
      device.addresses = [
        Seen(address, model.device.evidence, first: device.firstSeen, last: device.lastSeen)
      ]
      device.segment = Prefix(address, length: 24)
      var assessment = Assessment(
        device: device, recommendation: model.recommendation,
        recommendation2011: model.recommendation2011, nameVerdict: model.nameVerdict,
        confidence: model.confidence)
      assessment.nameReasons = model.nameReasons
      assessment.readiness = model.readiness
      assessment.findings = model.findings.map {
        Finding(
          id: $0.id, severity: $0.severity, device: device.id, address: address, title: $0.title,
          detail: $0.detail, remedy: $0.remedy, source: $0.source, evidence: $0.evidence)
      }
      assessments.append(assessment)
    }
    site.assessments = assessments
    var input = sample.input
    input.site = site
    return input
  }
}

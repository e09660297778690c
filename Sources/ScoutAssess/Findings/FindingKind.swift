package import ScoutModel
import ScoutNet

/// What a finding is about: the middle part of its id.
package enum FindingArea: String, Hashable, Sendable, CaseIterable {
  case name = "NAME"
  case dhcp = "DHCP"
  case dns = "DNS"
  case cert = "CERT"
  case tls = "TLS"
  case fw = "FW"
  case state = "STATE"
  case net = "NET"
  case env = "ENV"
  case site = "SITE"
}

/// One kind of finding: its stable id and all its fixed words.
package struct FindingKind: Hashable, Sendable {
  /// `AMT-NAME-002`.
  package let id: String
  package let area: FindingArea
  /// What a finding of this kind usually weighs.
  package let severity: Severity
  /// With `{0}`, `{1}`, … for what was seen.
  package let title: String
  package let detail: String
  package let remedy: String
  package let source: Source
  /// How sure a finding of this kind usually is.
  package let confidence: Confidence

  init(
    _ area: FindingArea, _ number: Int, _ severity: Severity, _ source: Source,
    confidence: Confidence = .medium, title: String, detail: String, remedy: String
  ) {
    let digits = String(number)
    id =
      "AMT-\(area.rawValue)-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    self.area = area
    self.severity = severity
    self.title = title
    self.detail = detail
    self.remedy = remedy
    self.source = source
    self.confidence = confidence
  }

  /// A finding of this kind about a device.
  func about(
    _ device: Device, _ words: [String], severity: Severity? = nil, remedy: String? = nil,
    confidence: Confidence? = nil, _ evidence: Evidence
  ) -> Finding {
    Finding(
      id: id, severity: severity ?? self.severity, device: device.id, address: device.address,
      title: Template.fill(title, with: words), detail: detail, remedy: remedy ?? self.remedy,
      source: source.description, evidence: evidence, confidence: confidence ?? self.confidence)
  }

  /// A finding of this kind about the site or a part of it.
  func aboutSite(_ words: [String] = [], severity: Severity? = nil, _ evidence: Evidence = .none)
    -> Finding
  {
    Finding(
      id: id, severity: severity ?? self.severity, device: nil, address: nil,
      title: Template.fill(title, with: words), detail: detail, remedy: remedy,
      source: source.description, evidence: evidence, confidence: confidence)
  }
}

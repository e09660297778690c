package import ScoutModel
import ScoutNet

/// The columns of `devices.csv` for one machine, in the order of the contract.
package struct DeviceColumns {
  package static let names = [
    "id", "site", "ip", "other_ips", "mac", "uuid", "product", "version", "version_source",
    "state", "control_mode", "ports_open", "tls", "realm", "amt_fqdn", "ptr", "forward",
    "dhcp_name", "dhcp_option15", "tls_name", "name_verdict", "method", "method_2011",
    "confidence", "blockers", "alternatives", "next_step", "findings", "first_seen", "last_seen",
  ]

  let assessment: Assessment
  /// The site of the profile, for devices that carry no label of their own.
  let site: String

  package init(_ assessment: Assessment, site: String) {
    self.assessment = assessment
    self.site = site
  }

  private var device: Device { assessment.device }

  /// One cell for each of ``names``.
  package var cells: [CSVCell] {
    [
      .text(device.id.description),
      .text(device.site.isEmpty ? site : device.site),
      .text(device.address?.description ?? ""),
      .list(device.addresses.dropFirst().map(\.value.description)),
      .list(device.macs.map(\.value.description)),
      .text(device.uuid.best?.value.description ?? ""),
      .text(product.rawValue),
      .text(device.version.best?.value.description ?? ""),
      .text(device.version.best?.source ?? ""),
      .text(device.state.best?.value.rawValue ?? "unknown"),
      .text(device.controlMode.best?.value.rawValue ?? "unknown"),
      .text(ports),
      .text(tls),
      .text(device.realm.best?.value ?? ""),
      .list(device.names.amt.values.map(\.text)),
      .list(pointers),
      .list(forwards),
      .list(device.names.dhcp.values),
      .list(device.option15.values),
      .list(device.names.certificate.map(\.value)),
      .text(assessment.nameVerdict.rawValue),
      .text(assessment.recommendation.advice.rawValue),
      .text(assessment.recommendation2011.advice.rawValue),
      .text(assessment.confidence.rawValue),
      .list(assessment.recommendation.blockers.map(\.rule).unique),
      .list(assessment.recommendation.alternatives.map(\.rawValue)),
      .text(assessment.recommendation.nextStep.text),
      .list(assessment.findings.map(\.id).unique),
      .text(device.firstSeen.description),
      .text(device.lastSeen.description),
    ]
  }

  var product: Product { device.product.best?.value ?? .unknown }

  /// `16992 16993 623/udp`.
  var ports: String {
    Set(device.ports.map(\.value)).sorted().map(\.description).joined(separator: " ")
  }

  /// The versions in which a ServerHello came; `open` where a TLS port is open and none came.
  var tls: String {
    let versions = Set(device.tls.flatMap(\.value.versions)).sorted()
    guard versions.isEmpty else {
      return versions.map(\.description).joined(separator: " ")
    }
    let isOpen = device.ports.contains {
      $0.value == OpenPort(16993) || $0.value == OpenPort(16995)
    }
    let connected = device.tls.contains {
      $0.value.outcome != .notConnected && $0.value.outcome != .notAsked
    }
    return isOpen || connected ? "open" : ""
  }

  /// The names that PTR look-ups gave.
  var pointers: [String] {
    device.names.pointers.filter { $0.outcome == .answered }.flatMap(\.values).unique
  }

  /// The addresses that the machine's names lead to.
  var forwards: [String] {
    device.names.forwards.filter { $0.outcome == .answered }.flatMap(\.values).unique
  }
}

extension Known {
  /// The value, or every claim where they contradict each other.
  var values: [Value] {
    switch self {
    case .known(let claim): [claim.value]
    case .unknown: []
    case .conflicting(let claims): claims.map(\.value).unique
    }
  }
}

extension Sequence where Element: Hashable {
  /// The elements without repetitions, in the order of their first appearance.
  var unique: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}

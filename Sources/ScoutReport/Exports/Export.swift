package import ScoutModel
import ScoutNet

/// The forms in which other tools take machines from us. None holds a password.
package enum ExportFormat: String, Hashable, Sendable, CaseIterable {
  /// A shell script that adds configured machines to MeshCentral.
  case meshctrl
  /// Devices as the Console of the Device Management Toolkit takes them, as JSON.
  case console
  /// An inventory for Ansible, as YAML.
  case ansible
  /// A folder of lists, two for each method: computer names, and addresses.
  case targets
  /// Hosts and ports in nmap’s XML form.
  case nmap
}

/// A site's machines for the next tool.
///
/// What came from the network is a stranger's text: every form quotes it in the way of its reader,
/// and where a form takes host names only, what is none is replaced by the machine's id.
package struct Export: Sendable {
  let site: SiteAssessment
  let scans: [Scan]
  let program: String
  /// The machines to write: with AMT or Standard Manageability, but for `nmap`, which takes all.
  let machines: [Assessment]

  /// - Parameter method: only machines with this advice.
  package init(_ input: ReportInput, method: Advice? = nil) {
    site = input.site
    scans = input.scans
    program = input.program
    machines = input.site.assessments.filter {
      method == nil || $0.recommendation.advice == method
    }
  }

  /// Writes a form to `sink` as one text; the lists of `targets` each get a heading.
  package func write(_ format: ExportFormat, to sink: TextSink) throws {
    switch format {
    case .meshctrl: try writeMeshCtrl(to: sink)
    case .console: try writeConsole(to: sink)
    case .ansible: try writeAnsible(to: sink)
    case .nmap: try writeNmap(to: sink)
    case .targets:
      for list in lists {
        try sink("# \(list.name)\n" + list.lines.map { $0 + "\n" }.joined())
      }
    }
  }

  /// The machines that can be managed by AMT.
  var manageable: [Assessment] {
    machines.filter { $0.device.product.best?.value.isConfigurable ?? false }
  }

  /// Those of them that are set up, so that a console can connect.
  var configured: [Assessment] {
    manageable.filter { $0.device.state.best?.value == .post && $0.device.address != nil }
  }
}

extension Assessment {
  /// What to call the machine in another tool: its name where that is a host name, else its id.
  var exportName: String { device.label.asHostName ?? device.id.description }

  /// Where another tool reaches AMT: by the name where all sources agree on it, else by address.
  var exportHost: String {
    let address = device.address?.description ?? ""
    guard nameVerdict == .consistent, let name = device.label.asHostName, name.contains(".") else {
      return address
    }
    return name
  }

  /// Whether AMT takes TLS connections.
  var hasTLS: Bool { device.ports.contains { $0.value == OpenPort(16993) } }
}

extension String {
  /// The text where it is made of nothing but letters, digits, dots, hyphens and underscores, begins
  /// with a letter or digit, and is no longer than a host name may be.
  var asHostName: String? {
    guard let first = utf8.first, utf8.count <= 253, first.isLetterOrDigit,
      utf8.allSatisfy({ $0.isLetterOrDigit || ".-_".utf8.contains($0) })
    else { return nil }
    return self
  }

  /// As one word of a POSIX shell, whatever it holds.
  var shellQuoted: String {
    var word = "'"
    for scalar in Visible.text(self).unicodeScalars {
      if scalar == "'" { word += "'\\'" }
      word.unicodeScalars.append(scalar)
    }
    return word + "'"
  }
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}

import ScoutModel

extension ConfigurationMethod {
  /// What it costs, in a few words each.
  var costs: [String] {
    switch self {
    case .hostBased: ["software run once on the host"]
    case .hostBasedACM: ["software run once on the host", "a provisioning certificate"]
    case .pki: ["a provisioning certificate", "a configuration server", "a wired network"]
    case .psk: ["a PID and PPS for each machine", "a configuration server", "a wired network"]
    case .usb: ["a visit with a stick to each machine"]
    case .manual: ["hands at each machine for some minutes"]
    }
  }

  /// What a device configured in this way cannot do.
  var givesUp: [String] {
    switch self {
    case .hostBased:
      [
        "remote display, redirection and remote boot without the user's consent", "System Defense",
      ]
    case .hostBasedACM, .pki, .psk: []
    case .usb, .manual: ["TLS, 802.1x and Kerberos, until a console adds them"]
    }
  }

  /// What to do where nothing stands in the way.
  var step: String {
    switch self {
    case .hostBased: "Run the configurator on the host: it activates client control mode"
    case .hostBasedACM:
      "Run the configurator with the provisioning certificate on the host: it activates admin "
        + "control mode"
    case .pki: "Configure it from the server with the provisioning certificate"
    case .psk: "Give its PID and PPS to the configuration server, and enter them where not preset"
    case .usb: "Prepare a stick with setup.bin and start the machine from it once"
    case .manual: "Configure it by hand in the MEBx"
    }
  }
}

import ScoutModel

/// What is recorded of single roots. Firmware's own list, where a host file tells it, comes before.
struct KnownRoot: Hashable, Sendable {
  /// The common name holds one of these, in lower case…
  let parts: [String]
  /// …and none of these.
  var excluding: [String] = []
  let passes: Ternary
  let firmware: String
  let source: Source
  var certainty = Certainty.seen
  let text: String

  func names(_ root: CertificateFact) -> Bool {
    root.commonNames.contains { name in
      let name = name.lowercased()
      return parts.contains(where: name.contains) && !excluding.contains(where: name.contains)
    }
  }

  static let all: [KnownRoot] = [
    KnownRoot(
      parts: ["class 3 public primary certification authority"],
      excluding: ["g2", "g3", "g4", "g5"], passes: .no,
      firmware: "11.8.65.3580, 12.0.32.1420 and later", source: .sdkHash,
      text: "VeriSign's Class 3 G1 root was removed from this firmware: use another vendor or root."
    ),
    KnownRoot(
      parts: ["digicert"], excluding: ["digicert global root g2"], passes: .no,
      firmware: "16.0 and later, 15.0 of the H platform", source: .kbChain,
      text: "DigiCert's certificates must chain to its Global Root G2 for this firmware."),
    KnownRoot(
      parts: ["digicert global root g2"], passes: .yes,
      firmware: "16.0 and later, 15.0 of the H platform", source: .kbChain,
      text: "It chains to DigiCert Global Root G2, as this firmware asks."),
    KnownRoot(
      parts: ["digicert", "entrust", "go daddy", "godaddy", "starfield", "comodo", "sectigo"],
      passes: .unknown, firmware: "all", source: .toolkit,
      text:
        "Its vendor is one of those that today's documentation names; whether this root is in a "
        + "machine's list only the machine tells."),
    KnownRoot(
      parts: ["verisign", "go daddy", "godaddy", "comodo"], passes: .unknown, firmware: "3.0",
      source: .roots2008,
      text: "Its vendor's roots were in AMT 3.0; which of them, only the machine tells."),
  ]
}

import ScoutModel
import ScoutNet

/// What has to pass from where to where, for one purpose.
private struct Passage {
  let from: String
  let to: String
  /// As a firewall's form asks for it: `TCP 16993`.
  let port: String
  let purpose: String

  init(_ from: String, _ to: String, _ port: String, _ purpose: String) {
    self.from = from
    self.to = to
    self.port = port
    self.purpose = purpose
  }
}

extension Page {
  /// The sheet to hand to whoever runs the firewalls.
  func writeFirewall(to buffer: TextBuffer) throws {
    try buffer.write(
      """
      <section id="firewall" aria-labelledby="firewall-h">
      <h2 id="firewall-h">Firewall sheet</h2>
      <p class="lede">\(Glossary.linked(Self.explanation))</p>
      \(table("To use configured machines", Self.operation))\
      \(table("To configure machines", Self.configuration))\
      \(table("To repeat this assessment", assessment))</section>

      """ as Markup)
  }

  private static let explanation =
    "What has to pass between segments, by purpose. Open what the chosen methods need and nothing "
    + "more. From firmware 16.1 on AMT answers with TLS only: 16993, 16995 and 664 in place of "
    + "16992, 16994 and 623."

  private static let operation = [
    Passage("Console", "Machines", "TCP 16993", "Control over TLS"),
    Passage("Console", "Machines", "TCP 16995", "Redirection over TLS: screen, disk, serial"),
    Passage(
      "Console", "Machines", "TCP 16992",
      "Control without TLS. Passwords can be read and replayed; leave it closed where TLS is on"),
    Passage(
      "Console", "Machines", "TCP 16994", "Redirection without TLS. Leave it closed likewise"),
    Passage(
      "Console", "Machines", "TCP 5900",
      "The screen for plain VNC viewers, only where it was switched on"),
    Passage("Machines", "Name servers", "UDP and TCP 53", "AMT’s own look-ups"),
  ]

  private static let configuration = [
    Passage(
      "Machines", "Set-up server", "TCP 9971",
      "The hello message of machines that ask for their configuration by certificate or pre-shared "
        + "key"),
    Passage(
      "Set-up server", "Machines", "TCP 16993",
      "Set-up by certificate or pre-shared key, always inside TLS"),
    Passage(
      "Machines", "Name servers", "UDP and TCP 53",
      "Where AMT looks for provisionserver in its domain"),
    Passage(
      "Machines", "DHCP servers", "UDP 67 and 68", "The address and option 15, often by a relay"),
    Passage(
      "Agent on the machine", "Set-up server", "as its maker says",
      "Host-based set-up, by software on the machine"),
  ]

  /// What the scans of this report sent.
  private var assessment: [Passage] {
    let ports = Set(input.scans.flatMap(\.ports)).sorted().map(String.init)
    var passages: [Passage] = []
    if !ports.isEmpty {
      passages.append(
        Passage(
          "This scanner", "All targets", "TCP \(ports.joined(separator: ", "))",
          "The sweep, and the questions to ports that are open"))
    }
    if !ports.isEmpty {
      passages.append(
        Passage(
          "This scanner", "Machines known as AMT or DASH", "TCP 623, 664, 5900",
          "The ports of DASH, and the greeting of a VNC viewer’s port; nobody logs in"))
    }
    if input.scans.contains(where: \.presencePing) {
      passages.append(
        Passage(
          "This scanner", "All targets", "UDP 623",
          "The presence ping. Let answers and ICMP unreachable come back"))
    }
    passages.append(
      Passage("This scanner", "Name servers", "UDP and TCP 53", "Forward and reverse look-ups"))
    return passages
  }

  private func table(_ title: String, _ passages: [Passage]) -> Markup {
    let rows: [Markup] = passages.map { passage in
      """
      <tr><th scope="row">\(passage.from)</th><td>\(passage.to)</td>\
      <td><code>\(passage.port)</code></td><td>\(Glossary.linked(passage.purpose))</td></tr>

      """
    }
    return """
      <h3>\(title)</h3>
      <div class="scroll"><table class="wide passages"><caption class="away">\(title)</caption>
      <thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">Port</th>\
      <th scope="col">What for</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>

      """
  }
}

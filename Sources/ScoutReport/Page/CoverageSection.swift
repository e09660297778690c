import ScoutModel
import ScoutNet

extension Page {
  /// How many parts of the network are listed; run.json has them all.
  private static let prefixLimit = 256

  /// What the scan can speak for, what it lost, and what it could not see.
  func writeCoverage(to buffer: TextBuffer) throws {
    try buffer.write(
      """
      <section id="coverage" aria-labelledby="coverage-h">
      <h2 id="coverage-h">Coverage and limits</h2>
      <p class="lede">A report is only as good as what could be seen. This is what the statements \
      above rest on, and what they cannot say.</p>
      <ul class="limits">
      \(limits.map { "<li>\($0)</li>\n" as Markup })</ul>
      \(numbers)
      """ as Markup)
    try writePrefixes(to: buffer)
    try buffer.write("</section>\n")
  }

  private var limits: [Markup] {
    let coverage = site.view.coverage
    let total = coverage.total
    var limits: [Markup] = []
    func add(_ lead: Markup, _ text: String) {
      limits.append("<b>\(lead)</b> \(Glossary.linked(text))")
    }
    if total.silentAddresses > 0 {
      add(
        "\(counted(total.silentAddresses, "address", plural: "addresses")) stayed silent.",
        "They neither answered nor refused. That does not mean that no AMT is there: the machine "
          + "may be off or elsewhere, a firewall may drop the questions, or AMT may not be "
          + "configured, enabled or allowed to answer.")
    }
    if total.addresses > 0, !coverage.presencePing {
      add(
        "The presence ping was not sent.",
        "Machines whose AMT is not configured open none of the ports 16992 to 16995. The pong on "
          + "UDP 623 is the only sign of them on the network, so they are missing here unless a "
          + "file told of them.")
    } else if coverage.presencePing {
      add(
        "The presence ping does not reach every AMT.",
        "Firmware before 4.0 never answers it, firmware before 6.1 only when configured, and a "
          + "machine that is off or has a fixed address may stay silent. A missing pong proves "
          + "nothing.")
    }
    add(
      "Closed ports never mean “no AMT”.",
      "AMT that is not configured, that is disabled in the BIOS, or that calls home by CIRA keeps "
        + "its ports closed.")
    if coverage.unfinished {
      add("A scan was stopped before its end.", "What it did not reach is not in this report.")
    }
    if let dropped = total.answersDropped, dropped > 0 {
      add(
        "The scanning machine lost \(counted(dropped, "answer")).",
        "It was too busy to take them. The questions were asked again where repetitions were left; "
          + "a lower rate avoids it.")
    }
    if total.notSent > 0 {
      add(
        "\(counted(total.notSent, "question")) could not be sent.",
        "There was no buffer, no file or no route for them on the machine that scanned.")
    }
    if total.strays > 0 {
      add(
        "\(counted(total.strays, "answer")) came late, twice or from elsewhere.",
        "They were counted and not used.")
    }
    if coverage.captureDropped > 0 {
      add(
        "\(counted(coverage.captureDropped, "packet")) were lost while listening.",
        "DHCP or DNS answers may be among them.")
    }
    if coverage.dhcpRequests > 0, coverage.dhcpAnswers == 0 {
      add(
        "DHCP requests were heard, and no answer.",
        "The port that listened gets only what is sent to everybody. Option 15 as machines get it "
          + "can be heard on a mirrored port, or imported from the DHCP server.")
    } else if coverage.captured == 0, coverage.dhcpAnswers == 0 {
      add(
        "Nobody listened to the network.",
        "Option 15 is known only where a file, the profile or an answer to the scanner told it.")
    }
    for inquiry in coverage.dhcpInquiries ?? [] {
      if let trouble = inquiry.trouble {
        add("The DHCP servers of \(inquiry.segment.description) were not asked:", "\(trouble).")
      } else if inquiry.servers.isEmpty {
        add(
          "No DHCP server of \(inquiry.segment.description) answered this machine.",
          "That does not mean that there is none: some answer only those whose lease they hold, and "
            + "an ISC dhcpd that is not authoritative leaves the question unanswered.")
      }
    }
    let blind = site.assessments.count { $0.device.hosts.isEmpty }
    if blind > 0 {
      add(
        "\(machines(blind, Selections.list("from-outside"), "Seen from the network only")) were seen from the network only.",
        "AMT’s own name, its control mode, its trusted issuers and whether the BIOS enables it "
          + "show only with credentials or by a discovery tool on the machine.")
    }
    return limits
  }

  private var numbers: Markup {
    let total = site.view.coverage.total
    guard total.addresses > 0 else { return "" }
    let rows: [(Markup, Int)] = [
      ("Addresses asked", total.addresses),
      ("Questions sent", total.probes),
      ("Repetitions", total.repetitions),
      ("Repetitions by the kernel", total.kernelRepetitions),
      ("Ports open", total.open),
      ("Ports that refused", total.refused),
      ("Questions without an answer", total.silent),
      ("Unreachable, says a router", total.unreachable),
      ("Presence pongs", total.pongs),
      ("Addresses that stayed silent", total.silentAddresses),
      ("Questions that could not be sent", total.notSent),
      ("Late, double or strange answers", total.strays),
      ("Answers lost on the scanning machine", total.answersDropped ?? 0),
      ("Packets heard", site.view.coverage.captured),
      ("Packets lost while listening", site.view.coverage.captureDropped),
      ("DHCP requests heard", site.view.coverage.dhcpRequests),
      ("DHCP answers heard", site.view.coverage.dhcpAnswers),
    ]
    let cells: [Markup] = rows.map {
      "<div><dt>\($0.0)</dt><dd>\(grouped($0.1))</dd></div>\n"
    }
    return "<h3>In numbers</h3>\n<dl class=\"numbers\">\n\(cells)</dl>\n"
  }

  private func writePrefixes(to buffer: TextBuffer) throws {
    let prefixes = site.view.coverage.prefixes
    guard !prefixes.isEmpty else { return }
    try buffer.write(
      """
      <h3>By part of the network</h3>
      <div class="scroll"><table class="wide"><caption>What was asked and what came back</caption>
      <thead><tr><th scope="col">Prefix</th><th scope="col" class="n">Addresses</th>\
      <th scope="col" class="n">Questions</th><th scope="col" class="n">Open ports</th>\
      <th scope="col" class="n">Pongs</th><th scope="col" class="n">Refused</th>\
      <th scope="col" class="n">Silent addresses</th><th scope="col" class="n">Not sent</th></tr>\
      </thead>
      <tbody>

      """ as Markup)
    for prefix in prefixes.prefix(Self.prefixLimit) {
      let counts = prefix.counts
      let numbers = [
        counts.addresses, counts.probes, counts.open, counts.pongs, counts.refused,
        counts.silentAddresses, counts.notSent,
      ]
      try buffer.write(
        """
        <tr><th scope="row">\(prefix.prefix.description)</th>\
        \(numbers.map { "<td class=\"n\">\(grouped($0))</td>" as Markup })</tr>

        """ as Markup)
    }
    try buffer.write("</tbody></table></div>\n")
    let rest = prefixes.count - Self.prefixLimit
    if rest > 0 {
      try buffer.write(
        "<p class=\"aside\">\(grouped(rest)) more stand in run.json.</p>\n" as Markup)
    }
  }
}

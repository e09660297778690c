import ArgumentParser
import Foundation
import ScoutAssess
import ScoutModel
import ScoutNet
import ScoutPipeline
import ScoutReport
import ScoutTLS

/// What a site should buy, change and do, and what a change would bring.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "What to buy, change and do, in which order; and what a change would bring.",
    discussion: """
      Without changes the plan of the site as it is. Each of the options under What if changes it in \
      thought only; then counts for each method stand before and after, with the devices that move.

      Certificates are looked at closely (usage, names, chain, root, keys, signatures, dates) and \
      held against every suffix seen. The names worth buying come as a request configuration for \
      `openssl req -new -config`, and the DNS records of provisionserver, both for review.

      EXAMPLES
        amtscout plan
        amtscout plan --certificate provisioning.pem --until 2028-12-31
        amtscout plan --buy provisionserver.corp.example --option15 10.1.0.0/22=corp.example
        amtscout plan --agent no --update-firmware --json
        amtscout plan --output plan
      """)

  @OptionGroup(title: "Site") var site: SiteOptions
  @OptionGroup(title: "Site profile") var profile: ProfileOptions
  @OptionGroup(title: "Rules") var rules: RulesOptions
  @OptionGroup(title: "What if") var changes: ChangeOptions

  @Option(
    help: ArgumentHelp(
      "Until when certificates must be valid, as 2028-12-31.", valueName: "day"))
  var until: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "A folder for plan.txt, plan.json, certificate-request.cnf and provisionserver.zone.",
      valueName: "folder"))
  var output: String?

  @Flag(help: "One JSON object.")
  var json = false

  func validate() throws { _ = try end }

  private var end: Timestamp? {
    get throws {
      guard let until else { return nil }
      let parts = until.split(separator: "-").compactMap { Int($0) }
      guard until.utf8.count == 10, parts.count == 3,
        let time = Timestamp(year: parts[0], month: parts[1], day: parts[2])
      else { throw ValidationError("--until takes a day, as 2028-12-31") }
      return time
    }
  }

  func run() throws {
    var profile = try profile.read()
    if let end = try end { profile.projectEnd = end }
    let rules = try rules.read()
    let before = try site.reading(profile, rules)
    let change = try changes.read(at: before.time)
    var reading = before
    var comparison: PlanComparison?
    if !change.changes.isEmpty {
      reading = before.changed(change, rules: rules)
      comparison = PlanComparison(
        before.assessment, reading.assessment, changes: change.changes)
    }
    let report = Report(reading.input(at: .now, program: "amtscout \(Version.text)"))
    let plan = reading.assessment.plan
    let paper = PlanPaper(plan)
    if let output {
      let text = report.lines(plan, comparison: comparison, width: nil).joined(separator: "\n")
      let files = [
        ("plan.txt", text + "\n"),
        ("plan.json", report.jsonLine(plan, comparison: comparison) + "\n"),
        ("certificate-request.cnf", paper.request), ("provisionserver.zone", paper.records),
      ]
      for path in try explained({ try ReportFiles(folder: output).write(files) }) {
        Terminal.print(path)
      }
    } else if json {
      Terminal.print(report.jsonLine(plan, comparison: comparison))
    } else {
      let lines = report.lines(plan, comparison: comparison, width: Terminal.tableWidth)
      for line in lines { Terminal.print(line) }
      Terminal.print("\nREQUEST CONFIGURATION, FOR REVIEW (openssl req -new -config FILE)")
      Terminal.print(paper.request, terminator: "")
      Terminal.print("\nDNS RECORDS, FOR REVIEW")
      Terminal.print(paper.records, terminator: "")
    }
  }
}

/// Changes that are thought of.
struct ChangeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Add a provisioning certificate: a PEM file with the chain, leaf first.", valueName: "file"))
  var certificate: [String] = []

  @Option(
    help: ArgumentHelp(
      "Add a certificate in good order for these names, with commas, as if it were bought.",
      valueName: "names"))
  var buy: [String] = []

  @Option(
    help: ArgumentHelp(
      "Hand out this option 15 in a segment, as 10.1.0.0/22=corp.example; nothing after = takes it "
        + "away.", valueName: "prefix=suffix"))
  var option15: [String] = []

  @Option(
    help: ArgumentHelp("Allow or forbid software on the hosts: yes, no.", valueName: "answer"))
  var agent: Answer?

  @Option(help: ArgumentHelp("Allow or forbid visits to machines: yes, no.", valueName: "answer"))
  var touch: Answer?

  @Option(
    help: ArgumentHelp("A user is there to give consent, or not: yes, no.", valueName: "answer"))
  var consent: Answer?

  @Option(
    help: ArgumentHelp(
      "Other needs, with commas: unattended, tls, 802.1x, kerberos, system-defense; none.",
      valueName: "needs"))
  var needs: String?

  @Flag(help: "Update all firmware to what cures the advisories of its branch.")
  var updateFirmware = false

  enum Answer: String, ExpressibleByArgument, CaseIterable {
    case yes, no
  }

  func validate() throws {
    _ = try suffixes
    _ = try wanted
  }

  private var suffixes: [(prefix: Prefix, suffix: String)] {
    get throws {
      try option15.map { text in
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let prefix = Prefix(String(parts[0])) else {
          throw ValidationError(
            "--option15 takes a prefix and a suffix, as 10.1.0.0/22=corp.example")
        }
        let suffix = String(parts[1])
        guard suffix.isEmpty || DomainName(suffix) != nil else {
          throw ValidationError("--option15: \(suffix) is not a domain name")
        }
        return (prefix, suffix)
      }
    }
  }

  private var wanted: Set<Need>? {
    get throws {
      guard let needs, needs != "none" else { return needs == nil ? nil : [] }
      return Set(
        try needs.split(separator: ",").map { word in
          guard let need = Need(rawValue: String(word)) else {
            let allowed = Need.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--needs \(word): allowed are \(allowed), or none")
          }
          return need
        })
    }
  }

  /// The changes; certificates are read from their files.
  func read(at time: Timestamp) throws -> WhatIf {
    var change = WhatIf()
    change.option15 = try suffixes
    change.needs = try wanted
    change.agent = agent.map { $0 == .yes }
    change.touch = touch.map { $0 == .yes }
    change.consent = consent.map { $0 == .yes }
    change.updatesFirmware = updateFirmware
    for path in certificate {
      if path.lowercased().hasSuffix(".pfx") || path.lowercased().hasSuffix(".p12") {
        throw Failure(
          "\(path): only PEM is read; make it with: openssl pkcs12 -in \(path) -nokeys -out "
            + "chain.pem")
      }
      guard let data = FileManager.default.contents(atPath: path), data.count <= 4 << 20 else {
        throw Failure("\(path) cannot be read; does it exist, and may you read it?")
      }
      let chain = CertificateFact.certificates(pem: String(decoding: data, as: UTF8.self))
      guard !chain.isEmpty else {
        throw Failure("\(path) holds no certificate in PEM form; give the chain, leaf first")
      }
      change.certificates.append(ProvisioningCertificate(name: path, chain: chain))
    }
    for names in buy {
      let names = names.split(separator: ",").map(String.init)
      change.certificates.append(.imagined(names, at: time))
    }
    return change
  }
}

import ArgumentParser
import Foundation
import ScoutAssess
import ScoutModel
import ScoutPipeline
import ScoutReport
import ScoutStore

/// What changed between two scans or two site files.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what changed between two scans or two site files.",
    discussion: """
      OLD and NEW are site files, or the numbers of two scans of the file that --site names. \
      Without them the last two scans are compared. The same rules judge both, so that only what \
      was seen makes a difference.

      A machine is gone where it was asked again and not seen; that may mean no more than that it \
      is switched off. Where its address was not asked again, it is listed as not-asked.

      EXAMPLES
        amtscout diff
        amtscout diff 1 3 --site lyon.amtscout
        amtscout diff spring.amtscout autumn.amtscout --csv > changes.csv
        amtscout diff --json | jq '.devices[] | select(.change == "new")'
      """)

  @Argument(
    help: ArgumentHelp("The earlier look: a site file or a scan’s number.", valueName: "old"))
  var old: String?

  @Argument(help: ArgumentHelp("The later look: a site file or a scan’s number.", valueName: "new"))
  var new: String?

  @OptionGroup(title: "Site") var site: SiteOptions
  @OptionGroup(title: "Site profile") var profile: ProfileOptions
  @OptionGroup(title: "Rules") var rules: RulesOptions

  @Flag(help: "One JSON document, as reports/schema/diff.schema.json describes it.")
  var json = false

  @Flag(help: "Comma-separated values: change, id, ip, name, field, old, new.")
  var csv = false

  @Flag(help: "With --csv: a byte order mark and semicolons, for a double click in Excel.")
  var excel = false

  func validate() throws {
    if (old == nil) != (new == nil) {
      throw ValidationError("Name both looks, as in `amtscout diff 1 3`, or none for the last two")
    }
    if json && csv { throw ValidationError("--json and --csv do not go together") }
  }

  func run() throws {
    let profile = try profile.read()
    let rules = try rules.read()
    let (before, after) = try explained { try looks() }
    let changes = try explained {
      try SiteDifference(
        from: before, to: after, profile: profile, assessor: Assessor(overrides: rules))
    }
    if json {
      try changes.writeJSON { Terminal.print($0, terminator: "") }
    } else if csv {
      try changes.writeCSV(excel ? .excel() : CSVFormat()) { Terminal.print($0, terminator: "") }
    } else {
      show(changes)
    }
  }

  private func show(_ changes: SiteDifference) {
    if !changes.rows.isEmpty {
      for line in TextTable.changes(changes).lines(width: Terminal.tableWidth) {
        Terminal.print(line)
      }
      Terminal.print("")
    }
    Terminal.print("\(changes.sentence), between \(changes.old.name) and \(changes.new.name).")
  }

  private func looks() throws -> (SiteLook, SiteLook) {
    guard let old, let new else {
      let visits = try SiteLook.visits(of: SiteFile.open(path: site.path, create: false)).suffix(2)
      guard visits.count == 2, let first = visits.first, let last = visits.last else {
        throw Failure(
          "\(site.path) holds \(visits.isEmpty ? "no scan" : "one scan") only; scan again with "
            + "`amtscout assess`, or name two site files: amtscout diff OLD NEW")
      }
      return (first, last)
    }
    return (try look(old), try look(new))
  }

  private func look(_ text: String) throws -> SiteLook {
    guard let number = Int64(text), !FileManager.default.fileExists(atPath: text) else {
      return try SiteLook(SiteFile.open(path: text, create: false))
    }
    let file = try SiteFile.open(path: site.path, create: false)
    guard let look = try SiteLook.visit(number, of: file) else {
      let numbers = try file.scans().filter { !$0.targets.isEmpty }.map { String($0.id) }
      throw Failure(
        "\(site.path) has no scan \(number) that sent something; it has "
          + (numbers.isEmpty ? "none at all" : numbers.joined(separator: ", ")))
    }
    return look
  }
}

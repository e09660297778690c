import ArgumentParser
import ScoutModel
import ScoutPipeline
import ScoutStore

/// Takes in what other tools know: host-side discovery files.
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract:
      "Take in files of other tools and servers; the format is recognised from the content.",
    discussion: """
      Read are outputs of `rpc amtinfo`, as JSON or as text, of meshcmd, SCS discovery, \
      EMAConfigTool, the INTEL-SA-00075 tool, mei-amt-check, dmidecode and fw_ver, and tables of \
      Configuration Manager; results of nmap, masscan and runZero; leases and settings of DHCP servers \
      (ISC dhcpd, Kea, dnsmasq, Windows: Export-DhcpServer, Get-DhcpServerv4Lease | Export-Csv) and \
      of DHCP clients; `dig AXFR`; hosts files; Get-ADComputer | Export-Csv; ARP tables as CSV; \
      captures. A folder stands for the files in it. A file or line that cannot be read is named, \
      and the rest is still taken in.

      EXAMPLES
        amtscout import pc-0042.json pc-0043.json
        amtscout import amtinfo/ --site lyon.amtscout
        amtscout import /var/lib/dhcp/dhcpd.leases /etc/dhcp/dhcpd.conf
        dig @10.0.0.53 corp.example AXFR > zone.txt; amtscout import zone.txt
      """)

  @Argument(help: ArgumentHelp("Files and folders to read.", valueName: "file"))
  var files: [String]

  @OptionGroup(title: "Site") var site: SiteOptions
  @OptionGroup(title: "Site profile") var profile: ProfileOptions
  @OptionGroup(title: "Progress") var progress: ProgressOptions

  func run() async throws {
    let profile = try profile.read()
    let file = try explained { try SiteFile.open(path: site.path, create: true) }
    let taken = try await Self.take(
      files, into: file, profile: profile, command: Array(CommandLine.arguments.dropFirst()))
    if !progress.quiet { Terminal.say("\(taken) observations from files, kept in \(site.path)") }
  }

  /// Reads `paths` into `file`; says which could not be read, and fails where none could.
  @discardableResult
  static func take(
    _ paths: [String], into file: SiteFile, profile: SiteProfile, command: [String]
  ) async throws -> Int {
    try explained {
      let scan = try ScanSession.silentScan(in: file, command: command)
      let recorder = Recorder(file: file, scan: scan, questions: NameQuestions(profile: profile))
      let outcome = try FileImport(site: profile.site, recorder: recorder).take(paths)
      for complaint in outcome.complaints { Terminal.complain(complaint) }
      try recorder.record([]) { $0.ended = .now }
      if outcome.observations == 0, !outcome.complaints.isEmpty {
        throw Failure("none of the files could be read; nothing was imported")
      }
      return outcome.observations
    }
  }
}

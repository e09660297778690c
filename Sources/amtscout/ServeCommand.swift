import ArgumentParser
import ScoutModel
import ScoutPipeline
import ScoutServe
import ScoutStore

/// Shows a site file to a browser on this machine.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract:
      "Show a site file in a browser: a live picture during a scan, the report at any time.",
    discussion: """
      Only this machine can connect, and only with the token in the address that is printed. \
      Nothing can be changed through it. To look from another machine: \
      ssh -L 8642:127.0.0.1:8642 SCANNER, and the same address there. Ctrl-C ends it.

      EXAMPLES
        amtscout assess 10.1.0.0/22 & amtscout serve
        amtscout serve --site lyon.amtscout --port 0
      """)

  @OptionGroup(title: "Site") var site: SiteOptions
  @OptionGroup(title: "Site profile") var profile: ProfileOptions
  @OptionGroup(title: "Rules") var rules: RulesOptions
  @OptionGroup(title: "Findings") var accept: AcceptOptions

  @Option(help: ArgumentHelp("The port on 127.0.0.1; 0 takes a free one.", valueName: "port"))
  var port: UInt16 = 8642

  func run() async throws {
    let live = try explained {
      LiveSite(
        try SiteFile.open(path: site.path, create: false), profile: try profile.read(),
        acceptances: try accept.read(), rules: try rules.read(),
        program: "amtscout \(Version.text)")
    }
    let server = SiteServer(live, port: port)
    let path = site.path
    let end = Queue<Bool>(capacity: 1)
    let interruption = Interruption { end.finish() }
    try await explained {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          defer { end.finish() }
          try await server.run { address in
            Terminal.print(address)
            Terminal.say("Showing \(path). Ctrl-C ends it.")
          }
        }
        group.addTask { for await _ in end {} }
        try await group.next()
        group.cancelAll()
      }
    }
    withExtendedLifetime(interruption) {}
  }
}

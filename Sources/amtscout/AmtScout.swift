import ArgumentParser
import Glibc

/// The command line: one command a file, in this folder.
@main
struct AmtScout: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "amtscout",
    abstract: "Which machines have Intel AMT, where it is reached, and how to configure each.",
    discussion: """
      amtscout looks at networks from the outside, before Intel AMT (vPro) is configured: it \
      sweeps the ports of AMT, listens to DHCP and DNS, joins what it learns for each machine, and \
      writes a readiness report with a reasoned recommendation. It never writes to a device, \
      guesses no passwords, and sends nothing to addresses that were not named.

      EXAMPLES
        amtscout assess 10.1.0.0/22 --output report
        amtscout assess 10.1.0.0/22 --capture eth0 --profile lyon.yaml
        amtscout capture -r monday.pcapng --json
        amtscout import amtinfo/*.json && amtscout report
        amtscout locate pc-0042
        amtscout plan --certificate provisioning.pem
        amtscout explain pc-0042
        amtscout doctor
      """,
    version: Version.text,
    subcommands: [
      AssessCommand.self, SweepCommand.self, CaptureCommand.self, ImportCommand.self,
      ReportCommand.self, DevicesCommand.self, FindingsCommand.self, LocateCommand.self,
      DiffCommand.self, ExportCommand.self, ServeCommand.self, PlanCommand.self,
      ExplainCommand.self, WatchCommand.self, DoctorCommand.self, SimulateCommand.self,
    ])

  static func main() {
    // A reader that goes away, as in `amtscout devices | head`, is no reason to be killed.
    signal(SIGPIPE, SIG_IGN)
    var name: String?
    do {
      var command = try parseAsRoot()
      name = type(of: command).configuration.commandName
      if let waiting = command as? any AsyncParsableCommand {
        runAndExit(waiting, name)
      }
      try command.run()
    } catch {
      end(with: error, name)
    }
  }

  /// Runs a command in a task while this thread sleeps. An asynchronous `main` would end its thread
  /// once there is nothing for it to do, and take the tables for unwinding into memory to do so.
  private static func runAndExit(_ command: any AsyncParsableCommand, _ name: String?) -> Never {
    // SAFETY: this thread does not touch the command again.
    nonisolated(unsafe) var command = command
    Task.detached {
      do {
        try await command.run()
      } catch {
        end(with: error, name)
      }
      Glibc.exit(0)
    }
    while true { pause() }
  }

  /// Says what went wrong, if something did, and ends the program as that asks for.
  private static func end(with error: any Error, _ name: String?) -> Never {
    do {
      throw error
    } catch let failure as Failure {
      Terminal.complain(failure.message)
      Glibc.exit(failure.code.rawValue)
    } catch let error as ValidationError {
      // Found only when the options were looked at together, after the parser had done its part.
      let help = (["amtscout"] + [name].compactMap(\.self) + ["--help"]).joined(separator: " ")
      Terminal.complain("\(error.message)\n`\(help)` shows what is possible")
      Glibc.exit(ExitStatus.wrongUse.rawValue)
    } catch let code as ExitStatus {
      Glibc.exit(code.rawValue)
    } catch {
      // Wrong use, `--help` and `--version` are the parser's to answer.
      exit(withError: error)
    }
  }
}

import ArgumentParser
import Foundation
import ScoutLink
import ScoutLoop
import ScoutModel
import ScoutNet
import ScoutPipeline
import ScoutResolve
import ScoutSweep

/// What works on this machine, and what to do about the rest. Sends nothing.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what works on this machine, and what to do about the rest; sends nothing.")

  private struct Check {
    enum State: String {
      case ok = "ok  "
      case limited = "note"
      case bad = "BAD "
    }
    let state: State
    let text: String
    var advice: String?
  }

  func run() throws {
    let checks =
      [
        sweeping(), presencePing(), capturing(), askingDHCP(), clock(), openFiles(), siteFile(),
        simulating(),
      ]
      + interfaces() + nameServers()
    for check in checks {
      Terminal.print("\(check.state.rawValue)  \(check.text)")
      if let advice = check.advice { Terminal.print("      \(advice)") }
    }
    if checks.contains(where: { $0.state == .bad }) {
      throw Failure("something here must be put right first; see the lines marked BAD")
    }
  }

  private func sweeping() -> Check {
    guard Privileges.current().rawSockets else {
      return Check(
        state: .limited,
        text: "sweep: by plain connections, which needs no privilege; raw packets are not allowed",
        advice: "Raw packets sweep faster and ask less of this machine. For them, "
          + Privileges.advice)
    }
    guard let ports = EngineSelection.freePorts else {
      return Check(
        state: .limited,
        text: "sweep: by plain connections; net.ipv4.ip_local_port_range leaves no ports for more",
        advice: "Name ports that no connection uses with --source-port, or narrow that range.")
    }
    return Check(
      state: .ok,
      text: "sweep: by raw packets from ports \(ports); this machine itself by plain connections")
  }

  private func presencePing() -> Check {
    Check(state: .ok, text: "presence ping, questions: from any port, which needs no privilege")
  }

  private func capturing() -> Check {
    if Privileges.current().rawSockets { return Check(state: .ok, text: "capture: allowed") }
    return Check(
      state: .limited, text: "capture: not allowed to this user; all else works without",
      advice: "To listen, " + Privileges.advice)
  }

  private func askingDHCP() -> Check {
    if Privileges.current().mayBind(port: 68) {
      return Check(state: .ok, text: "asking DHCP servers: allowed")
    }
    return Check(
      state: .limited, text: "asking DHCP servers: not allowed to this user",
      advice: "UDP port 68 needs sudo, or: sudo setcap cap_net_bind_service+ep PROGRAM")
  }

  private func simulating() -> Check {
    if Privileges.current().mayBind(port: 623) {
      return Check(state: .ok, text: "simulated site: with the presence ping")
    }
    return Check(
      state: .limited, text: "simulated site: without the presence ping",
      advice: "UDP 623 can be bound by root only; the demo then misses what is not configured yet.")
  }

  private func clock() -> Check {
    if !LocalMachine.isClockSynchronised {
      return Check(
        state: .limited, text: "clock: not synchronised; it says \(Timestamp.now)",
        advice: "Times in the report can be off. timedatectl set-ntp true puts it right.")
    }
    return Check(state: .ok, text: "clock: synchronised, \(Timestamp.now)")
  }

  private func openFiles() -> Check {
    let limit = LocalMachine.raiseOpenFiles()
    if limit >= 4096 { return Check(state: .ok, text: "open files: \(limit)") }
    return Check(
      state: .limited,
      text: "open files: only \(limit), so at most \(limit / 2) connections at once",
      advice: "ulimit -Hn 65536 before the program, or LimitNOFILE in its service.")
  }

  private func siteFile() -> Check {
    let folder = FileManager.default.currentDirectoryPath
    guard access(folder, W_OK) == 0 else {
      return Check(
        state: .bad, text: "site file: \(folder) may not be written by this user",
        advice: "Change to another folder, or name a file with --site.")
    }
    var system = statvfs()
    if statvfs(folder, &system) == 0 {
      let free = (UInt64(system.f_bavail) * UInt64(system.f_frsize)) >> 20
      if free < 512 {
        return Check(
          state: .limited, text: "disk: only \(free) MiB free in \(folder)",
          advice: "A site of 10,000 devices takes some 100 MiB with its reports.")
      }
    }
    return Check(state: .ok, text: "site file: \(folder) can be written")
  }

  private func interfaces() -> [Check] {
    guard let all = try? Interfaces.current().all else {
      return [Check(state: .bad, text: "interfaces: the kernel does not list them")]
    }
    let up = all.filter { $0.isUp && !$0.isLoopback && !$0.addresses.isEmpty }
    if up.isEmpty {
      return [
        Check(
          state: .limited, text: "interfaces: only loopback is up",
          advice: "Connect this machine to the network that is to be assessed.")
      ]
    }
    return up.map { interface in
      let addresses = interface.addresses.map { "\($0.address)/\($0.prefix.length)" }
      return Check(
        state: .ok, text: "interface \(interface.name): \(addresses.joined(separator: ", "))")
    }
  }

  private func nameServers() -> [Check] {
    let servers = ResolverConfiguration().servers
    if servers.isEmpty {
      return [
        Check(
          state: .limited, text: "name servers: none in /etc/resolv.conf",
          advice: "Name one with --dns, or names stay unknown.")
      ]
    }
    let list = servers.map(\.address.description).joined(separator: ", ")
    return [Check(state: .ok, text: "name servers: \(list) (not asked now)")]
  }
}

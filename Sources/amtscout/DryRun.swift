import ScoutLink
import ScoutModel
import ScoutNet
import ScoutPipeline
import ScoutResolve
import ScoutSweep

/// What a sweep would do, as text for a person; nothing is sent.
enum DryRun {
  static func show(_ job: AssessJob) {
    let plan = job.plan
    let budget = plan.packetBudget
    let isRaw = job.engine.name == "raw"
    let time = plan.estimatedTime(inFlight: isRaw ? .max : plan.inFlight)
    let ports = plan.ports.map(String.init).joined(separator: ", ")
    var lines = [
      "Targets: \(plan.addressCount) addresses",
      "  \(plan.targets.addresses)",
    ]
    if !plan.targets.excluded.isEmpty {
      lines.append("Excluded: \(plan.targets.excluded.count) addresses")
      lines.append("  \(plan.targets.excluded)")
    }
    if !plan.shard.isWhole {
      lines.append("Part: \(plan.shard), every \(plan.shard.count)th address")
    }
    for remark in job.remarks { lines.append("Note: \(remark)") }
    if !plan.targets.never.isEmpty { lines.append("Never sent to: \(plan.targets.never)") }
    lines += [
      "Engine: \(engine(job.engine))",
      "TCP ports: \(ports)",
      "Presence ping on UDP 623: \(plan.presencePing ? "yes" : "no")",
      "Rate: \(plan.rate.value) packets a second, \(plan.prefixRate.value) to one /24 or /120",
      "Packets: \(budget.lowerBound) where everything answers, \(budget.upperBound) where nothing does",
      "Time: \(text(time.least)) to \(text(time.most))",
    ]
    if job.resolves {
      let groups = job.nameServers.map { group in
        group.servers.map(\.address.description)
          + (group.takesHandedServers ? ["those that DHCP names"] : [])
      }
      let servers = groups.map { $0.joined(separator: ", ") }.joined(separator: "; and ")
      lines.append("Name servers: \(servers.isEmpty ? "none" : servers)")
    }
    if !job.dhcp.segments.isEmpty {
      let places = job.dhcp.segments.map { "\($0.prefix) on \($0.interface)" }
      lines.append(
        "DHCP servers asked: by broadcast in \(places.joined(separator: ", "))"
          + (job.dhcp.discovers ? ", with DISCOVER" : ""))
    }
    lines += [
      "",
      "Firewall sheet: what must pass from this machine to the targets",
      "  TCP \(ports) outgoing, with answers" + (job.asks ? "; HTTP and TLS inside them" : "")
        + (job.asks && job.redirection ? "; redirection sessions started and ended" : "")
        + (job.credentials.entries.isEmpty
          ? "" : "; configurations read by WS-Management, with digest"),
    ]
    if job.asks {
      lines.append("  TCP 623, 664 and 5900 outgoing to machines that turn out to be AMT or DASH")
    }
    if plan.presencePing {
      lines.append("  UDP 623 outgoing from any port, with answers; ICMP unreachable coming back")
    }
    if case .raw(_, let settings) = job.engine {
      lines.append("  The sweep sends from ports \(settings.sourcePorts)")
    }
    if job.resolves { lines.append("  UDP and TCP 53 to the name servers") }
    if !job.dhcp.segments.isEmpty {
      lines.append("  UDP from port 68 to 255.255.255.255 port 67, with answers")
    }
    lines.append("Nothing was sent.")
    Terminal.print(lines.joined(separator: "\n"))
  }

  private static func engine(_ choice: EngineChoice) -> String {
    guard case .raw(let routes, _) = choice else { return "plain connections" }
    let ways = routes.ways.map { way in
      let next = way.gateway.map { "through \($0)" } ?? "on the link, hardware addresses first"
      return "\(way.port.name) from \(way.source) (\(next))"
    }
    return "raw packets over " + ways.joined(separator: ", ")
  }

  private static func text(_ duration: Duration) -> String {
    let seconds = Int(duration.components.seconds)
    if seconds >= 3600 { return "\(seconds / 3600) h \(seconds / 60 % 60) min" }
    return seconds >= 60 ? "\(seconds / 60) min \(seconds % 60) s" : "\(max(1, seconds)) s"
  }
}

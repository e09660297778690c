import ScoutListen
import ScoutLoop
import ScoutModel
import ScoutNet
import ScoutResolve
import ScoutWire

/// How a run asks DHCP servers.
package struct DHCPAsking: Hashable, Sendable {
  /// Where; none where it is not wanted.
  package var segments: [LocalSegment] = []
  /// Whether a DISCOVER goes out beside the INFORM.
  package var discovers = false

  package init() {}
}

extension AssessRun {
  /// Asks the DHCP servers of the local segments, all segments at once.
  func askDHCP(_ loop: EventLoop) async throws {
    let asking = job.dhcp
    let inquiries = asking.segments.map { ($0, $0.inquiry(discovers: asking.discovers)) }
    let results = await withTaskGroup(of: (LocalSegment, DHCPInquiry.Outcome).self) { group in
      for (segment, inquiry) in inquiries {
        group.addTask { (segment, await inquiry.ask(on: loop)) }
      }
      var results: [(LocalSegment, DHCPInquiry.Outcome)] = []
      for await result in group { results.append(result) }
      return results.sorted { ($0.0.prefix, $0.0.interface) < ($1.0.prefix, $1.0.interface) }
    }
    for (segment, outcome) in results { try record(outcome, of: segment) }
  }

  private func record(_ outcome: DHCPInquiry.Outcome, of segment: LocalSegment) throws {
    var inquiry = DHCPInquiryFacts(segment: segment.prefix, interface: segment.interface)
    var sightings: [Sighting] = []
    switch outcome {
    case .answers(let answers):
      inquiry.servers = Set(answers.map { $0.message.serverIdentifier ?? $0.sender }).sorted()
      let time = Timestamp.now
      sightings = answers.map { answer in
        Sighting(
          time: time, endpoint: job.endpoint(.v4(segment.address)), method: .active,
          origin: Origin("\(answer.sender) on \(segment.interface)"),
          fact: .dhcp(answer.sighting(in: segment.prefix)))
      }
    case .notAsked(let trouble):
      if trouble == .stopped { return }
      inquiry.trouble = trouble.whyDHCPWasNotAsked(on: segment.interface)
    }
    try recorder.record(sightings) { scan in
      var inquiries = scan.coverage.dhcpInquiries ?? []
      inquiries.removeAll { $0.interface == inquiry.interface && $0.segment == inquiry.segment }
      scan.coverage.dhcpInquiries = inquiries + [inquiry]
    }
  }
}

extension DHCPInquiry.Answer {
  /// What the answer says, with what goes without saying: who sent it and about which segment.
  func sighting(in segment: Prefix) -> DHCPSighting {
    var sighting = DHCPSighting(message)
    sighting.server = sighting.server ?? sender
    sighting.segment = sighting.segment ?? segment
    return sighting
  }
}

extension LocalTrouble {
  /// Why the DHCP servers were not asked, and what to do about it.
  fileprivate func whyDHCPWasNotAsked(on interface: String) -> String {
    switch self {
    case .notPermitted:
      "only a privileged program may use UDP port 68: run it with sudo, or give it the right once: "
        + "sudo setcap cap_net_bind_service+ep PROGRAM"
    case .noLocalAddress:
      "another program holds UDP port 68 on \(interface) for itself; stop it for the time of the "
        + "scan, or import its lease"
    case .notAdmitted: "255.255.255.255 is excluded or lies outside of what this run is limited to"
    case .noRoute: "\(interface) has no route for broadcasts; is it up?"
    case .tooManyFiles, .noBuffers, .stopped: "this machine is short of files or memory"
    case .other(let code): "the system refused it (error \(code))"
    }
  }
}

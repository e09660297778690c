import ArgumentParser
import ScoutPipeline
import ScoutResolve
import ScoutSweep

/// Whether, and how, the DHCP servers of this machine's own segments are asked.
struct DHCPOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help:
      "Ask the DHCP servers of this machine's own segments, where these hold targets, what they hand out (DHCPINFORM). No lease is taken or changed."
  )
  var dhcp = true

  @Flag(
    help:
      "Send a DHCP DISCOVER as well, which no REQUEST follows, for servers that do not answer an INFORM. The address that a server offers stays reserved for a moment."
  )
  var dhcpDiscover = false

  func validate() throws {
    if dhcpDiscover, !dhcp {
      throw ValidationError("--dhcp-discover and --no-dhcp exclude each other; leave one out")
    }
  }

  /// What the policy must admit so that the servers can be asked.
  var infrastructure: [TargetPolicy.Infrastructure] {
    dhcp ? [.dhcp(DHCPInquiry.destination)] : []
  }

  /// Where and how to ask in a run with these targets.
  func asking(for plan: SweepPlan) throws -> DHCPAsking {
    var asking = DHCPAsking()
    if dhcp { asking.segments = try LocalSegment.holding(plan.targets.addresses) }
    asking.discovers = dhcpDiscover
    return asking
  }
}

package import ScoutModel
package import ScoutNet
package import ScoutResolve
package import ScoutSweep
package import ScoutTLS

/// How a run finds ports and pongs.
package enum EngineChoice: Sendable {
  /// By the system's own connections.
  case connect
  /// By packets of its own, over these ways.
  case raw(RoutePlan, RawSweep.Settings)

  /// The name of the engine, as a scan records it.
  package var name: String {
    switch self {
    case .connect: "connect"
    case .raw: "raw"
    }
  }
}

/// What one run of `assess` or `sweep` is to do.
package struct AssessJob: Sendable {
  package var plan: SweepPlan
  package var policy: TargetPolicy
  /// What was said of the targets: site and VLAN.
  package var labels: LabelIndex
  /// What the names among the targets led to.
  package var named: [NamedTarget] = []
  package var profile = SiteProfile()
  /// Whether open ports are talked to; a bare sweep does not.
  package var asks = true
  package var resolves = true
  /// Whether the redirection ports are asked, too.
  package var redirection = false
  /// With which names and passwords configurations are read; none by default.
  package var credentials = CredentialBook()
  /// Whom devices' certificates must lead to before a password is sent.
  package var authorities: CertificateTrust?
  /// Who is asked for names: every group each question, within a group the first that answers.
  package var nameServers: [NameServerGroup] = []
  package var dhcp = DHCPAsking()
  /// Interfaces to listen on meanwhile.
  package var interfaces: [String] = []
  /// The longest that one device may take.
  package var hostTimeout = Duration.seconds(60)
  package var engine = EngineChoice.connect
  /// Whether the right to raw sockets is given up once they are open; it is gone for the process.
  package var givesUpRawSockets = false
  /// What the operator should know of how it is done, a sentence each.
  package var remarks: [String] = []

  package init(plan: SweepPlan, policy: TargetPolicy, labels: LabelIndex) {
    self.plan = plan
    self.policy = policy
    self.labels = labels
  }

  /// Where an address lies, by what the operator said of it.
  func endpoint(_ address: IPAddress) -> Endpoint {
    let labels = labels[address]
    return Endpoint(
      address: address, vlan: labels?.vlan ?? [], site: labels?.site ?? profile.site)
  }
}

/// An address that was named as a target by its name.
package struct NamedTarget: Hashable, Sendable {
  package var address: IPAddress
  package var answer: NameSighting

  package init(address: IPAddress, answer: NameSighting) {
    self.address = address
    self.answer = answer
    self.answer.isTarget = true
  }
}

/// Name servers of which any one may answer.
package struct NameServerGroup: Hashable, Sendable {
  package var servers: [NameServer]
  /// Whether those that DHCP named to this machine (option 6) belong to it too, at its end.
  package var takesHandedServers: Bool

  package init(_ servers: [NameServer], takesHandedServers: Bool = false) {
    self.servers = servers
    self.takesHandedServers = takesHandedServers
  }
}

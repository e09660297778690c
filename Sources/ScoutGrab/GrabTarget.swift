package import ScoutLoop
package import ScoutModel
package import ScoutNet

/// A device to be asked: an address and its open TCP ports.
package struct GrabTarget: Hashable, Sendable {
  package var address: IPAddress
  package var ports: [UInt16]
  /// Whether something else, as its pong, has shown it to be AMT or DASH.
  package var isIdentified: Bool

  package init(address: IPAddress, ports: [UInt16], isIdentified: Bool = false) {
    self.address = address
    self.ports = ports
    self.isIdentified = isIdentified
  }
}

/// What one device said.
package struct GrabResult: Hashable, Sendable {
  package var target: GrabTarget
  /// Web, TLS and redirection sightings, by port ascending, TLS first, then the side ports, then what
  /// was told with credentials. Ports that are not asked have none.
  package var facts: [Fact]
  /// How many connections it took.
  package var connections: Int

  package init(target: GrabTarget, facts: [Fact] = [], connections: Int = 0) {
    self.target = target
    self.facts = facts
    self.connections = connections
  }
}

/// What is asked beyond what every device is asked.
package struct GrabScope: Sendable {
  /// Whether the redirection ports are asked for version and services; nobody logs in.
  package var redirection = false
  /// Whether devices that turn out to be AMT or DASH are asked for the ports of DASH and VNC too.
  package var sidePorts = false
  /// Who keeps the passwords with which configurations are read; nobody by default.
  package var credentials: CredentialDesk?

  package init() {}
}

/// How much is asked at once, and for how long.
package struct GrabLimits: Sendable {
  /// Devices that are asked at once; each has one connection at most.
  package var devices = 500
  /// TLS sessions that are being opened at once, for each core.
  package var handshakesPerCore = 16
  /// Threads that talk; opening a TLS session takes about a millisecond of one.
  package var cores = 1
  /// From the first SYN to the open connection.
  package var connect = Duration.seconds(3)
  /// From the open connection to the last byte.
  package var conversation = Duration.seconds(10)
  /// All conversations with one device together.
  package var device = Duration.seconds(60)
  /// From the first SYN to the open connection, and from there to the greeting, on a side port: the
  /// device is known to be there, so that silence means a filter.
  package var sidePort = Duration.milliseconds(1_500)
  /// For every connection.
  package var socket = SocketOptions()

  package init() {}
}

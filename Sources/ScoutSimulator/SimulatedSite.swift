import Glibc
import ScoutNet

/// Starts the simulated site on this machine's own addresses.
package enum SimulatedSite {
  package struct Options: Sendable {
    /// The first two octets of every address. All addresses must be local; inside 127/8 they are.
    package var base: (UInt8, UInt8) = (127, 77)
    package var scene = Scene.company
    /// What every machine does otherwise than its generation, where it can.
    package var quirks: [Quirk] = []
    /// Whether to listen on UDP 623 where the system lets us.
    package var presencePing = true
    /// Where on 127.0.0.1 the site's name server listens: 0 for any port, `nil` for no server.
    package var nameServerPort: UInt16?
    /// The most connections served at once; more are closed at once.
    package var maximumConnections = 512
    /// When a connection is ended whatever it does.
    package var connectionLife: Duration = .seconds(60)
    /// Only these machines, as the last two octets; all when `nil`.
    package var hosts: Set<String>?
    /// Other machines than the site's own, where given.
    package var devices: [Device]?

    package init() {}
  }

  /// Binds every port, makes the certificates and starts serving.
  ///
  /// Ports below 1024 need a privilege; without it they are left out and `RunningSite.missing`
  /// names them.
  package static func start(_ options: Options = Options()) throws(SiteError) -> RunningSite {
    var site = Site(base: options.base, scene: options.scene, devices: options.devices)
    for index in site.devices.indices {
      for quirk in options.quirks { quirk.apply(to: &site.devices[index].personality) }
    }
    // What is started later inherits it, so only where it is needed.
    if site.devices.count > 200 { Sockets.raiseDescriptorLimit() }
    let stop = try StopSignal()
    var bound = Bound()
    do {
      var certificates = try Certificates()
      for device in site.devices where options.hosts?.contains(device.host) != false {
        try bound.add(
          device, at: site.address(device.host), ping: options.presencePing, &certificates)
      }
      if let port = options.nameServerPort {
        bound.names = try Sockets.datagram(IPv4Address(127, 0, 0, 1), port)
      }
      return try RunningSite(site, bound: bound, options: options, stop: stop)
    } catch {
      bound.close()
      throw error
    }
  }
}

/// The sockets of a site.
struct Bound: Sendable {
  var listeners: [(descriptor: Int32, service: PreparedService)] = []
  var presences: [(descriptor: Int32, presence: Presence)] = []
  var names: Int32?
  /// What a missing privilege kept us from, such as `udp/623`.
  var missing: Set<String> = []

  mutating func add(
    _ device: Device, at address: IPv4Address, ping: Bool, _ certificates: inout Certificates
  ) throws(SiteError) {
    for (port, service) in device.personality.services.sorted(by: { $0.key < $1.key }) {
      do {
        let descriptor = try Sockets.listen(address, port)
        listeners.append((descriptor, PreparedService(service: service)))
      } catch .cannotBind where port < 1024 {
        missing.insert("tcp/\(port)")
        continue
      }
      listeners[listeners.count - 1].service = try certificates.prepare(service)
    }
    let presence = device.personality.presence
    if case .closed = presence.answer { return }
    guard ping else {
      missing.insert("udp/623")
      return
    }
    do {
      presences.append((try Sockets.datagram(address, 623), presence))
    } catch .cannotBind {
      missing.insert("udp/623")
    }
  }

  func close() {
    for listener in listeners { Glibc.close(listener.descriptor) }
    for presence in presences { Glibc.close(presence.descriptor) }
    if let names { Glibc.close(names) }
  }
}

package import ScoutLink
package import ScoutNet

/// Over which interface and by which next hop each target is reached, as this machine's routing
/// table says.
package struct RoutePlan: Sendable {
  /// One way out.
  package struct Way: Hashable, Sendable {
    package let port: PacketPort
    package let source: IPAddress
    /// `nil` where targets are on the link.
    package let gateway: IPAddress?

    /// Whether each target is asked for its own hardware address.
    var isOnLink: Bool {
      if case .ethernet = port.framing { gateway == nil } else { false }
    }
  }

  /// What becomes of a range of targets.
  package enum Course: Hashable, Sendable {
    /// The number of a way.
    case way(Int)
    /// This machine itself: no frame to it ever leaves.
    case local
    /// A broadcast address of a link: no machine.
    case broadcast
    /// There is no way to it.
    case none
  }

  package struct Piece: Hashable, Sendable {
    package let range: AddressRange
    package let course: Course
  }

  package private(set) var ways: [Way] = []
  /// Ascending, without gaps in what was asked for.
  package private(set) var pieces: [Piece] = []
  /// Why ranges have no way, in words.
  package private(set) var obstacles: [String] = []

  /// More pieces than this are refused.
  package static let pieceLimit = 262_144

  /// Asks the kernel, for each part of the targets that may be routed differently.
  ///
  /// - Parameter interface: the only one to use, by name, where it is given.
  package init(to targets: AddressSet, through interface: String? = nil) throws(LinkError) {
    let table = try RouteTable()
    var index: UInt32 = 0
    if let interface {
      let known = try Interfaces.current()
      guard let found = known[interface] else {
        throw LinkError(
          .noSuchInterface,
          "there is no interface \(interface); there are "
            + known.all.map(\.name).joined(separator: ", "))
      }
      index = found.index
    }
    var boundaries: [Bool: [UInt128]] = [:]
    for isV6 in [false, true] where targets.ranges.contains(where: { $0.isV6 == isV6 }) {
      var cuts: Set<UInt128> = []
      for prefix in try table.destinations(isV6: isV6) {
        let range = AddressRange(prefix)
        cuts.insert(range.low)
        if range.high < .max { cuts.insert(range.high + 1) }
      }
      boundaries[isV6] = cuts.sorted()
    }
    var ports: [UInt32: PacketPort] = [:]
    for range in targets.ranges {
      for part in Self.cut(range, at: boundaries[range.isV6] ?? []) {
        let route = table.route(to: part.first, through: index)
        try add(part, route, &ports)
      }
    }
  }

  /// For tests: ways and pieces as they are given.
  init(ways: [Way], pieces: [Piece]) {
    self.ways = ways
    self.pieces = pieces
  }

  private static func cut(_ range: AddressRange, at boundaries: [UInt128]) -> [AddressRange] {
    var low = 0
    var high = boundaries.count
    while low < high {
      let middle = (low + high) / 2
      if boundaries[middle] <= range.low { low = middle + 1 } else { high = middle }
    }
    var parts: [AddressRange] = []
    var start = range.low
    for cut in boundaries[low...] {
      if cut > range.high { break }
      parts.append(AddressRange(isV6: range.isV6, low: start, high: cut - 1))
      start = cut
    }
    parts.append(AddressRange(isV6: range.isV6, low: start, high: range.high))
    return parts
  }

  private mutating func add(
    _ range: AddressRange, _ route: Route, _ ports: inout [UInt32: PacketPort]
  ) throws(LinkError) {
    let course = try course(range, route, &ports)
    if let last = pieces.last, last.course == course, last.range.isV6 == range.isV6,
      last.range.high < .max, last.range.high + 1 == range.low
    {
      pieces[pieces.count - 1] = Piece(
        range: AddressRange(isV6: range.isV6, low: last.range.low, high: range.high),
        course: course)
      return
    }
    guard pieces.count < Self.pieceLimit else {
      throw LinkError(
        .system,
        "the targets fall into more than \(Self.pieceLimit) pieces; name prefixes, or "
          + "sweep with --unprivileged")
    }
    pieces.append(Piece(range: range, course: course))
  }

  private mutating func course(
    _ range: AddressRange, _ route: Route, _ ports: inout [UInt32: PacketPort]
  ) throws(LinkError) -> Course {
    switch route.kind {
    case .local: return .local
    case .broadcast: return .broadcast
    case .none: return none("there is no route to \(range)")
    case .unicast: break
    }
    let port: PacketPort
    if let known = ports[route.interface] {
      port = known
    } else {
      port = try PacketPort(index: route.interface)
      ports[route.interface] = port
    }
    if port.isLoopback { return .local }
    guard let source = route.source, source.isV6 == range.isV6 else {
      return none("\(port.name) has no address to reach \(range) from")
    }
    if case .other(let type) = port.framing {
      return none("\(port.name) is of a kind (\(type)) that frames cannot be put on")
    }
    guard port.isUp else { return none("\(port.name) is down: ip link set \(port.name) up") }
    if let gateway = route.gateway, gateway.isV6 != range.isV6 {
      return none("the way to \(range) leads through \(gateway), of the other family")
    }
    // Between two points there is nobody to choose.
    let gateway = port.framing == .none ? nil : route.gateway
    let way = Way(port: port, source: source, gateway: gateway)
    if let number = ways.firstIndex(of: way) { return .way(number) }
    ways.append(way)
    return .way(ways.count - 1)
  }

  private mutating func none(_ obstacle: String) -> Course {
    if obstacles.count < 8 { obstacles.append(obstacle) }
    return .none
  }

  // MARK: - What follows from it

  /// The routers that must be asked for their hardware address.
  package var gateways: [IPAddress] {
    ways.compactMap { way in
      if case .ethernet = way.port.framing { way.gateway } else { nil }
    }
  }

  /// The targets that are this machine itself.
  package var localTargets: AddressSet {
    AddressSet(pieces.filter { $0.course == .local }.map(\.range))
  }

  /// Whether any target can be reached by frames.
  package var isUseful: Bool {
    pieces.contains { if case .way = $0.course { true } else { false } }
  }
}

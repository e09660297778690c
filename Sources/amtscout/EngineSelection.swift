import ArgumentParser
import Glibc
import ScoutLink
import ScoutNet
import ScoutPipeline
import ScoutSweep

/// Which engine sweeps, and what the operator should know of the choice.
struct EngineSelection {
  var choice = EngineChoice.connect
  private(set) var remarks: [String] = []
  /// The port that connections are opened from; 0 leaves it to the system.
  private(set) var connectSourcePort: UInt16 = 0

  /// Chooses raw packets where they are allowed and reach the targets, else plain connections.
  init(_ options: SweepOptions, targets: SweepTargets) throws {
    let ports = try Self.sourcePorts(options)
    let vlan = try Self.vlan(options)
    if let ports, ports.first == ports.last { connectSourcePort = ports.first }
    if options.unprivileged {
      try useConnections(options, because: nil)
      return
    }
    let loopback = AddressSet(["127.0.0.0/8", "::1/128"].compactMap { Prefix($0) })
    if targets.addresses.subtracting(loopback).isEmpty {
      // No frame to this machine itself ever leaves, and connections need nothing.
      try useConnections(options, because: nil)
      return
    }
    guard Privileges.current().rawSockets else {
      try useConnections(
        options,
        because:
          "this user may not open raw sockets, which would be faster; amtscout doctor says how")
      return
    }
    let routes: RoutePlan
    do {
      routes = try RoutePlan(to: targets.addresses, through: options.interface)
    } catch {
      if options.interface != nil { throw Failure(error.message, code: .wrongUse) }
      try useConnections(options, because: error.message)
      return
    }
    guard routes.isUseful else {
      try useConnections(options, because: routes.obstacles.first)
      return
    }
    guard routes.localTargets.count <= RawSweep.localLimit else {
      try useConnections(
        options, because: "more than \(RawSweep.localLimit) of the targets are this machine itself")
      return
    }
    guard let ports = ports ?? Self.freePorts else {
      try useConnections(
        options,
        because: "net.ipv4.ip_local_port_range leaves no ports for raw packets; name some with "
          + "--source-port")
      return
    }
    remarks = routes.obstacles
    choice = .raw(routes, RawSweep.Settings(sourcePorts: ports, vlan: vlan))
  }

  private mutating func useConnections(_ options: SweepOptions, because reason: String?) throws {
    choice = .connect
    if options.vlan != nil {
      throw Failure(
        "--vlan needs raw packets" + (reason.map { ", and \($0)" } ?? ""), code: .wrongUse)
    }
    if options.sourcePort != nil, connectSourcePort == 0 {
      throw Failure(
        "--source-port can be a range with raw packets only"
          + (reason.map { ", and \($0)" } ?? "") + "; name one port", code: .wrongUse)
    }
    if let reason { remarks = ["Sweeping by plain connections: \(reason)."] }
  }

  private static func sourcePorts(_ options: SweepOptions) throws -> SourcePorts? {
    guard let text = options.sourcePort else { return nil }
    guard let ports = SourcePorts(text) else {
      throw ValidationError("--source-port \(text) is no port; write 40000 or 61440-65535")
    }
    return ports
  }

  private static func vlan(_ options: SweepOptions) throws -> UInt16? {
    guard let number = options.vlan else { return nil }
    guard (1...4094).contains(number) else {
      throw ValidationError("--vlan takes a number from 1 to 4094")
    }
    return UInt16(number)
  }

  /// Ports that the kernel gives to no connection of its own.
  static var freePorts: SourcePorts? {
    var bytes = [UInt8](repeating: 0, count: 64)
    let file = open("/proc/sys/net/ipv4/ip_local_port_range", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return SourcePorts(besides: 32_768...60_999) }
    defer { close(file) }
    let count = max(0, read(file, &bytes, bytes.count))
    let numbers = String(decoding: bytes.prefix(count), as: UTF8.self)
      .split(whereSeparator: \.isWhitespace).compactMap { UInt16($0) }
    guard numbers.count == 2, numbers[0] <= numbers[1] else {
      return SourcePorts(besides: 32_768...60_999)
    }
    return SourcePorts(besides: numbers[0]...numbers[1])
  }
}

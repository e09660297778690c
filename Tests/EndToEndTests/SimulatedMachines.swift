import Foundation
import Testing

@testable import ScoutSimulator

/// Simulated AMT at addresses of a network namespace: its sockets are made by a thread that has
/// entered the namespace, and stay there.
final class SimulatedMachines {
  private let running: RunningSite

  /// - Parameters:
  ///   - machines: Those of one segment; each certificate has a key of its own, from number `keys` on.
  ///   - namespace: Its name, as `ip netns` has it.
  init(_ machines: [LabMachine], in namespace: String, keys: Int) throws {
    var options = SimulatedSite.Options()
    options.base = (10, 81)
    options.devices = machines.filter(\.answers).enumerated().map { index, machine in
      Self.device(machine, key: .long(keys + index))
    }
    let chosen = options
    let result = NetworkNamespace.run(namespace) { Result { try SimulatedSite.start(chosen) } }
    running = try #require(result).get()
    try #require(running.missing == [])
  }

  deinit { running.stop() }

  private static func device(_ machine: LabMachine, key: TestKey) -> Device {
    let host = "\(machine.segment).\(machine.host)"
    let plan = CertificatePlan(commonName: machine.certificateName ?? "localhost", key: key)
    // Firmware before 7 is asked in the clear.
    let isOld = machine.version.hasPrefix("6.")
    let device = Device.post(
      host, machine.version, isOld ? [.web] : [.webTLS], realm: machine.realm, plan: plan)
    guard machine.isMixed else { return device }
    // Another machine's web server behind the other port.
    let other = Device.post(
      host, machine.version, [.web], realm: String(repeating: "6B", count: 16))
    let services = device.personality.services.merging(other.personality.services) { own, _ in own }
    return Device(
      host, machine.name,
      Personality(presence: device.personality.presence, services: services))
  }
}

/// Work in another network namespace.
enum NetworkNamespace {
  /// Runs `body` on a thread that is in the namespace; `nil` where it cannot be entered.
  static func run<Value: Sendable>(
    _ name: String, _ body: @escaping @Sendable () -> Value
  ) -> Value? {
    // Glibc's module for Swift lacks it.
    guard let symbol = dlsym(nil, "setns") else { return nil }
    let setns = unsafeBitCast(symbol, to: (@convention(c) (Int32, Int32) -> Int32).self)
    let box = Box<Value>()
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      let descriptor = open("/run/netns/\(name)", O_RDONLY | O_CLOEXEC)
      // CLONE_NEWNET: the descriptor must be that of a network namespace.
      if descriptor >= 0, setns(descriptor, 0x4000_0000) == 0 { box.value = body() }
      if descriptor >= 0 { close(descriptor) }
      done.signal()
    }
    thread.start()
    done.wait()
    return box.value
  }

  /// SAFETY: written by one thread before the semaphore is signalled, read by one after it.
  private final class Box<Value>: @unchecked Sendable { var value: Value? }
}

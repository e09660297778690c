import ScoutNet
import ScoutWire

/// Everything that a raw probe costs before the kernel gets it: order, cookie and frame. For
/// measurements; nothing is sent.
package final class ProbeFilling {
  private let order: OrderAhead
  private let count: UInt64
  private let ports: [UInt16]
  private let division: FastDivision
  private let cookie = ProbeCookie(key0: 1, key1: 2)
  private let template: ProbeTemplate
  private let frames = UnsafeMutableRawPointer.allocate(
    byteCount: 64 * ProbeTemplate.room, alignment: 64)
  private let sourcePorts = SourcePorts(61_440...65_535)

  /// Prepares probes of so many addresses, each with all of `ports`.
  package init(addresses: UInt64, ports: [UInt16]) {
    count = addresses * UInt64(ports.count)
    order = OrderAhead(Permutation(count: count, seed: 7))
    self.ports = ports
    division = FastDivision(by: UInt64(max(1, ports.count)))
    let head = FrameHead(
      destination: MACAddress(rawValue: 0x0200_0000_0001),
      source: MACAddress(rawValue: 0x0200_0000_0002), vlan: nil)
    template = ProbeTemplate(
      .syn, head: head, source: .v4(IPv4Address(10, 0, 0, 1)), pingPort: 623)
  }

  deinit { frames.deallocate() }

  /// Fills the frames of all probes, one after the other in the same 64 places.
  package func fillAll() -> Int {
    let base = IPv4Address(10, 77, 0, 0).rawValue
    let source = IPv4Address(10, 0, 0, 1).rawValue
    for index in 0..<count {
      guard let probe = order[index] else { break }
      let (address, port) = division(probe)
      let target = base &+ UInt32(truncatingIfNeeded: address)
      let number = ports[Int(port)]
      let value = cookie.value(from: source, to: target, port: number, .tcp)
      template.fill(
        frames + Int(index & 63) * ProbeTemplate.room,
        to: .init(high: 0, low: UInt64(target), port: number), from: sourcePorts.port(value),
        mark: ProbeCookie.sequence(value), mac: nil)
    }
    return Int(count)
  }
}

import Glibc
import ScoutNet
import Synchronization
import Testing

@testable import ScoutLink

/// Collects what a capture delivers and lets a test wait for its end.
private final class Sink: Sendable {
  let packets = Mutex<[Kept]>([])
  let ended = Mutex<(isEnded: Bool, error: LinkError?)>((false, nil))

  func deliver(_ head: PacketHead, _ bytes: RawSpan) {
    let kept = Kept(head: head, bytes: bytes.withUnsafeBytes { [UInt8]($0) })
    packets.withLock { $0.append(kept) }
  }
  func end(_ error: LinkError?) { ended.withLock { $0 = (true, error) } }

  /// Polls at most ten seconds until `condition` holds.
  static func wait(_ condition: () -> Bool) -> Bool {
    for _ in 0..<2000 {
      if condition() { return true }
      usleep(5000)
    }
    return condition()
  }
  func waitForEnd() -> Bool { Self.wait { ended.withLock { $0.isEnded } } }
}

/// Two ends of a cable in a namespace of the calling thread: v0 has 10.9.8.1/24.
private func makeCable() {
  shell(
    """
    ip link set lo up; ip link add v0 type veth peer name v1; ip addr add 10.9.8.1/24 dev v0
    ip addr add fd00:9::1/64 dev v0 nodad; ip link set v0 up; ip link set v1 up
    """)
}

/// Sends `count` broadcast datagrams out of v0 to port 4444.
private func broadcast(_ count: Int) {
  let fd = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
  defer { close(fd) }
  var yes: Int32 = 1
  setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &yes, 4)
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = UInt16(4444).bigEndian
  address.sin_addr.s_addr = inet_addr("10.9.8.255")
  let payload = [UInt8](repeating: 0xAB, count: 30)
  for _ in 0..<count {
    _ = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(fd, payload, payload.count, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}

@Suite(
  "Live capture",
  .enabled(if: Privileges.current().rawSockets && getuid() == 0, "needs root"))
struct LiveCaptureTests {
  @Test("delivers every packet that passes the filter, from a cable and from any")
  func delivers() async throws {
    for (interface, linkType) in [("v1", LinkType.ethernet), ("any", .linuxCooked)] {
      let result = await inNamespace { () -> ([Kept], CaptureStatistics, LinkError?)? in
        makeCable()
        let sink = Sink()
        let filter = interface == "any" ? "udp port 4444 and inbound" : "udp port 4444"
        let options = CaptureOptions(filter: filter)
        guard let capture = try? LiveCapture(interface: interface, options: options) else {
          return nil
        }
        try? capture.start({ sink.deliver($0, $1) }, ended: { sink.end($0) })
        broadcast(500)
        capture.stop()
        _ = sink.waitForEnd()
        return (sink.packets.withLock { $0 }, capture.statistics, sink.ended.withLock { $0.error })
      }
      let (packets, statistics, error) = try #require(result ?? nil)
      #expect(error == nil)
      #expect(packets.count == 500)
      #expect(packets.map(\.head.frame) == Array(1...packets.count))
      #expect(packets.allSatisfy { $0.head.linkType == linkType && $0.bytes.count >= 72 })
      #expect(statistics.delivered == 500 && statistics.droppedByKernel == 0)
      #expect(abs((packets.first?.head.seconds ?? 0) - Int64(time(nil))) < 60)
    }
  }

  @Test("counts what the kernel had no room for")
  func drops() async throws {
    let result = await inNamespace { () -> (Int, CaptureStatistics)? in
      makeCable()
      let sink = Sink()
      let gate = Mutex(false)
      let options = CaptureOptions(filter: "udp port 4444", bufferSize: 65536)
      guard let capture = try? LiveCapture(interface: "v1", options: options) else { return nil }
      try? capture.start(
        { head, bytes in
          sink.deliver(head, bytes)
          _ = Sink.wait { gate.withLock { $0 } }
        }, ended: { sink.end($0) })
      broadcast(5000)
      gate.withLock { $0 = true }
      capture.stop()
      _ = sink.waitForEnd()
      return (sink.packets.withLock { $0.count }, capture.statistics)
    }
    let (delivered, statistics) = try #require(result ?? nil)
    #expect(statistics.droppedByKernel > 0)
    #expect(delivered == statistics.delivered)
    #expect(delivered + statistics.droppedByKernel == 5000)
  }

  @Test("ends with an error when the interface goes away")
  func disappears() async throws {
    let error = await inNamespace { () -> LinkError? in
      makeCable()
      let sink = Sink()
      guard let capture = try? LiveCapture(interface: "v1") else { return nil }
      try? capture.start({ sink.deliver($0, $1) }, ended: { sink.end($0) })
      shell("ip link del v0")
      _ = sink.waitForEnd()
      return sink.ended.withLock { $0.error }
    }
    #expect((error ?? nil)?.code == .interfaceDown)
  }

  @Test("an unknown interface is answered with those that exist, a bad filter with the reason")
  func refuses() throws {
    let unknown = #expect(throws: LinkError.self) { try LiveCapture(interface: "nosuch0") }
    #expect(unknown?.code == .noSuchInterface)
    #expect(unknown?.message.contains("lo") == true)
    let options = CaptureOptions(filter: "port banana")
    let bad = #expect(throws: LinkError.self) { try LiveCapture(interface: "lo", options: options) }
    #expect(bad?.code == .badFilter)
  }

  @Test("interfaces and neighbours are the kernel's own")
  func interfaces() async throws {
    let result = await inNamespace { () -> (Interfaces, NeighbourTable)? in
      makeCable()
      shell(
        """
        ip neigh add 10.9.8.7 lladdr 02:00:00:00:00:07 dev v0
        ip neigh add fd00:9::7 lladdr 02:00:00:00:00:08 dev v0
        ip neigh add 10.9.8.9 lladdr 02:00:00:00:00:09 nud failed dev v0
        """)
      guard let interfaces = try? Interfaces.current(),
        let neighbours = try? NeighbourTable.current()
      else { return nil }
      return (interfaces, neighbours)
    }
    let (interfaces, neighbours) = try #require(result ?? nil)
    let cable = try #require(interfaces["v0"])
    #expect(cable.isUp && !cable.isLoopback && cable.mac != nil)
    #expect(interfaces["lo"]?.isLoopback == true)
    let four = try #require(IPAddress("10.9.8.7"))
    let six = try #require(IPAddress("fd00:9::7"))
    #expect(cable.addresses.contains { $0.prefix == Prefix("10.9.8.0/24") })
    #expect(interfaces.onLink(four)?.name == "v0")
    #expect(interfaces.onLink(six)?.name == "v0")
    #expect(IPAddress("10.9.9.7").map { interfaces.onLink($0) } == .some(nil))
    #expect(neighbours[four] == MACAddress("02:00:00:00:00:07"))
    #expect(neighbours[six] == MACAddress("02:00:00:00:00:08"))
    #expect(IPAddress("10.9.8.9").map { neighbours[$0] } == .some(nil))
  }
}

@Suite("Privileges") struct PrivilegesTests {
  @Test("reads the effective capabilities and the first free port")
  func parse() {
    let none = Privileges(
      status: "Name:\tx\nCapEff:\t0000000000000000\n", firstUnprivilegedPort: "")
    #expect(none == Privileges(rawSockets: false, administersNetwork: false, lowestPort: 1024))
    #expect(!none.mayBind(port: 623) && none.mayBind(port: 1024))
    let raw = Privileges(status: "CapEff:\t0000000000002000\n", firstUnprivilegedPort: "80\n")
    #expect(raw.rawSockets && !raw.administersNetwork && raw.mayBind(port: 80))
    let all = Privileges(status: "CapEff:\t000001fffeffffff\n", firstUnprivilegedPort: "1024\n")
    #expect(all.rawSockets && all.mayBind(port: 1))
    #expect(!Privileges(status: "CapEff: zz", firstUnprivilegedPort: "x").rawSockets)
  }
}

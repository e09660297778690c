import CPcap
import CScoutShims
import Glibc
import Synchronization

/// A running capture on one interface.
///
/// A thread of its own waits for packets and hands them over, in immediate mode: a packet is seen
/// when it comes, and none is left in a half-filled block when the capture stops.
package final class LiveCapture: Sendable {
  package let interface: String
  package let linkType: LinkType

  private struct State {
    var statistics = CaptureStatistics()
    var isStarted = false
    var isStopped = false
  }

  // SAFETY: the handle is touched by `init` and then only by the capture's thread.
  private nonisolated(unsafe) let pcap: Pcap
  private let state = Mutex(State())
  /// An eventfd that `stop` writes to.
  private let wake: Int32

  /// Opens `interface` (`any` for all of them, with cooked framing) and sets the filter.
  ///
  /// Nothing is delivered before `start`; packets that come between are kept by the kernel.
  package init(interface: String, options: CaptureOptions = CaptureOptions()) throws(LinkError) {
    let pcap = Pcap(try Self.activate(interface, options))
    if let filter = options.filter { try Self.apply(filter, to: pcap) }
    let (failure, reason) = Pcap.withErrorBuffer { pcap_setnonblock(pcap.handle, 1, $0) }
    guard failure == 0 else { throw LinkError(.captureFailed, "\(interface): \(reason)") }
    wake = scout_link_event()
    guard wake >= 0 else {
      throw LinkError(.system, "eventfd: \(String(cString: strerror(errno)))")
    }
    self.interface = interface
    self.pcap = pcap
    linkType = pcap.linkType
  }

  deinit { close(wake) }

  /// Counts so far; the kernel's own are at most a quarter of a second old.
  package var statistics: CaptureStatistics { state.withLock { $0.statistics } }

  /// Begins to deliver on the capture's own thread.
  ///
  /// `ended` is the last call: after `stop`, with `nil`, or when the interface failed. It may be
  /// started once, and what is started must be stopped: the thread keeps the capture alive.
  package func start(
    _ deliver: @escaping @Sendable (PacketHead, RawSpan) -> Void,
    ended: @escaping @Sendable (LinkError?) -> Void
  ) throws(LinkError) {
    let isFirst = state.withLock { state in
      defer { state.isStarted = true }
      return !state.isStarted
    }
    precondition(isFirst, "a capture is started once")
    let failure = startThread { [self] in
      let failure = run(deliver)
      noteStatistics()
      ended(failure)
    }
    if failure != 0 {
      throw LinkError(.system, "no thread for \(interface): \(String(cString: strerror(failure)))")
    }
  }

  /// Ends the capture after what the kernel has already kept was delivered. Returns at once and
  /// may be called often, from any thread.
  package func stop() {
    let isFirst = state.withLock { state in
      defer { state.isStopped = true }
      return !state.isStopped
    }
    if isFirst { scout_link_signal(wake) }
  }

  private func run(_ deliver: (PacketHead, RawSpan) -> Void) -> LinkError? {
    var polled = [
      pollfd(fd: pcap_get_selectable_fd(pcap.handle), events: Int16(POLLIN), revents: 0),
      pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      let ready = poll(&polled, 2, 250)
      if ready < 0 && errno != EINTR {
        return LinkError(.captureFailed, "\(interface): \(String(cString: strerror(errno)))")
      }
      let isStopping = state.withLock { $0.isStopped }
      // After `stop` a busy link could go on for ever: then no more than the buffer can hold.
      if let failure = drain(atMost: isStopping ? 65_536 : 4096, deliver) { return failure }
      noteStatistics()
      if isStopping { return nil }
    }
  }

  /// Delivers what is waiting, up to `limit` packets.
  private func drain(
    atMost limit: Int, _ deliver: (PacketHead, RawSpan) -> Void
  ) -> LinkError? {
    var delivered = 0
    defer { state.withLock { [delivered] in $0.statistics.delivered += delivered } }
    while delivered < limit {
      switch pcap.next(deliver) {
      case .delivered: delivered += 1
      case .nothingYet, .end: return nil
      case .failed:
        let reason = pcap.lastError
        let code: LinkError.Code =
          reason.contains("went down") || reason.contains("disappeared")
          ? .interfaceDown : .captureFailed
        return LinkError(code, "the capture on \(interface) ended: \(reason)")
      }
    }
    return nil
  }

  private func noteStatistics() {
    var raw = pcap_stat()
    guard pcap_stats(pcap.handle, &raw) == 0 else { return }
    state.withLock { [raw] in
      $0.statistics.droppedByKernel = Int(raw.ps_drop)
      $0.statistics.droppedByInterface = Int(raw.ps_ifdrop)
    }
  }
}

extension LiveCapture {
  private static func activate(
    _ interface: String, _ options: CaptureOptions
  ) throws(LinkError) -> OpaquePointer {
    if interface != "any", let known = try? Interfaces.current(), known[interface] == nil {
      throw unknown(interface, known)
    }
    let (created, reason) = Pcap.withErrorBuffer { pcap_create(interface, $0) }
    guard let created else { throw LinkError(.captureFailed, "\(interface): \(reason)") }
    pcap_set_snaplen(created, Int32(clamping: options.snapshotLength))
    pcap_set_promisc(created, options.isPromiscuous && interface != "any" ? 1 : 0)
    pcap_set_immediate_mode(created, 1)
    pcap_set_timeout(created, 100)
    pcap_set_buffer_size(created, Int32(clamping: options.bufferSize))
    pcap_set_tstamp_precision(created, PCAP_TSTAMP_PRECISION_NANO)
    let status = pcap_activate(created)
    if status >= 0 { return created }
    let message = Pcap.text(of: created)
    pcap_close(created)
    switch status {
    case PCAP_ERROR_PERM_DENIED, PCAP_ERROR_PROMISC_PERM_DENIED:
      throw LinkError(
        .noPrivilege, "this user may not capture on \(interface): \(Privileges.advice)")
    case PCAP_ERROR_NO_SUCH_DEVICE:
      throw unknown(interface, (try? Interfaces.current()) ?? Interfaces([]))
    case PCAP_ERROR_IFACE_NOT_UP:
      throw LinkError(.interfaceDown, "\(interface) is down: ip link set \(interface) up")
    default:
      let name = pcap_statustostr(status).map { String(cString: $0) } ?? "error \(status)"
      throw LinkError(
        .captureFailed, "\(interface) cannot be captured: \(message.isEmpty ? name : message)")
    }
  }

  private static func unknown(_ interface: String, _ known: Interfaces) -> LinkError {
    let names = known.all.map(\.name).joined(separator: ", ")
    return LinkError(
      .noSuchInterface, "there is no interface \(interface); there are \(names), and any")
  }

  private static func apply(_ filter: String, to pcap: Pcap) throws(LinkError) {
    var program = bpf_program()
    guard pcap_compile(pcap.handle, &program, filter, 1, PCAP_NETMASK_UNKNOWN) == 0 else {
      throw LinkError(.badFilter, "the filter \"\(filter)\" is refused: \(pcap.lastError)")
    }
    defer { pcap_freecode(&program) }
    guard pcap_setfilter(pcap.handle, &program) == 0 else {
      throw LinkError(.badFilter, "the filter \"\(filter)\" cannot be set: \(pcap.lastError)")
    }
  }
}

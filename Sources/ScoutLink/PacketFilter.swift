import CPcap
import CScoutShims

/// A program that the kernel runs on each frame to tell which ones to hand over.
package struct PacketFilter: Sendable {
  let steps: [scout_filter_step]

  /// Compiles a filter in libpcap's language for a framing.
  package init(_ text: String, for framing: PacketPort.Framing) throws(LinkError) {
    let type = if case .none = framing { DLT_RAW } else { DLT_EN10MB }
    guard let handle = pcap_open_dead(type, 65_535) else {
      throw LinkError(.system, "no memory for a packet filter")
    }
    let pcap = Pcap(handle)
    var program = bpf_program()
    guard pcap_compile(pcap.handle, &program, text, 1, PCAP_NETMASK_UNKNOWN) == 0 else {
      throw LinkError(.badFilter, "the filter \"\(text)\" is refused: \(pcap.lastError)")
    }
    defer { pcap_freecode(&program) }
    steps = UnsafeBufferPointer(start: program.bf_insns, count: Int(program.bf_len)).map {
      scout_filter_step(code: $0.code, jump_true: $0.jt, jump_false: $0.jf, k: $0.k)
    }
  }
}

import ScoutTLS

/// A connection over TLS, the site being the server.
struct SecureLine: Stream {
  let line: Line
  private let machine: TLSMachine

  /// Shakes hands on `line`; `nil` where that fails. What the machine has to say then, an alert
  /// most of the time, has been sent.
  init?(_ line: Line, _ context: TLSServerContext) {
    guard let machine = try? TLSMachine(server: context) else { return nil }
    self.line = line
    self.machine = machine
    while true {
      let progress = machine.handshakeStep()
      let outgoing = machine.takeOutgoing()
      guard outgoing.isEmpty || line.send(outgoing) else { return nil }
      switch progress {
      case .established: return
      case .failed: return nil
      case .wantsMore:
        guard let bytes = line.receive(), machine.receive(bytes) else { return nil }
      }
    }
  }

  func receive() -> [UInt8]? {
    while true {
      switch machine.read() {
      case .bytes(let bytes): return bytes
      case .closed, .failed: return nil
      case .wantsMore:
        let outgoing = machine.takeOutgoing()
        guard outgoing.isEmpty || line.send(outgoing), let bytes = line.receive(),
          machine.receive(bytes)
        else { return nil }
      }
    }
  }

  func send(_ bytes: [UInt8]) -> Bool {
    machine.write(bytes) && line.send(machine.takeOutgoing())
  }

  func close() {
    machine.close()
    _ = line.send(machine.takeOutgoing())
  }
}

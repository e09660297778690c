import ScoutNet
import Synchronization

/// Lets one task at a time talk to a device, and the next one in turn.
final class Turnstile: Sendable {
  private let gates = Mutex<[IPAddress: (gate: Gate, users: Int)]>([:])

  func enter(_ address: IPAddress) async throws(CancellationError) {
    let gate = gates.withLock { gates in
      let entry = gates[address] ?? (Gate(1), 0)
      gates[address] = (entry.gate, entry.users + 1)
      return entry.gate
    }
    do {
      try await gate.enter()
    } catch {
      release(address)
      throw error
    }
  }

  func leave(_ address: IPAddress) {
    let gate = gates.withLock { $0[address]?.gate }
    gate?.leave()
    release(address)
  }

  private func release(_ address: IPAddress) {
    gates.withLock { gates in
      guard let entry = gates[address] else { return }
      gates[address] = entry.users > 1 ? (entry.gate, entry.users - 1) : nil
    }
  }
}

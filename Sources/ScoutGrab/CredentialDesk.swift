package import ScoutModel
package import ScoutNet
package import ScoutTLS
import Synchronization

/// Keeps the passwords of a scan, and sees to it that no account is locked by it.
///
/// A device that did not take a password is never tried again in this scan, under whichever address.
/// Of one entry at most as many devices are tried at once as may still refuse it; after ``limit``
/// refusals it is used no more.
package final class CredentialDesk: Sendable {
  /// So many devices may refuse an entry.
  package static let limit = 3

  /// What became of one entry.
  package struct Account: Hashable, Sendable {
    /// The entry's match.
    package var label: String
    package var taken = 0
    package var refused = 0
    /// Devices that were not tried because the entry had been refused too often.
    package var spared = 0
    package var isStopped: Bool { refused >= CredentialDesk.limit }
  }

  /// A place at the desk, for one device and one entry.
  package struct Ticket: Sendable {
    let address: IPAddress
    let entry: Int
    let number: Int
    package let credential: Credential
  }

  enum Admission: Sendable {
    case go(Ticket)
    /// No entry fits the device.
    case none
    /// The entry is used no more.
    case stopped(Credential)
  }

  private struct Entry {
    var account: Account
    /// Devices that are being tried, and have not answered yet.
    var trying: Set<Int> = []
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private struct State {
    var entries: [Entry]
    var next = 0
    /// Realms that name one device, else its address: under trial by whom, or settled.
    var realms: [String: Realm] = [:]
  }

  private enum Realm {
    case trying(Int)
    case taken
    case refused
    /// The password was on its way, and nothing came back.
    case unanswered
  }

  private let book: CredentialBook
  private let trust: CertificateTrust?
  private let identities: [IPAddress: CredentialSubject]
  private let state: Mutex<State>

  /// - Parameters:
  ///   - trust: the authorities that devices' certificates must lead to.
  ///   - identities: what is known of the machines at some addresses: names and UUIDs.
  package init(
    _ book: CredentialBook, trust: CertificateTrust?,
    identities: [IPAddress: CredentialSubject] = [:]
  ) {
    self.book = book
    self.trust = trust
    self.identities = identities
    state = Mutex(
      State(entries: book.entries.map { Entry(account: Account(label: $0.label)) }))
  }

  /// What became of each entry, in the order of the file.
  package var accounts: [Account] { state.withLock { $0.entries.map(\.account) } }

  /// Waits for a place to try the device's entry.
  func enter(_ address: IPAddress, names: Set<String>) async -> Admission {
    var subject = identities[address] ?? CredentialSubject(address: address)
    subject.names.formUnion(names)
    guard let index = book.index(for: subject) else { return .none }
    let credential = book.entries[index]
    while true {
      let admission = state.withLock { state -> Admission? in
        if state.entries[index].account.isStopped {
          state.entries[index].account.spared += 1
          return .stopped(credential)
        }
        let refusable = Self.limit - state.entries[index].account.refused
        guard state.entries[index].trying.count < refusable else { return nil }
        state.next += 1
        state.entries[index].trying.insert(state.next)
        return .go(
          Ticket(address: address, entry: index, number: state.next, credential: credential))
      }
      if let admission { return admission }
      await withCheckedContinuation { continuation in
        let mayGo = state.withLock { state in
          let entry = state.entries[index]
          if entry.account.isStopped || entry.trying.count < Self.limit - entry.account.refused {
            return true
          }
          state.entries[index].waiting.append(continuation)
          return false
        }
        if mayGo { continuation.resume() }
      }
    }
  }

  /// Why the password may not be tried on the device of `realm`; `nil` where it may.
  func objection(_ realm: String, _ ticket: Ticket) -> String? {
    // Sixteen bits name no device; its address must do.
    let isNameless = realm.hasSuffix(String(repeating: "0", count: 28))
    let realm = isNameless ? ticket.address.description : realm
    return state.withLock { state in
      switch state.realms[realm] {
      case .trying(let number) where number != ticket.number:
        return "the same device is being asked at another address"
      case .refused where isNameless: return "the device has refused before"
      case .refused: return "the same device has refused at another address"
      case .unanswered: return "the same device has left the password unanswered before"
      case nil, .trying, .taken:
        if state.realms[realm] == nil { state.realms[realm] = .trying(ticket.number) }
        return nil
      }
    }
  }

  /// Notes what a device made of the password.
  func settle(_ ticket: Ticket, isTaken: Bool) {
    let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
      guard state.entries[ticket.entry].trying.remove(ticket.number) != nil else { return [] }
      if isTaken {
        state.entries[ticket.entry].account.taken += 1
      } else {
        state.entries[ticket.entry].account.refused += 1
      }
      for (realm, value) in state.realms {
        if case .trying(ticket.number) = value { state.realms[realm] = isTaken ? .taken : .refused }
      }
      return Self.takeWaiting(&state.entries[ticket.entry])
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Gives the place back; a device that did not come to an answer is not tried again.
  func leave(_ ticket: Ticket) {
    let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
      guard state.entries[ticket.entry].trying.remove(ticket.number) != nil else { return [] }
      for (realm, value) in state.realms {
        if case .trying(ticket.number) = value { state.realms[realm] = .unanswered }
      }
      return Self.takeWaiting(&state.entries[ticket.entry])
    }
    for continuation in waiting { continuation.resume() }
  }

  private static func takeWaiting(_ entry: inout Entry) -> [CheckedContinuation<Void, Never>] {
    defer { entry.waiting = [] }
    return entry.waiting
  }

  /// Why a chain is not good enough for the password; `nil` where it is.
  func objection(to chain: [[UInt8]], _ credential: Credential) -> String? {
    guard let leaf = chain.first else { return "the device showed no certificate" }
    if !credential.pins.isEmpty {
      let fact = CertificateFact(der: leaf)
      let isPinned =
        credential.pins.contains(fact.fingerprint)
        || fact.keyFingerprint.map(credential.pins.contains) == true
      if isPinned { return nil }
      return "the certificate is not the one that is pinned"
    }
    if !credential.verifies { return nil }
    guard let trust else {
      return "no authority to verify the certificate by; name one with --ca, pin the certificate, "
        + "or write verify: false"
    }
    return trust.objection(to: chain)
  }
}

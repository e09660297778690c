import ScoutModel
import ScoutNet

/// What DHCP tells of one device: its name, and what servers handed it.
struct LeaseNames {
  /// What the machine itself said, and what servers said to it.
  private var own = Words<String>()
  private var told = Words<String>()
  /// The answer that counts for each address that was handed out; few machines have many.
  private var answers: [LeaseNote] = []
  private(set) var isEmpty = true

  mutating func add(_ note: LeaseNote, _ notes: borrowing Notes, fromServer: Bool) {
    isEmpty = false
    let fqdn = note.fqdn < 0 ? nil : named(notes.texts[note.fqdn])
    let hostName = note.hostName < 0 ? nil : named(notes.texts[note.hostName])
    if fromServer {
      told.say(fqdn, "option 81", rank: 0, note.moment)
      told.say(hostName, "option 12", rank: 1, note.moment)
      guard notes.settings[Int(note.settings)].message != "NAK" else { return }
      guard let place = answers.firstIndex(where: { $0.address == note.address }) else {
        answers.append(note)
        return
      }
      if Self.outweighs(note, answers[place], notes) { answers[place] = note }
    } else {
      own.say(fqdn, "option 81", rank: 0, note.moment)
      own.say(hostName, "option 12", rank: 1, note.moment)
    }
  }

  /// An acknowledgement binds and an offer does not; of equals the newer counts.
  private static func outweighs(
    _ left: LeaseNote, _ right: LeaseNote, _ notes: borrowing Notes
  ) -> Bool {
    let binds = notes.settings[Int(left.settings)].message == "ACK"
    if binds != (notes.settings[Int(right.settings)].message == "ACK") { return binds }
    return right.moment < left.moment
  }

  private func named(_ text: String) -> String? { text.isEmpty ? nil : text }

  /// The name the machine gave itself, else the one a server gave it.
  var name: Known<String> {
    (own.isEmpty ? told : own).conclusion(else: isEmpty ? .notAsked : .notTold) { left, right in
      // Option 12 is the host's label where option 81 is the whole name.
      DomainName(left.value)?.host == DomainName(right.value)?.host
    }
  }

  /// The answer that gave out `address`, else the newest of all.
  ///
  /// A machine with two adapters holds two leases, and each says what its own network hands out:
  /// what AMT was told is what came with the address at which AMT answers.
  func answer(for address: IPAddress?) -> LeaseNote? {
    if case .v4(let address) = address,
      let own = answers.first(where: { $0.address == address })
    {
      return own
    }
    return answers.max { $0.moment < $1.moment }
  }

  /// What `answer` says of option 15.
  static func option15(_ answer: LeaseNote, _ notes: borrowing Notes) -> Known<String> {
    guard let value = notes.settings[Int(answer.settings)].domainName else {
      return .unknown(.notTold)
    }
    return .known(
      Claim(
        DomainName(value)?.text ?? value, source: "dhcp", Evidence(answer.moment.id)))
  }
}

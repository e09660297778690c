import ScoutModel
import ScoutNet

/// What DHCP tells of one device: its name, and the suffix it was handed.
struct LeaseNames {
  /// What the machine itself said, and what servers said to it.
  private var own = Words<String>()
  private var told = Words<String>()
  private(set) var newestAnswer: LeaseNote?
  private(set) var isEmpty = true

  mutating func add(_ note: LeaseNote, _ notes: borrowing Notes, fromServer: Bool) {
    isEmpty = false
    let fqdn = note.fqdn < 0 ? nil : named(notes.texts[note.fqdn])
    let hostName = note.hostName < 0 ? nil : named(notes.texts[note.hostName])
    if fromServer {
      told.say(fqdn, "option 81", rank: 0, note.moment)
      told.say(hostName, "option 12", rank: 1, note.moment)
      guard notes.settings[Int(note.settings)].message != "NAK" else { return }
      if let other = newestAnswer, note.moment < other.moment { return }
      newestAnswer = note
    } else {
      own.say(fqdn, "option 81", rank: 0, note.moment)
      own.say(hostName, "option 12", rank: 1, note.moment)
    }
  }

  private func named(_ text: String) -> String? { text.isEmpty ? nil : text }

  /// The name the machine gave itself, else the one a server gave it.
  var name: Known<String> {
    (own.isEmpty ? told : own).conclusion(else: isEmpty ? .notAsked : .notTold) { left, right in
      // Option 12 is the host's label where option 81 is the whole name.
      DomainName(left.value)?.host == DomainName(right.value)?.host
    }
  }

  /// What the newest answer to the machine says of option 15; `nil` where no answer was heard.
  func option15(_ notes: borrowing Notes) -> Known<String>? {
    guard let answer = newestAnswer else { return nil }
    guard let value = notes.settings[Int(answer.settings)].domainName else {
      return .unknown(.notTold)
    }
    return .known(
      Claim(
        DomainName(value)?.text ?? value, source: "dhcp", Evidence([answer.moment.id])))
  }
}

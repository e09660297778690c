import ScoutModel
import ScoutNet
import ScoutWire

extension HeardMessage {
  /// A hash of all that the message's sighting is made of, beside its time: messages with one
  /// fingerprint say the same, those of different ones may. `nil` for messages that come too seldom to be
  /// told apart before a sighting is made of them.
  ///
  /// Half of what a network says in a day it has just said: a hash of the bytes costs a tenth of what
  /// the sighting does.
  package var fingerprint: Int? {
    var hasher = Hasher()
    hasher.combine(vlans)
    switch content {
    case .dhcp(let dhcp): dhcp.feedSubstance(to: &hasher)
    case .dns(let dns, .udp), .dns(let dns, .tcp):
      guard dns.isResponse, dns.opcode == 0 else { return nil }
      hasher.combine(source)
      dns.feedAnswer(to: &hasher)
    default: return nil
    }
    return hasher.finalize()
  }
}

extension DNSMessage {
  /// Feeds the first question and the answers to it to a hash; the rest of a record's time to live is no
  /// part of what it says.
  fileprivate func feedAnswer(to hasher: inout Hasher) {
    hasher.combine(flags)
    hasher.combine(defects.isEmpty)
    hasher.combine(questions.first)
    hasher.combine(answers.count)
    for answer in answers {
      hasher.combine(answer.name)
      hasher.combine(answer.type)
      hasher.combine(answer.value)
    }
  }
}

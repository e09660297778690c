package import ScoutLoop
package import ScoutModel
package import ScoutNet
import ScoutWire

/// What a look-up came to.
package struct Answer: Hashable, Sendable {
  package var sighting: NameSighting
  /// The response code of the last answer (RFC 1035, 4.1.1; RFC 6895): 0 no error, 2 server failure,
  /// 3 no such name, 5 refused. `nil` where no answer came.
  package var responseCode: UInt16?
  /// What kept this machine from asking.
  package var trouble: LocalTrouble?
  /// The answer over UDP was cut and the whole could not be had over TCP.
  package var isCut = false

  init(_ sighting: NameSighting, responseCode: UInt16? = nil) {
    self.sighting = sighting
    self.responseCode = responseCode
  }

  /// The addresses of A and AAAA records, in the order of the answer.
  package var addresses: [IPAddress] {
    sighting.records.filter { $0.type == "A" || $0.type == "AAAA" }
      .compactMap { IPAddress($0.value) }
  }

  /// The names of PTR records, in the order of the answer.
  package var names: [DomainName] {
    sighting.records.filter { $0.type == "PTR" }.compactMap { DomainName($0.value) }
  }
}

/// A question, and the reading of messages as its answer.
struct Question: Hashable, Sendable {
  let name: DomainName
  let type: DNSType

  /// The most aliases that are followed, and the most records that are kept.
  static let aliasLimit = 16
  static let recordLimit = 64

  /// What a server's message means for this question.
  enum Meaning: Hashable, Sendable {
    case answer(NameOutcome, [NameRecord], code: UInt16)
    /// This server cannot tell; another may.
    case failure(code: UInt16)
    /// The server does not understand the OPT record.
    case withoutExtensions(code: UInt16)
  }

  /// Whether `message` answers this question as it was sent.
  func isAnswered(by message: DNSMessage, id: UInt16) -> Bool {
    guard message.isResponse, message.id == id, message.opcode == 0 else { return false }
    // Servers that fail to read a question may leave it out.
    if message.questions.isEmpty { return message.responseCode != 0 && message.answers.isEmpty }
    guard message.questions.count == 1, let question = message.questions.first else { return false }
    return question.type == type && question.rawClass == 1 && Self.key(question.name) == name.text
  }

  private static func key(_ name: DNSName) -> String { name.text.lowercased() }

  func meaning(of message: DNSMessage) -> Meaning {
    let code = message.extendedResponseCode
    switch code {
    case 0:
      let records = chain(in: message.answers)
      if records.contains(where: { $0.type == type.description }) {
        return .answer(.answered, records, code: code)
      }
      let recursionAvailable = message.flags & 0x0080 != 0
      if records.isEmpty, !message.isAuthoritative, !recursionAvailable {
        // A referral: the server knows whom to ask and does not ask.
        return .failure(code: code)
      }
      return .answer(.noData, records + denial(in: message), code: code)
    case 3:
      return .answer(
        .noSuchName, chain(in: message.answers) + denial(in: message), code: code)
    case 1, 4, 16: return .withoutExtensions(code: code)
    default: return .failure(code: code)
    }
  }

  /// The records that lead from the question to its answer; what belongs to other names is left out.
  private func chain(in answers: [DNSRecord]) -> [NameRecord] {
    var records: [NameRecord] = []
    var current = name.text
    var seen: Set<String> = []
    while seen.count < Self.aliasLimit, seen.insert(current).inserted {
      var alias: String?
      for record in answers where record.rawClass == 1 && Self.key(record.name) == current {
        guard let value = Self.text(record.value), records.count < Self.recordLimit else {
          continue
        }
        if record.type == type {
          records.append(Self.record(record, value))
        } else if record.type == .cname, alias == nil {
          records.append(Self.record(record, value))
          alias = value
        }
      }
      guard let alias, type != .cname else { break }
      current = alias
    }
    return records
  }

  /// The SOA record that goes with a negative answer (RFC 2308): the zone that denies, and for how
  /// many seconds.
  private func denial(in message: DNSMessage) -> [NameRecord] {
    for record in message.authorities where record.type == .soa && record.rawClass == 1 {
      guard case .authority(let authority) = record.value, let value = Self.text(record.value)
      else { continue }
      var denial = Self.record(record, value)
      denial.timeToLive = min(denial.timeToLive, authority.minimum)
      return [denial]
    }
    return []
  }

  private static func record(_ record: DNSRecord, _ value: String) -> NameRecord {
    NameRecord(
      name: key(record.name), type: record.type.description, timeToLive: record.timeToLive,
      value: value)
  }

  private static func text(_ value: DNSValue) -> String? {
    switch value {
    case .address4(let address): address.description
    case .address6(let address): address.description
    case .name(let name): key(name)
    case .authority(let authority):
      "\(key(authority.primary)) \(key(authority.mailbox)) \(authority.serial)"
    default: nil
    }
  }
}

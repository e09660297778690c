import ScoutNet

extension Zone {
  /// The answer to one DNS query over UDP (RFC 1035), or `nil` for what is no query.
  ///
  /// Standard queries with one question are answered; other operations with NOTIMP. Names outside
  /// the zone are refused. No answer of the site needs more than 512 bytes.
  package func answer(to query: [UInt8]) -> [UInt8]? {
    guard query.count >= 12, query[2] & 0x80 == 0 else { return nil }
    guard query[2] & 0x78 == 0 else { return Self.header(query, code: 4) }
    guard query[4] == 0, query[5] == 1, let question = Question(query) else {
      return Self.header(query, code: 1)
    }
    guard isWithin(question.name) else {
      return Self.header(query, code: 5, questions: 1) + question.bytes
    }
    var found: [Record] = []
    var name = question.name
    // A chain of aliases is followed a few steps, as far as this zone knows them.
    for _ in 0..<4 {
      let known = records(named: name)
      let wanted = known.filter { question.takes($0.value) }
      found += wanted
      guard wanted.isEmpty,
        let alias = known.first(where: { if case .cname = $0.value { true } else { false } }),
        case .cname(let target) = alias.value
      else { break }
      found.append(alias)
      name = target
    }
    let missing = found.isEmpty && !holds(question.name)
    var bytes = Self.header(
      query, code: missing ? 3 : 0, questions: 1, answers: UInt8(truncatingIfNeeded: found.count))
    bytes += question.bytes
    for record in found { bytes += Self.encoded(record, question: question) }
    return bytes
  }

  /// The header of the answer: the query's id and wish for recursion, authoritative.
  private static func header(
    _ query: [UInt8], code: UInt8, questions: UInt8 = 0, answers: UInt8 = 0
  ) -> [UInt8] {
    [
      query[0], query[1], 0x84 | query[2] & 0x79, 0x80 | code, 0, questions, 0, answers, 0, 0, 0, 0,
    ]
  }

  private static func encoded(_ record: Record, question: Question) -> [UInt8] {
    let (type, data): (UInt8, [UInt8]) =
      switch record.value {
      case .a(let address):
        (1, PongFace.bytes(of: address.rawValue))
      case .aaaa(let address):
        (28, address.groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
      case .ptr(let target): (12, wire(target))
      case .cname(let target): (5, wire(target))
      }
    // The owner is the question's name at offset 12 unless an alias led further.
    let same = Zone.folded(record.name) == Zone.folded(question.name)
    let owner: [UInt8] = same ? [0xC0, 12] : wire(record.name)
    return owner + [0, type, 0, 1, 0, 0, 0, 60]
      + [UInt8(data.count >> 8), UInt8(data.count & 0xFF)] + data
  }

  /// A name as it travels: each label with its length, and the root.
  static func wire(_ name: String) -> [UInt8] {
    name.utf8.split(separator: 0x2E).flatMap { [UInt8(truncatingIfNeeded: $0.count)] + $0 } + [0]
  }
}

/// The one question of a query.
private struct Question {
  var name: String
  var type: UInt16
  /// The question as it came, so that the answer repeats its letter case.
  var bytes: [UInt8]

  init?(_ query: [UInt8]) {
    var labels: [String] = []
    var offset = 12
    while offset < query.count, query[offset] != 0 {
      let length = Int(query[offset])
      guard length <= 63, offset + 1 + length < query.count else { return nil }
      labels.append(
        String(decoding: query[(offset + 1)..<(offset + 1 + length)], as: UTF8.self))
      offset += 1 + length
    }
    guard offset + 5 <= query.count, offset - 12 <= 254 else { return nil }
    name = labels.joined(separator: ".")
    type = UInt16(query[offset + 1]) << 8 | UInt16(query[offset + 2])
    bytes = Array(query[12..<(offset + 5)])
  }

  func takes(_ value: Zone.Value) -> Bool {
    switch (type, value) {
    case (1, .a), (28, .aaaa), (12, .ptr), (5, .cname), (255, _): true
    default: false
    }
  }
}

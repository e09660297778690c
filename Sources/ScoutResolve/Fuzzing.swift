import ScoutNet
import ScoutWire

/// Feeds bytes to the reader of resolv.conf and, as a server's message, to that of answers; must
/// neither trap nor hang.
package func fuzzAnswer(_ bytes: [UInt8]) {
  _ = ResolverConfiguration(parsing: String(decoding: bytes.prefix(65_536), as: UTF8.self))
  guard let message = try? DNSMessage(parsing: bytes) else { return }
  let asked = message.questions.first.flatMap { DomainName($0.name.text) }
  for type in [DNSType.a, .aaaa, .ptr, .cname, .soa] {
    guard let name = asked ?? DomainName("pc.example") else { return }
    let question = Question(name: name, type: type)
    _ = question.isAnswered(by: message, id: message.id)
    if case .answer(_, let records, _) = question.meaning(of: message) {
      precondition(records.count <= Question.recordLimit + 1, "an answer grew past its limit")
    }
  }
}

import ScoutLoop
import ScoutModel
import ScoutNet
import ScoutWire

/// One question on its way from server to server.
final class Lookup: DatagramHandler, ConnectionHandler {
  let question: Question
  private unowned let table: LookupTable
  private let name: DNSName?
  private var schedule: [Int] = []
  private var server = -1
  private var id: UInt16 = 0
  private var useExtensions = true
  private var socket: DatagramSocket?
  private var connection: Connection?
  private var stream: [UInt8] = []
  /// What was in the datagram that was cut.
  private var cut: Question.Meaning?
  private var failure: (code: UInt16, server: IPAddress)?
  private var trouble: LocalTrouble?
  private var wasSent = false
  private lazy var timer = table.loop.timer { [unowned self] in self.timeOut() }

  init(_ question: Question, table: LookupTable) {
    self.question = question
    self.table = table
    name = DNSName(question.name.text)
  }

  func start() {
    guard name != nil else { return finish(.notAsked(question, server: nil, .other(errno: 0))) }
    schedule = table.schedule()
    askNext()
  }

  // MARK: - Asking

  private func askNext() {
    close()
    guard !schedule.isEmpty else { return giveUp() }
    server = schedule.removeFirst()
    useExtensions = true
    ask()
  }

  /// Sends the question to the current server from a new port with a new id.
  private func ask() {
    close()
    id = UInt16(truncatingIfNeeded: table.generator.next())
    let to = table.servers[server]
    do throws(LocalTrouble) {
      let socket = try table.loop.openDatagramSocket(
        isV6: to.address.bitWidth == 128, options: table.settings.options, receiveBuffer: 0,
        handler: self)
      self.socket = socket
      if let trouble = socket.send(message, to: to.address, port: to.port) { throw trouble }
      wasSent = true
      setTimer()
    } catch {
      trouble = error
      // Later, so that a long list of servers does not deepen the stack.
      table.loop.set(timer, for: table.loop.now)
    }
  }

  private var message: [UInt8] {
    guard let name else { return [] }
    var query = DNSMessage.query(id: id, name, question.type)
    if !useExtensions { query.additionals = [] }
    return query.encoded()
  }

  private func askOverTCP() {
    close()
    stream = []
    let to = table.servers[server]
    connection = table.loop.connect(
      to: to.address, port: to.port, timeout: table.settings.timeout,
      options: table.settings.options, handler: self)
  }

  private func setTimer() { table.loop.set(timer, for: table.loop.now + table.settings.timeout) }

  private func close() {
    table.loop.clear(timer)
    socket?.close()
    socket = nil
    connection?.close()
    connection = nil
  }

  private func timeOut() {
    if wasSent { table.silences[server] = min(table.silences[server] + 1, 1000) }
    askNext()
  }

  // MARK: - Hearing

  func received(_ bytes: RawSpan, from peer: IPAddress, port: UInt16) {
    let asked = table.servers[server]
    guard peer == asked.address, port == asked.port, let message = try? DNSMessage(parsing: bytes),
      question.isAnswered(by: message, id: id)
    else { return }
    table.silences[server] = 0
    if message.isTruncated {
      cut = question.meaning(of: message)
      return askOverTCP()
    }
    take(question.meaning(of: message))
  }

  func unreachable(_ found: Unreachable, peer: IPAddress, port: UInt16, quoting bytes: RawSpan) {
    if peer == table.servers[server].address { askNext() }
  }

  func stopped() {}

  func connected(_ connection: Connection) {
    let bytes = message
    let length = UInt16(truncatingIfNeeded: bytes.count)
    _ = connection.send([UInt8(length >> 8), UInt8(length & 0xFF)] + bytes)
  }

  func received(_ bytes: RawSpan, on connection: Connection) {
    // A message is at most 65,535 bytes after its length; what follows it is of no interest.
    bytes.withUnsafeBytes {
      stream.append(contentsOf: $0.prefix(65_537 - min(65_537, stream.count)))
    }
    guard stream.count >= 2 else { return }
    let length = Int(stream[0]) << 8 | Int(stream[1])
    guard stream.count >= 2 + length else { return }
    guard let message = try? DNSMessage(parsing: stream[2..<2 + length]),
      question.isAnswered(by: message, id: id)
    else { return takeCut() }
    take(question.meaning(of: message))
  }

  func closed(_ connection: Connection, reason: CloseReason) {
    self.connection = nil
    if case .local(.stopped) = reason { return }
    takeCut()
  }

  /// The whole could not be had: what the cut answer said is better than nothing.
  private func takeCut() {
    if case .answer(.answered, let records, let code) = cut {
      var answer = answer(.answered, records, code: code)
      answer.isCut = true
      return finish(answer)
    }
    askNext()
  }

  private func take(_ meaning: Question.Meaning) {
    switch meaning {
    case .answer(let outcome, let records, let code):
      finish(answer(outcome, records, code: code))
    case .withoutExtensions(let code):
      // A server from before RFC 6891 gets the plain question once.
      if !useExtensions { return fail(code) }
      useExtensions = false
      ask()
    case .failure(let code):
      fail(code)
    }
  }

  private func fail(_ code: UInt16) {
    failure = (code, table.servers[server].address)
    askNext()
  }

  // MARK: - Ending

  private func answer(_ outcome: NameOutcome, _ records: [NameRecord], code: UInt16?) -> Answer {
    Answer(
      NameSighting(
        name: question.name.text, type: question.type.description, outcome: outcome,
        records: records, server: server >= 0 ? table.servers[server].address : nil),
      responseCode: code)
  }

  private func giveUp() {
    if let failure {
      var answer = answer(.serverFailed, [], code: failure.code)
      answer.sighting.server = failure.server
      return finish(answer)
    }
    var answer = answer(.noAnswer, [], code: nil)
    if !wasSent { answer.trouble = trouble ?? .noRoute }
    finish(answer)
  }

  private func finish(_ answer: Answer) {
    close()
    table.finish(self, answer)
  }
}

import ScoutLoop
import ScoutModel
import ScoutNet
import ScoutWire

extension Answer {
  /// The answer where nothing went out.
  static func notAsked(_ question: Question, server: IPAddress?, _ trouble: LocalTrouble) -> Answer
  {
    var answer = Answer(
      NameSighting(
        name: question.name.text, type: question.type.description, outcome: .noAnswer,
        server: server))
    answer.trouble = trouble
    return answer
  }
}

/// The resolver's look-ups, waiting, running and answered; on the loop's thread.
final class LookupTable {
  typealias Reply = (Answer) -> Void

  let servers: [NameServer]
  let settings: ResolverSettings
  let loop: Loop
  var generator: any RandomNumberGenerator & Sendable
  /// For each server how many questions in a row it has left without an answer.
  var silences: [Int]

  private var running: [Question: Lookup] = [:]
  private var waiting: [Question] = []
  private var firstWaiting = 0
  private var replies: [Question: [Reply]] = [:]
  private var cache: [Question: (answer: Answer, expiry: Moment)] = [:]

  /// After so many questions in a row without an answer a server is asked last.
  static let silenceLimit = 10

  init(
    servers: [NameServer], settings: ResolverSettings,
    generator: any RandomNumberGenerator & Sendable, loop: Loop
  ) {
    self.servers = servers
    self.settings = settings
    self.generator = generator
    self.loop = loop
    silences = servers.map { _ in 0 }
  }

  func ask(_ question: Question, reply: @escaping Reply) {
    if let (answer, expiry) = cache[question], expiry > loop.now { return reply(answer) }
    if replies[question] != nil {
      replies[question]?.append(reply)
      return
    }
    replies[question] = [reply]
    waiting.append(question)
    startNext()
  }

  private func startNext() {
    while running.count < max(1, settings.inFlight), firstWaiting < waiting.count {
      let question = waiting[firstWaiting]
      firstWaiting += 1
      if firstWaiting == waiting.count || firstWaiting > 4096 {
        waiting.removeFirst(firstWaiting)
        firstWaiting = 0
      }
      let lookup = Lookup(question, table: self)
      running[question] = lookup
      lookup.start()
    }
  }

  /// The order in which servers are asked: the rounds of the settings, silent ones last; where all
  /// are silent, one of them once.
  func schedule() -> [Int] {
    let speaking = servers.indices.filter { silences[$0] < Self.silenceLimit }
    let silent = servers.indices.filter { silences[$0] >= Self.silenceLimit }
    if speaking.isEmpty { return Array(silent.prefix(1)) }
    return (0..<max(1, settings.tries)).flatMap { _ in speaking } + silent.prefix(1)
  }

  func finish(_ lookup: Lookup, _ answer: Answer) {
    let question = lookup.question
    guard running.removeValue(forKey: question) != nil else { return }
    if answer.trouble == nil { keep(answer, of: question) }
    for reply in replies.removeValue(forKey: question) ?? [] { reply(answer) }
    startNext()
  }

  private func keep(_ answer: Answer, of question: Question) {
    if cache.count >= settings.cacheSize {
      let now = loop.now
      cache = cache.filter { $0.value.expiry > now }
      if cache.count >= settings.cacheSize { cache = [:] }
    }
    let seconds: UInt32 =
      switch answer.sighting.outcome {
      case .answered:
        min(max(answer.sighting.records.map(\.timeToLive).min() ?? 60, 60), 3600)
      case .noSuchName, .noData: 300
      case .serverFailed, .noAnswer, .questionOnly, .registered, .registrationRefused: 30
      }
    cache[question] = (answer, loop.now + .seconds(Int64(seconds)))
  }

  func stop() {
    let unanswered = replies
    replies = [:]
    running = [:]
    waiting = []
    firstWaiting = 0
    for (question, replies) in unanswered {
      for reply in replies { reply(.notAsked(question, server: nil, .stopped)) }
    }
  }
}

import ScoutLink
import ScoutLoop
import ScoutModel
import ScoutNet
import ScoutResolve
import ScoutWire

extension AssessRun {
  /// Asks the name servers: first whose addresses they are, then, knowing which suffixes this
  /// network uses, where each name leads.
  func resolve(_ loop: EventLoop) async throws {
    let resolver = try await Resolver(servers: job.nameServers, loop: loop)
    try recorder.askAboutImportedNames()
    var asked: Set<NameQuestions.Question> = []
    for round in [\NameQuestions.reverse, \NameQuestions.forward] {
      let questions = recorder.questions[keyPath: round].filter { asked.insert($0).inserted }
      progress.update { $0.questions += questions.count }
      let queue = Queue<NameQuestions.Question>(capacity: questions.count)
      for question in questions { await queue.send(question) }
      queue.finish()
      try await forEach(queue, atMost: 64) { question in
        if self.isStopping { return }
        try await self.look(up: question, resolver)
      }
    }
  }

  private func look(up question: NameQuestions.Question, _ resolver: Resolver) async throws {
    guard let name = DomainName(question.name) else { return }
    let answer = await resolver.lookUp(name, question.type)
    let endpoint = question.address.map(job.endpoint) ?? Endpoint(site: job.profile.site)
    let sighting = Sighting(
      time: .now, endpoint: endpoint, method: .active,
      origin: answer.sighting.server.map { Origin($0.description) }, fact: .name(answer.sighting))
    try await recorder.recordTogether([sighting])
    progress.update { $0.questionsDone += 1 }
  }

  /// Keeps what the kernel knows of the hardware addresses of those that answered on our own links.
  func recordNeighbours() throws {
    let table = try NeighbourTable.current()
    let sightings = recorder.questions.sortedAddresses.compactMap { address -> Sighting? in
      guard let mac = table[address] else { return nil }
      var endpoint = job.endpoint(address)
      endpoint.mac = mac
      return Sighting(
        time: .now, endpoint: endpoint, method: .active, origin: Origin("neighbour table"),
        fact: .neighbour)
    }
    try recorder.record(sightings)
  }
}

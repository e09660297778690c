import ScoutLink
import ScoutLoop
import ScoutModel
import ScoutNet
import ScoutResolve
import ScoutSweep
import ScoutWire

extension AssessRun {
  /// Asks the name servers: first whose addresses they are, then, knowing which suffixes this
  /// network uses, where each name leads. Where several groups of servers are named, each is asked,
  /// so that their answers can be compared.
  func resolve(_ loop: EventLoop) async throws {
    let handed = recorder.questions.handedServers.sorted().map(IPAddress.v4)
      .filter { job.policy.permits($0, port: 53) }.map { NameServer($0) }
    var resolvers: [Resolver] = []
    for group in job.nameServers {
      var servers = group.servers
      if group.takesHandedServers { servers += handed.filter { !servers.contains($0) } }
      if servers.isEmpty, job.nameServers.count > 1 { continue }
      resolvers.append(try await Resolver(servers: servers, loop: loop))
    }
    try recorder.askAboutImportedNames()
    var asked: Set<NameQuestions.Question> = []
    for round in [\NameQuestions.reverse, \NameQuestions.forward] {
      let questions = recorder.questions[keyPath: round].filter { asked.insert($0).inserted }
      let count = questions.count * resolvers.count
      progress.update { $0.questions += count }
      let queue = Queue<(NameQuestions.Question, Resolver)>(capacity: count)
      for question in questions {
        for resolver in resolvers { await queue.send((question, resolver)) }
      }
      queue.finish()
      try await forEach(queue, atMost: 64) { question, resolver in
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

/// One run that looks at a network: what it was told to do, and how far it came.
package struct Scan: Hashable, Sendable, Codable {
  /// Its number in the site file.
  package var id: Int64
  package var started: Timestamp
  package var ended: Timestamp?
  /// The targets as given, one text each, in order; two scans with the same text are the same work.
  package var targets: [String]
  package var exclusions: [String]
  package var ports: [UInt16]
  package var presencePing: Bool
  /// Packets a second.
  package var rate: Int
  /// Seeds the order of the targets.
  package var seed: UInt64
  /// How many steps of the permuted order are done for good, addresses or probes by the engine; a resumed scan goes on from here.
  package var progress: UInt64
  /// Which part of the targets it visits, as `2/8`; `nil` for all of them.
  package var shard: String?
  package var coverage: Coverage
  /// Who ran it, where, and with what words.
  package var runner: RunnerFacts

  package init(id: Int64, started: Timestamp, targets: [String], seed: UInt64, runner: RunnerFacts)
  {
    self.id = id
    self.started = started
    self.targets = targets
    self.seed = seed
    self.runner = runner
    exclusions = []
    ports = []
    presencePing = false
    rate = 0
    progress = 0
    coverage = Coverage()
  }

  package var isFinished: Bool { ended != nil }
}

/// Who looked, from where, with what: so that a reader can judge what the scan could see.
package struct RunnerFacts: Hashable, Sendable, Codable {
  package var version: String
  package var host: String
  package var user: String
  package var command: [String]
  /// Interfaces with their addresses, as text.
  package var interfaces: [String]
  /// How it looked: `connect`, `raw`.
  package var engine: String

  package init(
    version: String, host: String, user: String, command: [String], interfaces: [String],
    engine: String
  ) {
    self.version = version
    self.host = host
    self.user = user
    self.command = command
    self.interfaces = interfaces
    self.engine = engine
  }
}

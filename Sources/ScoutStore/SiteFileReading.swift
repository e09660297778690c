import Foundation
import GRDB
import ScoutJSON
package import ScoutModel

extension SiteFile {
  /// Calls `body` for each observation, in the order of their numbers, without holding them all.
  package func forEachObservation(_ body: (Observation) throws -> Void) throws {
    try read { database in
      let rows = try Row.fetchCursor(
        database, sql: "SELECT id, scan, sighting FROM observations ORDER BY id")
      while let row = try rows.next() { try body(observation(row)) }
    }
  }

  /// All observations, in the order of their numbers.
  package func observations() throws -> [Observation] {
    var observations: [Observation] = []
    try forEachObservation { observations.append($0) }
    return observations
  }

  /// Calls `body` with each observation as `id|scan|sighting` and a line break: what
  /// `sqlite3 FILE 'SELECT id, scan, sighting FROM observations ORDER BY id'` prints.
  package func forEachLine(_ body: (String) -> Void) throws {
    try read { database in
      let lines = try String.fetchCursor(
        database,
        sql: "SELECT id || '|' || scan || '|' || sighting || char(10) FROM observations ORDER BY id"
      )
      while let line = try lines.next() { body(line) }
    }
  }

  /// One observation by its number; `nil` where there is none.
  ///
  /// Observations never change, so no transaction is needed around the look.
  package func observation(_ id: ObservationID) throws -> Observation? {
    try look { database in
      let statement = try database.cachedStatement(
        sql: "SELECT id, scan, sighting FROM observations WHERE id = ?")
      return try Row.fetchOne(statement, arguments: [id.rawValue]).map(observation)
    }
  }

  private func observation(_ row: Row) throws -> Observation {
    let id: Int64 = row[0]
    let scan: Int64 = row[1]
    let sighting = try row.withUnsafeData(atIndex: 2) { text in
      text.flatMap { $0.withUnsafeBytes { SightingReading.sighting($0) } }
    }
    guard let sighting else {
      throw StoreError(
        .damaged, "\(path): observation \(id) cannot be read; was the file edited by hand?")
    }
    return Observation(id: ObservationID(id), scan: scan, sighting: sighting)
  }

  /// How many observations there are.
  package func observationCount() throws -> Int {
    try read { database in
      try Int.fetchOne(database, sql: "SELECT count(*) FROM observations") ?? 0
    }
  }

  /// All scans, by number.
  package func scans() throws -> [Scan] { try scans(where: "TRUE", []) }

  /// The scan that was begun last.
  package func latestScan() throws -> Scan? {
    try scans(where: "id = (SELECT max(id) FROM scans)", []).first
  }

  /// The newest scan of just these targets, where it was stopped before its end.
  ///
  /// Once a scan of the same targets was finished, older ones that were not are no longer taken up.
  package func unfinishedScan(matching targets: [String]) throws -> Scan? {
    if targets.isEmpty { return nil }
    let newest = try scans(where: "targets = ?", [Self.key(targets)]).last
    return newest.flatMap { $0.isFinished ? nil : $0 }
  }

  private func scans(where condition: String, _ arguments: StatementArguments) throws -> [Scan] {
    let texts = try read { database in
      try Data.fetchAll(
        database, sql: "SELECT scan FROM scans WHERE \(condition) ORDER BY id",
        arguments: arguments)
    }
    return try texts.map { text in
      guard let scan = Self.decode(Scan.self, from: text) else {
        throw StoreError(.damaged, "\(path): a scan cannot be read; was the file edited by hand?")
      }
      return scan
    }
  }

  private static func decode<Value: Decodable>(_ type: Value.Type, from text: Data) -> Value? {
    text.withUnsafeBytes { try? JSONReader.value(type, from: $0) }
  }
}

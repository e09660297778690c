import Foundation
import GRDB
import ScoutJSON
package import ScoutModel

extension SiteFile {
  /// Calls `body` for each observation, in the order of their numbers, without holding them all.
  package func forEachObservation(_ body: (Observation) throws -> Void) throws {
    try forEachRow { try body($0.observation()) }
  }

  /// The same with observations as they are stored, for whoever decodes them on several cores.
  ///
  /// - Parameter scans: The numbers of the scans whose observations are wanted; `nil` for all.
  package func forEachRow(
    of scans: Set<Int64>? = nil, _ body: (StoredObservation) throws -> Void
  ) throws {
    try read { database in
      let rows = try Row.fetchCursor(
        database, sql: "SELECT id, scan, sighting FROM observations ORDER BY id")
      while let row = try rows.next() {
        if let scans, !scans.contains(row[1]) { continue }
        try body(StoredObservation(row, of: path))
      }
    }
  }

  /// All observations, in the order of their numbers.
  package func observations() throws -> [Observation] {
    var observations: [Observation] = []
    try forEachObservation { observations.append($0) }
    return observations
  }

  /// One observation by its number; `nil` where there is none.
  ///
  /// Observations never change, so no transaction is needed around the look.
  package func observation(_ id: ObservationID) throws -> Observation? {
    try look { database in
      let statement = try database.cachedStatement(
        sql: "SELECT id, scan, sighting FROM observations WHERE id = ?")
      return try Row.fetchOne(statement, arguments: [id.rawValue]).map {
        try StoredObservation($0, of: path).observation()
      }
    }
  }

  /// Observations by their numbers, in the order asked for; those that are not there are left out.
  package func observations(_ ids: [ObservationID]) throws -> [Observation] {
    try stored(ids).map { try $0.observation() }
  }

  /// The same as they are stored: others wait for the database meanwhile, so nothing is decoded.
  package func stored(_ ids: [ObservationID]) throws -> [StoredObservation] {
    try read { database in
      let statement = try database.cachedStatement(
        sql: "SELECT id, scan, sighting FROM observations WHERE id = ?")
      return try ids.compactMap { id in
        let rows = try Row.fetchCursor(statement, arguments: [id.rawValue])
        return try rows.next().map { StoredObservation($0, of: path) }
      }
    }
  }

  /// The number of the newest observation; 0 where there is none. Observations are only ever added,
  /// so it tells whether the file has grown, and costs nothing however large it is.
  package func newestObservation() throws -> Int64 {
    try read { database in
      try Int64.fetchOne(database, sql: "SELECT coalesce(max(id), 0) FROM observations") ?? 0
    }
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

/// An observation as it stands in the site file.
package struct StoredObservation: Sendable {
  package let id: ObservationID
  package let scan: Int64
  /// The sighting's text, in UTF-8.
  package private(set) var text: [UInt8]
  private let path: String

  init(_ row: Row, of path: String) {
    id = ObservationID(row[0])
    scan = row[1]
    self.path = path
    let text = try? row.withUnsafeData(atIndex: 2) { $0.map { Array($0) } }
    self.text = text.flatMap(\.self) ?? []
  }

  /// The same observation, told otherwise.
  package func with(_ text: [UInt8]) -> StoredObservation {
    var other = self
    other.text = text
    return other
  }

  /// - Throws: ``StoreError`` where the text is none that this program writes.
  package func observation() throws -> Observation {
    guard let sighting = text.withUnsafeBytes({ SightingReading.sighting($0) }) else {
      throw StoreError(
        .damaged,
        "\(path): observation \(id.rawValue) cannot be read; was the file edited by hand?")
    }
    return Observation(id: id, scan: scan, sighting: sighting)
  }
}

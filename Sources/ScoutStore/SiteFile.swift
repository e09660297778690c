import Foundation
import GRDB
import ScoutJSON
package import ScoutModel
import ScoutNet
import Synchronization

/// The file that holds everything learned of one site: scans, and observations that are only ever
/// added to.
///
/// What a call has written survives the death of the process at any later moment. Many may read at
/// once; one run writes, from its first change until it lets go of the value.
package final class SiteFile: Sendable {
  package let path: String
  private let database: DatabaseQueue
  private let lock = Mutex<WriterLock?>(nil)
  /// The scan as it was written last. Nobody else writes meanwhile, so what is like it stands there.
  private let written = Mutex<Scan?>(nil)

  /// Opens the site file at `path`, readable and writable by its owner only.
  ///
  /// - Parameter create: whether to make it where there is none.
  /// - Throws: ``StoreError``.
  package static func open(path: String, create: Bool) throws -> SiteFile {
    try prepare(path, create: create)
    return try explaining(path) { try SiteFile(path) }
  }

  private init(_ path: String) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON")
    }
    self.path = path
    database = try DatabaseQueue(path: path, configuration: configuration)
    try database.inDatabase { database in
      // Looked at before anything is changed: it may be somebody else's database.
      if try Self.isEmpty(database, path) {
        try database.execute(sql: "PRAGMA journal_mode = WAL")
        try database.inTransaction(.immediate) {
          // Another run may have made the tables meanwhile.
          if try Self.isEmpty(database, path) { try Schema.create(in: database) }
          return .commit
        }
      }
    }
  }

  /// Whether the database holds nothing yet; throws where it holds something else than a site.
  private static func isEmpty(_ database: Database, _ path: String) throws -> Bool {
    let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let version = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
    if application == 0, version == 0, tables == 0 { return true }
    guard application == Schema.applicationID else {
      throw StoreError(
        .notSiteFile, "\(path) is a database, but not a site file; name another with --site")
    }
    guard version <= Schema.version else {
      throw StoreError(
        .newerVersion,
        "\(path) was written by a newer amtscout (form \(version), this one knows "
          + "\(Schema.version)); use that one, or name another file with --site")
    }
    return false
  }

  // MARK: - Writing

  /// Begins a scan and gives it its number.
  package func beginScan(_ scan: Scan) throws -> Scan {
    let begun = try write { database in
      var scan = scan
      scan.id = try Int64.fetchOne(database, sql: "SELECT coalesce(max(id), 0) + 1 FROM scans") ?? 1
      try database.execute(
        sql: "INSERT INTO scans (id, targets, started, ended, scan) VALUES (?, ?, ?, ?, ?)",
        arguments: [
          scan.id, Self.key(scan.targets), scan.started.microseconds, scan.ended?.microseconds,
          try Self.encode(scan),
        ])
      return scan
    }
    written.withLock { $0 = begun }
    return begun
  }

  /// Appends sightings and renews the scan they belong to, all in one transaction: a scan that is
  /// taken up again neither loses nor repeats.
  ///
  /// Returns the observations' numbers, in the order of the sightings.
  @discardableResult
  package func append(_ sightings: [Sighting], to scan: Scan) throws -> [ObservationID] {
    let rows = try sightings.map { sighting in
      let address = sighting.endpoint.address?.description
      let mac = sighting.endpoint.mac?.description
      let text = try SightingText.text(of: sighting, address: address, mac: mac)
      return (address, mac, text)
    }
    let isKnown = written.withLock { $0 == scan }
    if isKnown, rows.isEmpty { return [] }
    let ids = try write { database in
      let insert = try database.cachedStatement(
        sql: """
          INSERT INTO observations (scan, time, address, mac, kind, sighting)
          VALUES (?, ?, ?, ?, ?, ?)
          """)
      var ids: [ObservationID] = []
      ids.reserveCapacity(rows.count)
      for (sighting, (address, mac, text)) in zip(sightings, rows) {
        try insert.execute(
          arguments: [
            scan.id, sighting.time.microseconds, address, mac, sighting.fact.kind, text,
          ])
        ids.append(ObservationID(database.lastInsertedRowID))
      }
      if !isKnown { try Self.renew(scan, in: database, path: path) }
      return ids
    }
    if !isKnown { written.withLock { $0 = scan } }
    return ids
  }

  private static func renew(_ scan: Scan, in database: Database, path: String) throws {
    try database.cachedStatement(sql: "UPDATE scans SET ended = ?, scan = ? WHERE id = ?")
      .execute(arguments: [scan.ended?.microseconds, try encode(scan), scan.id])
    guard database.changesCount == 1 else {
      throw StoreError(.system, "\(path) has no scan \(scan.id); begin it first")
    }
  }

  /// Renews a scan alone: how far it came, and what it counted.
  package func update(_ scan: Scan) throws { try append([], to: scan) }

  private func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try lock.withLock { lock in
      if lock == nil { lock = try WriterLock(for: path) }
    }
    return try Self.explaining(path) { try database.write(body) }
  }

  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try Self.explaining(path) { try database.read(body) }
  }

  /// Reads single rows, without a transaction.
  func look<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try Self.explaining(path) { try database.unsafeRead(body) }
  }

  private static func explaining<Value>(_ path: String, _ body: () throws -> Value) throws -> Value
  {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StoreError(error, path: path)
    }
  }

  /// How the targets of a scan are written for comparison.
  static func key(_ targets: [String]) -> String { targets.joined(separator: "\n") }

  private static func encode(_ value: some Encodable) throws -> String {
    try JSONWriter.string(value)
  }

  /// Makes the file with the right mode where it is missing; leaves an existing one alone.
  private static func prepare(_ path: String, create: Bool) throws {
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw StoreError(.notSiteFile, "\(path) is not a file; name another with --site")
      }
      return
    }
    guard errno == ENOENT else {
      throw StoreError(
        .notAllowed,
        "\(path) cannot be opened (\(String(cString: strerror(errno)))); "
          + "name another file with --site")
    }
    guard create else {
      throw StoreError(
        .noSuchFile,
        "there is no site file \(path); name one with --site, or make one with "
          + "`amtscout assess`, `capture` or `import`")
    }
    let made = Foundation.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard made >= 0 || errno == EEXIST else {
      throw StoreError(
        .notAllowed,
        "\(path) cannot be made (\(String(cString: strerror(errno)))); "
          + "name another file with --site")
    }
    if made >= 0 { close(made) }
  }
}

import GRDB

/// The form of a site file.
///
/// Version 1 is all there is. A later version raises `version`, and `migrate` brings older files
/// up to it; a file of a newer version is refused.
enum Schema {
  /// `AMTS`, in SQLite's header: tells a site file from other databases.
  static let applicationID: Int32 = 0x414D_5453
  static let version: Int32 = 1

  /// Makes the tables of an empty database.
  static func create(in database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE scans (
          id INTEGER PRIMARY KEY,
          targets TEXT NOT NULL,
          started INTEGER NOT NULL,
          ended INTEGER,
          scan TEXT NOT NULL
        ) STRICT;
        CREATE TABLE observations (
          id INTEGER PRIMARY KEY,
          scan INTEGER NOT NULL REFERENCES scans (id),
          time INTEGER NOT NULL,
          address TEXT,
          mac TEXT,
          kind TEXT NOT NULL,
          sighting TEXT NOT NULL
        ) STRICT;
        CREATE TRIGGER observations_stay BEFORE UPDATE ON observations
          BEGIN SELECT RAISE(ABORT, 'observations are never changed'); END;
        CREATE TRIGGER observations_remain BEFORE DELETE ON observations
          BEGIN SELECT RAISE(ABORT, 'observations are never removed'); END;
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(version);
        """)
  }
}

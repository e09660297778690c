import GRDB

/// Trouble with a site file; `description` says what to do next.
package struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, for programs.
  package enum Code: String, Hashable, Sendable {
    case noSuchFile, notSiteFile, newerVersion, notAllowed, diskFull, busy, damaged, system
  }

  package let code: Code
  package let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  /// Says what SQLite's error means for the site file at `path`.
  init(_ error: DatabaseError, path: String) {
    switch error.resultCode {
    case .SQLITE_FULL:
      self.init(
        .diskFull,
        "\(path) cannot grow: the disk is full; free some space and run the same command again: "
          + "what was written is safe")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(
        .busy, "\(path) is being written by another program; wait for it, or name another --site")
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_CANTOPEN:
      self.init(
        .notAllowed,
        "\(path) cannot be opened for writing, or its folder cannot; name another file with --site")
    case .SQLITE_NOTADB:
      self.init(.notSiteFile, "\(path) is not a site file; name another with --site")
    case .SQLITE_CORRUPT:
      self.init(
        .damaged,
        "\(path) is damaged; copy it, then try: sqlite3 \(path) .recover | sqlite3 repaired.amtscout"
      )
    default:
      let reason = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
      self.init(.system, "\(path): \(reason); name another file with --site if this goes on")
    }
  }
}

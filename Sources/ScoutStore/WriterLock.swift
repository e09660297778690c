import Foundation

/// Keeps two runs from writing into one site file: they would repeat each other's work.
///
/// It is a lock on a file of its own beside the site file, which goes when its holder goes, however
/// it ends. The site file itself cannot bear it: closing any descriptor of a database drops the
/// locks that SQLite holds in this process.
final class WriterLock: Sendable {
  private let descriptor: Int32
  private let path: String

  /// Takes the lock of the site file at `sitePath`, or says that another run holds it.
  init(for sitePath: String) throws {
    path = sitePath + "-lock"
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard descriptor >= 0 else {
        throw StoreError(
          .notAllowed,
          "\(sitePath) cannot be written (\(String(cString: strerror(errno)))); "
            + "name another file with --site")
      }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        close(descriptor)
        throw StoreError(
          .busy,
          "\(sitePath) is being written by another run; wait for it, or name another file with "
            + "--site")
      }
      if Self.isNamed(descriptor, path) {
        self.descriptor = descriptor
        return
      }
      // The holder removed the file between our opening and locking it: the next one counts.
      close(descriptor)
    }
  }

  private static func isNamed(_ descriptor: Int32, _ path: String) -> Bool {
    var held = stat()
    var named = stat()
    return fstat(descriptor, &held) == 0 && lstat(path, &named) == 0
      && held.st_ino == named.st_ino && held.st_dev == named.st_dev
  }

  deinit {
    unlink(path)
    close(descriptor)
  }
}

import Glibc

/// The environment variables that the program listens to.
enum Environment {
  /// The value of `name`; an empty one counts as none.
  static func value(_ name: String) -> String? {
    guard let text = getenv(name), text.pointee != 0 else { return nil }
    return String(cString: text)
  }
}

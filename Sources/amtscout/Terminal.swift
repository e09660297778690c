import Glibc

/// Standard output for results, standard error for everything else.
enum Terminal {
  /// Writes `text` to standard output; a reader that has gone away ends the program quietly.
  static func print(_ text: String, terminator: String = "\n") {
    if !write(text + terminator, to: STDOUT_FILENO), errno == EPIPE {
      Glibc.exit(ExitStatus.done.rawValue)
    }
  }

  /// Writes bytes to standard output, as `print` does.
  static func print(_ bytes: [UInt8]) {
    if !bytes.withUnsafeBytes({ write($0, to: STDOUT_FILENO) }), errno == EPIPE {
      Glibc.exit(ExitStatus.done.rawValue)
    }
  }

  /// Writes a line to standard error.
  static func say(_ text: String) {
    _ = write(text + "\n", to: STDERR_FILENO)
  }

  /// Writes an error's line to standard error.
  static func complain(_ text: String) { say("amtscout: \(text)") }

  static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }
  static var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// The terminal's width in columns; 100 where there is none.
  static var width: Int {
    var size = winsize()
    for descriptor in [STDOUT_FILENO, STDERR_FILENO]
    where ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 {
      return Int(size.ws_col)
    }
    return 100
  }

  /// The width for tables on standard output; `nil` for a file or pipe, where nothing is cut.
  static var tableWidth: Int? { isOutputTerminal ? width : nil }

  private static func write(_ text: String, to descriptor: Int32) -> Bool {
    var text = text
    return text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    guard let base = bytes.baseAddress else { return true }
    var offset = 0
    while offset < bytes.count {
      let count = Glibc.write(descriptor, base + offset, bytes.count - offset)
      if count < 0 {
        if errno == EINTR { continue }
        return false
      }
      offset += count
    }
    return true
  }
}

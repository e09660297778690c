/// Why a file cannot be used, in words for who wrote it.
package struct ImportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's name.
  package let file: String
  /// Counted from 1; `nil` where it is about the whole file.
  package let line: Int?
  /// A sentence without a final dot.
  package let message: String

  init(_ file: String, line: Int? = nil, _ message: String) {
    self.file = file
    self.line = line
    self.message = message
  }

  package var description: String {
    line.map { "\(file), line \($0): \(message)" } ?? "\(file): \(message)"
  }
}

extension String {
  /// At most so many characters of what somebody wrote, in quotation marks.
  var quoted: String {
    let text = count > 60 ? prefix(57) + "..." : self[...]
    return "`\(text.map { $0.isNewline ? " " : $0 }.map(String.init).joined())`"
  }

  /// Without spaces and tabs at both ends.
  var trimmed: String {
    let start = drop { $0.isWhitespace }
    return String(start.prefix(start.count - start.reversed().prefix { $0.isWhitespace }.count))
  }
}

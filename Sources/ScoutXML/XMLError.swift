/// Why bytes are not taken for a document.
package struct XMLError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, for programs.
  package enum Code: String, Hashable, Sendable {
    /// Not well-formed, or cut short.
    case notWellFormed
    /// It declares a document type; entities are neither expanded nor looked at.
    case documentType
    case tooLarge, tooDeep, tooManyNodes
    case noMemory
    /// Well-formed, and yet another document than was asked for.
    case notExpected
  }

  package let code: Code
  /// The line at which it was noticed, from 1 on; 0 where there is none.
  package let line: Int
  /// A sentence for people, without a final dot.
  package let message: String

  init(_ code: Code, line: Int = 0, _ message: String) {
    self.code = code
    self.line = line
    self.message = message
  }

  /// A document that is not what the reader wants: why.
  package static func notExpected(_ message: String) -> XMLError { XMLError(.notExpected, message) }

  package var description: String { line > 0 ? "line \(line): \(message)" : message }
}

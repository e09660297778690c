/// Why targets are refused, in words that say what to do next.
package struct TargetError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: Hashable, Sendable {
    case unreadable, tooManyRanges, nothingLeft, never, isPublic, outsideOnly, needsConfirmation
    case tooMany, notInfrastructure, excluded
  }

  package let code: Code
  package var description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}

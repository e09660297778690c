/// Trouble of our own with capturing, capture files or interfaces; `message` says what to do next.
package struct LinkError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, for programs.
  package enum Code: String, Hashable, Sendable {
    case noSuchFile, notReadable, notCapture, truncatedFile, mixedLinkTypes, damagedFile
    case noSuchInterface, noPrivilege, interfaceDown, badFilter, captureFailed
    case writeFailed, system
  }

  package let code: Code
  /// A sentence for people, without a final dot.
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { message }
}

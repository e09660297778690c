/// A text that nobody may see: printed, logged or looked into, it gives its placeholder.
///
/// It cannot be stored, and it is not compared.
package struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let bytes: [UInt8]

  package init(_ text: String) { bytes = Array(text.utf8) }

  /// The bytes, for the one computation that needs them.
  package func reveal() -> [UInt8] { bytes }

  package var isEmpty: Bool { bytes.isEmpty }
  package var description: String { "<redacted>" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Takes a report piece by piece; what it throws ends the writing and reaches the caller.
package typealias TextSink = (String) throws -> Void

/// Gathers small pieces, so that a sink is called with some 64 KiB at a time.
final class TextBuffer {
  private static let limit = 1 << 16
  private var pending = ""
  private let sink: TextSink

  init(_ sink: @escaping TextSink) {
    self.sink = sink
    pending.reserveCapacity(1 << 17)
  }

  func write(_ text: String) throws {
    if text.utf8.count >= Self.limit {
      // Large enough by itself.
      try flush()
      return try sink(text)
    }
    pending += text
    if pending.utf8.count >= Self.limit { try flush() }
  }

  func write(_ markup: Markup) throws { try write(markup.text) }

  func write(_ value: JSONValue) throws { try write(value.text) }

  func flush() throws {
    guard !pending.isEmpty else { return }
    try sink(pending)
    pending.removeAll(keepingCapacity: true)
  }
}

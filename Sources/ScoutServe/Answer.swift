import Foundation
import ScoutReport

/// What is answered to a request, before it is written as HTTP writes it.
struct Answer: Sendable {
  var status: Int
  var phrase: String
  var type = "text/plain; charset=utf-8"
  var body = Data()
  /// What writes the body, where it is too large to be held.
  var writer: (@Sendable (TextSink) throws -> Void)?
  /// The Content-Security-Policy.
  var policy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
  /// The ETag, with its quotation marks.
  var tag: String?

  static func refusal(_ status: Int, _ phrase: String, _ body: String) -> Answer {
    Answer(status: status, phrase: phrase, body: Data((body + "\n").utf8))
  }

  /// What goes before the body; the connection ends with the answer.
  var head: Data {
    var lines = [
      "HTTP/1.1 \(status) \(phrase)", "Content-Type: \(type)",
      // In chunks, so that a body that was cut short can be told from a whole one.
      writer == nil ? "Content-Length: \(body.count)" : "Transfer-Encoding: chunked",
      "Connection: close", "Cache-Control: no-store", "X-Content-Type-Options: nosniff",
      "X-Frame-Options: DENY", "Referrer-Policy: no-referrer",
      "Cross-Origin-Resource-Policy: same-origin", "Cross-Origin-Opener-Policy: same-origin",
      "Content-Security-Policy: \(policy)",
    ]
    if let tag { lines.append("ETag: \(tag)") }
    return Data((lines.map { $0 + "\r\n" }.joined() + "\r\n").utf8)
  }
}

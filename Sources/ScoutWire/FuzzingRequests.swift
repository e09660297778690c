/// Feeds bytes to the reader of HTTP requests; must neither trap nor hang, and what it takes has an
/// end within its limit.
package func fuzzHTTPRequest(_ bytes: [UInt8]) {
  guard let head = try? HTTPRequestHead(parsing: bytes) else { return }
  let length = HTTPRequestHead.length(in: bytes) ?? .max
  precondition(length <= HTTPRequestHead.limit, "a head beyond its limit was taken")
  precondition(!head.method.isEmpty && !head.target.isEmpty, "a request without a target")
}

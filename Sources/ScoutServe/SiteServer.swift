import FlyingSocks
import Foundation
import ScoutModel
import ScoutPipeline
import ScoutReport
import ScoutTLS
import ScoutWire

/// Shows a site file to a browser on this machine: a live picture, and the report as of now.
///
/// It listens on loopback only. Each address of it holds a token that nobody can guess; a request
/// under another name than its own is refused, so that no page of the web can reach it by having its
/// name lead here. Nothing is taken from a request but its method, path and three headers; heads,
/// connections and waiting have limits.
package final class SiteServer: Sendable {
  /// How long a request's head may take to come, and an answer to be taken.
  static let patience = (head: Duration.seconds(10), answer: Duration.seconds(300))

  /// What every address begins with.
  let token: String
  private let site: LiveSite
  private let port: UInt16

  /// - Parameter port: the TCP port on 127.0.0.1; 0 takes a free one.
  package init(_ site: LiveSite, port: UInt16) {
    self.site = site
    self.port = port
    token = secureRandomBytes(16).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// Serves until the task is cancelled; `ready` hears the address for the browser.
  package func run(ready: (String) -> Void) async throws {
    let listening = try LoopbackPort(port)
    defer { listening.close() }
    let port = listening.number
    ready("http://127.0.0.1:\(port)/\(token)/")
    do {
      try await listening.run { try await self.serve($0, port: port) }
    } catch {
      if !Task.isCancelled { throw error }
    }
  }

  /// One request, one answer.
  private func serve(_ connection: AsyncSocket, port: UInt16) async throws {
    let bytes = try await within(Self.patience.head) { try await Self.head(from: connection) }
    let head = try? HTTPRequestHead(parsing: bytes)
    let answer =
      if let head {
        await answer(to: head, port: port)
      } else {
        Answer.refusal(400, "Bad Request", "This is no request that can be read.")
      }
    let hasBody = head?.method != "HEAD" && answer.status != 304
    try await within(Self.patience.answer) {
      try await connection.write(answer.head)
      if !hasBody { return }
      if let writer = answer.writer {
        try await Self.send(writer, to: connection)
      } else {
        try await connection.write(answer.body)
      }
    }
  }

  /// What comes until the head has ended, the peer has, or a head may not be longer.
  private static func head(from connection: AsyncSocket) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    while HTTPRequestHead.length(in: bytes) == nil, bytes.count < HTTPRequestHead.limit {
      do {
        bytes += try await connection.read(atMost: HTTPRequestHead.limit - bytes.count)
      } catch SocketError.disconnected {
        break
      }
    }
    return bytes
  }

  /// Sends what `writer` writes, chunk by chunk, at the pace of the peer.
  private static func send(
    _ writer: @escaping @Sendable (TextSink) throws -> Void, to connection: AsyncSocket
  ) async throws {
    let pieces = WrittenPieces(writer)
    for try await piece in pieces.stream where !piece.isEmpty {
      let size = Data((String(piece.count, radix: 16) + "\r\n").utf8)
      try await connection.write(size + piece + Data("\r\n".utf8))
      pieces.taken()
    }
    try await connection.write(Data("0\r\n\r\n".utf8))
  }

  // MARK: Answers

  func answer(to head: HTTPRequestHead, port: UInt16) async -> Answer {
    let names = ["127.0.0.1:\(port)", "localhost:\(port)"]
    guard let host = head.host, names.contains(host.lowercased()) else {
      return .refusal(421, "Misdirected Request", "This is not the address that was printed.")
    }
    if let origin = head.origin, !names.contains(where: { origin.lowercased() == "http://\($0)" }) {
      return .refusal(403, "Forbidden", "Another page may not ask.")
    }
    guard head.method == "GET" || head.method == "HEAD" else {
      return .refusal(405, "Method Not Allowed", "This page can only be read.")
    }
    let path = head.target.prefix { $0 != "?" }
    let start = "/\(token)/"
    guard Self.isSame(String(path.prefix(start.count)), start) else {
      return .refusal(404, "Not Found", "There is nothing here. Use the address that was printed.")
    }
    do {
      return try await page(String(path.dropFirst(start.count)), tag: head.ifNoneMatch)
    } catch {
      return .refusal(503, "Service Unavailable", "The site file cannot be read: \(error)")
    }
  }

  private func page(_ name: String, tag: String?) async throws -> Answer {
    switch name {
    case "":
      return Answer(
        status: 200, phrase: "OK", type: "text/html; charset=utf-8",
        body: Data(LivePage.text(site: site.profile.site).utf8), policy: Self.livePolicy)
    case "live.json":
      let (picture, current) = try await site.picture(at: .now)
      guard tag != current else {
        return Answer(status: 304, phrase: "Not Modified", body: Data(), tag: current)
      }
      return Answer(
        status: 200, phrase: "OK", type: "application/json", body: picture, tag: current)
    default:
      guard let file = ReportFile(rawValue: name) else {
        return .refusal(404, "Not Found", "There is no such file.")
      }
      let report = try await site.report(at: .now)
      var answer = Answer(status: 200, phrase: "OK", type: Self.type(of: file))
      answer.writer = { sink in try report.write(file, to: sink, sideBySide: onAllCores) }
      // The page brings a policy that allows its own scripts by their hashes and nothing else.
      if file == .html { answer.policy = "frame-ancestors 'none'; base-uri 'none'" }
      return answer
    }
  }

  private static func type(of file: ReportFile) -> String {
    switch file {
    case .html: "text/html; charset=utf-8"
    case .devices, .findings: "text/csv; charset=utf-8"
    case .json, .run: "application/json"
    }
  }

  private static let livePolicy: String = {
    func hash(_ text: String) -> String {
      "'sha256-\(Data(Digest.sha256.digest(Array(text.utf8))).base64EncodedString())'"
    }
    return "default-src 'none'; style-src \(hash(LivePage.style)); "
      + "script-src \(hash(LivePage.script)); connect-src 'self'; base-uri 'none'; "
      + "form-action 'none'; frame-ancestors 'none'"
  }()

  /// Compares without telling by its time how much was right.
  private static func isSame(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    var difference = left.count ^ right.count
    for index in right.indices {
      difference |= Int((index < left.count ? left[index] : 0) ^ right[index])
    }
    return difference == 0
  }
}

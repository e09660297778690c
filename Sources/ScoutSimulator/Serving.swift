import Glibc
import ScoutTLS

/// A service with what was prepared for it when the site started.
struct PreparedService: Sendable {
  let service: Service
  /// The TLS side, where there is one.
  var context: TLSServerContext?
  /// The leaf certificate (DER), for the hand-written flight.
  var leaf: [UInt8] = []
}

/// One accepted connection from beginning to end.
struct Conversation {
  let prepared: PreparedService
  let line: Line

  func run() {
    switch prepared.service.channel {
    case .plain:
      var stream = line
      if talk(on: &stream) { line.finish() }
    case .tls:
      guard let context = prepared.context, var stream = SecureLine(line, context) else {
        line.finish()
        return
      }
      if talk(on: &stream) {
        stream.close()
        line.finish()
      }
    case .refusal:
      answerHello { _ in RawTLS.refusal }
    case .old(let suites, _):
      let sent = answerHello { hello in
        RawTLS.suite(of: suites.numbers, in: hello).map {
          RawTLS.flight(suite: $0, certificate: prepared.leaf)
        } ?? RawTLS.refusal
      }
      // No session comes of it, whatever the peer says next.
      if sent, line.receive() != nil { _ = line.send(RawTLS.refusal) }
      line.finish()
    case .halfHandshake:
      if answerHello({ _ in RawTLS.halfHello }) { line.hold() }
    }
  }

  /// Waits for a whole ClientHello record, at most 16 KiB, and answers it.
  @discardableResult
  private func answerHello(_ answer: ([UInt8]) -> [UInt8]) -> Bool {
    var input: [UInt8] = []
    while !RawTLS.holdsRecord(input), input.count < 16_384 {
      guard let bytes = line.receive() else { return false }
      input += bytes
    }
    return line.send(answer(input))
  }

  /// Holds the conversation; false where the connection is to end without ceremony.
  private func talk(on stream: inout some Stream) -> Bool {
    switch prepared.service.talk {
    case .web(let face): return web(face, on: &stream)
    case .redirection(let face): return redirection(face, on: &stream)
    case .greeting(let bytes):
      guard stream.send(bytes) else { return false }
      while stream.receive() != nil {}
      return true
    case .fault(let fault): return misbehave(fault, on: &stream)
    }
  }

  private func web(_ face: WebFace, on stream: inout some Stream) -> Bool {
    let isSecure = if case .tls = prepared.service.channel { true } else { false }
    var input: [UInt8] = []
    while true {
      if let (request, length) = Request.parse(input) {
        guard !request.method.isEmpty else { return true }
        input.removeFirst(length)
        let (bytes, close) = face.respond(to: request, overTLS: isSecure)
        guard stream.send(bytes) else { return false }
        if close { return true }
      } else if let bytes = stream.receive() {
        input += bytes
        // A TLS hello on a plain port is no request; firmware's answer is not known.
        if input[0] == 22 { return true }
      } else {
        return true
      }
    }
  }

  private func redirection(_ face: RedirectionFace, on stream: inout some Stream) -> Bool {
    var input: [UInt8] = []
    while true {
      if let reply = face.reply(to: input) {
        input.removeFirst(reply.consumed)
        guard reply.bytes.isEmpty || stream.send(reply.bytes) else { return false }
        if reply.ends { return true }
      } else if let bytes = stream.receive() {
        input += bytes
      } else {
        return true
      }
    }
  }

  private func misbehave(_ fault: Fault, on stream: inout some Stream) -> Bool {
    switch fault {
    case .mute:
      line.hold()
      return false
    case .reset:
      Sockets.setReset(line.descriptor)
      return false
    case .hangUp:
      return true
    case .garbage:
      return stream.send(Faults.garbage)
    case .hugeHeader:
      guard stream.receive() != nil, stream.send(Faults.hugeHeader) else { return false }
      return true
    case .endlessHeader:
      return flood(Faults.status, with: Faults.headerLines, on: &stream)
    case .endlessChunks:
      return flood(Faults.chunkedHead, with: Faults.chunk, on: &stream)
    case .endlessBody(let server):
      let face = Generation(firmware: Firmware("11.8"), product: .amt)
        .web(realm: "B323", nonce: nil, server: server)
      return flood(
        Array(face.challengeHead(length: 1_000_000_000_000).utf8), with: Faults.filler, on: &stream)
    }
  }

  /// Answers a request with `head` and then `part` for as long as the peer takes it.
  private func flood(
    _ head: [UInt8], with part: [UInt8], on stream: inout some Stream
  ) -> Bool {
    guard stream.receive() != nil, stream.send(head) else { return false }
    while stream.send(part), line.pause(milliseconds: 2) {}
    return false
  }
}

/// What the badly behaved servers send.
enum Faults {
  static let status = Array("HTTP/1.1 200 OK\r\nServer: endless\r\n".utf8)

  static let headerLines = Array(
    String(repeating: "X-Padding: " + String(repeating: "a", count: 500) + "\r\n", count: 8).utf8)

  static let chunkedHead = Array(
    ("HTTP/1.1 200 OK\r\nServer: endless\r\nContent-Type: text/html\r\n"
      + "Transfer-Encoding: chunked\r\n\r\n").utf8)

  static let chunk = Array(("1000\r\n" + String(repeating: "b", count: 4096) + "\r\n").utf8)

  static let filler = [UInt8](repeating: 0x20, count: 4096)

  /// A head of ten million bytes and its end.
  static var hugeHeader: [UInt8] {
    Array("HTTP/1.1 200 OK\r\nServer: huge\r\nX-Padding: ".utf8)
      + [UInt8](repeating: 0x61, count: 10_000_000) + Array("\r\nContent-Length: 0\r\n\r\n".utf8)
  }

  /// 600 bytes that begin no known protocol, the same every time.
  static let garbage: [UInt8] = {
    var state: UInt32 = 77
    return [0xF1, 0x00]
      + (0..<598).map { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return UInt8(state >> 24)
      }
  }()
}

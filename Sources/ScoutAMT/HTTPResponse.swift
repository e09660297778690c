/// Reads one HTTP response as its bytes come, within fixed bounds (RFC 9112).
///
/// Lines may end in CR LF or LF alone; a head that ends with the connection instead of an empty
/// line is read too, and noted as a defect.
package struct HTTPResponse: Hashable, Sendable {
  /// How far reading has come. All states but `reading` are final.
  package enum State: Hashable, Sendable {
    /// More bytes are needed.
    case reading
    /// Head and body are there.
    case complete
    /// The connection ended before the response did.
    case cutShort
    /// A limit was reached; what came before stays.
    case tooLong
    /// The first bytes are no HTTP response.
    case notHTTP
  }

  package private(set) var state = State.reading
  package private(set) var head: HTTPHead?
  /// The body as far as it was kept, chunks joined.
  package private(set) var body: [UInt8] = []
  /// What was odd, in a few words each.
  package private(set) var defects: [String] = []
  /// The first bytes of the answer, at most ``firstByteLimit``.
  package private(set) var firstBytes: [UInt8] = []

  /// Limits: bytes read in all and of the body, unless more is asked for; of one line; headers; bytes
  /// kept as they came.
  package static let byteLimit = 65_536
  package static let bodyLimit = 32_768
  package static let lineLimit = 16_384
  package static let headerLimit = 100
  package static let firstByteLimit = 1_024

  private enum Part: Hashable {
    case statusLine, headers, untilClose
    case sized(Int)
    case chunkSize
    case chunk(Int)
    case chunkEnd, trailers
  }

  private let byteLimit: Int
  private let bodyLimit: Int
  private var part = Part.statusLine
  private var byteCount = 0
  /// Bytes that do not make a whole line yet.
  private var line: [UInt8] = []

  package init() {
    byteLimit = Self.byteLimit
    bodyLimit = Self.bodyLimit
  }

  /// A response whose body may have `bodyLimit` bytes; heads and the marks of chunks come on top.
  package init(bodyLimit: Int) {
    self.bodyLimit = bodyLimit
    byteLimit = bodyLimit + bodyLimit / 4 + Self.byteLimit
  }

  /// Whether another request may follow on the same connection (RFC 9112, 9.3).
  package var keepsConnection: Bool {
    guard state == .complete, let head, head.version == "1.1", defects.isEmpty,
      part != .untilClose
    else { return false }
    return !head.values(of: "Connection").contains { PeerText.equal($0, "close") }
  }

  /// Takes the next bytes and says how far reading has come.
  @discardableResult
  package mutating func feed(_ bytes: [UInt8]) -> State {
    firstBytes.append(contentsOf: bytes.prefix(Self.firstByteLimit - firstBytes.count))
    guard state == .reading else { return state }
    var rest = bytes.prefix(byteLimit - byteCount)
    byteCount += rest.count
    while state == .reading, !rest.isEmpty {
      switch part {
      case .untilClose:
        append(rest)
        rest = []
      case .sized(let left):
        let taken = rest.prefix(left)
        append(taken)
        rest = rest[taken.endIndex...]
        part = .sized(left - taken.count)
        if taken.count == left, state == .reading { state = .complete }
      case .chunk(let left):
        let taken = rest.prefix(left)
        append(taken)
        rest = rest[taken.endIndex...]
        part = taken.count == left ? .chunkEnd : .chunk(left - taken.count)
      case .statusLine, .headers, .chunkSize, .chunkEnd, .trailers:
        takeLine(from: &rest)
      }
    }
    if state == .reading, byteCount == byteLimit { state = .tooLong }
    return state
  }

  /// Takes the end of the connection for the end of the response, as far as that can be.
  @discardableResult
  package mutating func close() -> State {
    guard state == .reading else { return state }
    switch part {
    case .untilClose:
      state = .complete
    case .statusLine, .headers:
      // A line that was begun may still be a whole one; if it is not, nothing follows from it.
      if !line.isEmpty { readLine() }
      state = .cutShort
      if head != nil { note("the head has no end") }
    case .sized, .chunkSize, .chunk, .chunkEnd, .trailers:
      state = .cutShort
    }
    return state
  }

  private mutating func note(_ defect: String) {
    if defects.count < 8, !defects.contains(defect) { defects.append(defect) }
  }

  private mutating func append(_ bytes: ArraySlice<UInt8>) {
    let room = bodyLimit - body.count
    body.append(contentsOf: bytes.prefix(room))
    if bytes.count > room { state = .tooLong }
  }
}

// MARK: Lines

extension HTTPResponse {
  private mutating func takeLine(from rest: inout ArraySlice<UInt8>) {
    let end = rest.firstIndex(of: 0x0A)
    line.append(contentsOf: rest[..<(end ?? rest.endIndex)])
    rest = rest[(end.map { $0 + 1 } ?? rest.endIndex)...]
    if part == .statusLine, !Self.mayBeStatusLine(line) {
      state = .notHTTP
    } else if line.count > Self.lineLimit {
      state = .tooLong
    } else if end != nil {
      readLine()
    }
  }

  /// Whether bytes could be the start of a status line, so that other protocols are known at once.
  private static func mayBeStatusLine(_ line: [UInt8]) -> Bool {
    // An empty line before the status line is tolerated (RFC 9112, 2.2).
    line == [0x0D] || zip(line, "HTTP/".utf8).allSatisfy(==)
  }

  private mutating func readLine() {
    var content = line[...]
    if content.last == 0x0D { content.removeLast() }
    defer { line = [] }
    switch part {
    case .statusLine:
      if content.isEmpty { return }
      guard let head = HTTPHead(statusLine: content) else {
        state = .notHTTP
        return
      }
      self.head = head
      part = .headers
    case .headers:
      if content.isEmpty {
        beginBody()
      } else if head?.headers.count == Self.headerLimit {
        state = .tooLong
      } else if head?.add(line: content) == false {
        note("a header line without a name")
      }
    case .chunkSize:
      readChunkSize(content)
    case .chunkEnd:
      if !content.isEmpty { note("bytes between chunks") }
      part = .chunkSize
    case .trailers:
      if content.isEmpty { state = .complete }
    case .untilClose, .sized, .chunk:
      break
    }
  }

  private mutating func beginBody() {
    guard let head else { return }
    if (100..<200).contains(head.status), head.status != 101 {
      // An interim response: the real one follows.
      self.head = nil
      part = .statusLine
      return
    }
    let codings = head.values(of: "Transfer-Encoding")
    let lengths = Set(head.values(of: "Content-Length"))
    if head.status == 204 || head.status == 304 || head.status == 101 {
      state = .complete
    } else if codings.contains(where: { $0.lowercased().hasSuffix("chunked") }) {
      part = .chunkSize
    } else if lengths.isEmpty {
      part = .untilClose
    } else if lengths.count == 1, let text = lengths.first, text.utf8.count <= 9,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(text)
    {
      part = .sized(length)
      if length == 0 { state = .complete }
    } else {
      note("no valid content length")
      part = .untilClose
    }
  }

  private mutating func readChunkSize(_ content: ArraySlice<UInt8>) {
    let digits = content.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 && $0 != 0x09 }
    // Firmware writes four digits; eight are plenty.
    guard (1...8).contains(digits.count),
      let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size >= 0
    else {
      // The head is good all the same, and where the body ends can no longer be known.
      note("no valid chunk size")
      state = .complete
      return
    }
    part = size == 0 ? .trailers : .chunk(size)
  }
}

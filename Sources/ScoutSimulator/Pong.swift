/// The answer to an ASF presence ping: 12 bytes of header and 16 of data.
package struct PongFace: Sendable {
  /// The enterprise in the ASF header, bytes 4 to 7.
  ///
  /// Captures of real devices show Intel's number there; the ASF specification asks for its own.
  package var header: UInt32
  /// The data part.
  package var data: [UInt8]

  package static let intel: UInt32 = 343
  package static let asf: UInt32 = 4542

  package init(header: UInt32 = intel, data: [UInt8]) {
    self.header = header
    self.data = data
  }

  /// What AMT says of itself.
  ///
  /// - Parameters:
  ///   - version: Major and minor. Before 6.0 nothing but the DASH bit is said, up to 15 the two
  ///     stand in the nibbles of one byte, from 16 on in bytes of their own.
  ///   - state: 0 not set up, 1 in process, 2 done.
  ///   - port: The open port, 0 before setup.
  ///   - both: Whether 16992 and 16993 are open.
  package static func amt(
    _ version: (major: UInt8, minor: UInt8), state: UInt8, port: UInt16, both: Bool = false
  ) -> PongFace {
    var data = bytes(of: intel) + [UInt8](repeating: 0, count: 12)
    if version.major < 6 {
      let interactions = version.major == 5 && version.minor >= 1
      data[interactions ? 9 : 8] = 0x20
      return PongFace(data: data)
    }
    data[4] = UInt8(port >> 8)
    data[5] = UInt8(port & 0xFF)
    data[7] = state | (both ? 0x04 : 0)
    data[9] = 0x20
    if version.major < 16 {
      data[6] = version.major << 4 | version.minor & 0x0F
    } else {
      data[10] = version.major
      data[11] = version.minor
    }
    return PongFace(data: data)
  }

  /// The whole answer to a ping with this sequence number and tag.
  package func encoded(sequence: UInt8, tag: UInt8) -> [UInt8] {
    [0x06, 0x00, sequence, 0x06] + Self.bytes(of: header)
      + [0x40, tag, 0x00, UInt8(truncatingIfNeeded: data.count)] + data
  }

  static func bytes(of number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}

extension Presence {
  /// What is sent, one datagram each, in answer to `datagram`; nothing where it is no ping.
  func answers(to datagram: [UInt8]) -> [[UInt8]] {
    guard datagram.count >= 12, datagram[0] == 6, datagram[3] == 6, datagram[8] == 0x80
    else { return [] }
    switch answer {
    case .closed, .silent:
      return []
    case .raw(let bytes):
      return [bytes]
    case .pong(let face):
      let pong = face.encoded(sequence: datagram[2], tag: datagram[9])
      // Sequence 255 asks for no acknowledgement (ASF 2.0, 3.2.2.2).
      let acknowledgement: [[UInt8]] =
        datagram[2] == 0xFF && !alwaysAcknowledges ? [] : [[0x06, 0x00, datagram[2], 0x86]]
      return acknowledgement + [[UInt8]](repeating: pong, count: repeats)
    }
  }
}

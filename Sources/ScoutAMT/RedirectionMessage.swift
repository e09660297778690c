import ScoutModel
package import ScoutWire

/// What the redirection listener says before anyone has logged in (amtterm, MeshCommander).
package enum RedirectionMessage: Hashable, Sendable {
  /// The answer to a start: 0 is success; what follows is there only then.
  case started(status: UInt8, session: Session?)
  /// The ways to log in that the listener takes.
  case authentications(status: UInt8, types: [UInt8])

  /// What comes with a session.
  package struct Session: Hashable, Sendable {
    /// Bytes 4 and 5, taken for the protocol's revision.
    package var revision: [UInt8]
    package var major: UInt8
    package var minor: UInt8
    /// Lowest byte first; 343 in the answers recorded.
    package var enterprise: UInt32
    package var oem: [UInt8]
  }

  /// The longest list of authentications read.
  package static let listLimit = 4_096

  static let startKind: UInt8 = 0x11
  static let authenticationKind: UInt8 = 0x14

  /// What the bytes of a connection so far amount to.
  package enum Reading: Hashable, Sendable {
    case needsMore
    /// A whole message and how many bytes it took.
    case message(RedirectionMessage, length: Int)
    /// It is none of the two.
    case other
  }

  /// Reads the message at the start of `bytes`.
  package static func read(_ bytes: [UInt8]) -> Reading {
    guard let kind = bytes.first else { return .needsMore }
    guard kind == startKind || kind == authenticationKind else { return .other }
    // The bytes behind the status are zero in every recorded answer, and their place is fixed.
    guard let length = length(bytes) else { return .needsMore }
    guard length <= 9 + listLimit else { return .other }
    guard bytes.count >= length else { return .needsMore }
    do throws(WireError) {
      return .message(try RedirectionMessage(parsing: bytes[..<length]), length: length)
    } catch {
      return .other
    }
  }

  private static func length(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    if bytes[0] == startKind {
      // A refusal may be no longer than its status.
      if bytes[1] != 0 { return 4 }
      return bytes.count > 12 ? 13 + Int(bytes[12]) : nil
    }
    guard bytes.count >= 9 else { return nil }
    return 9 + bytes[5...8].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}

extension RedirectionMessage: WireValue {
  package init(parsing bytes: RawSpan) throws(WireError) {
    var reader = ByteReader(bytes)
    switch try reader.readUInt8("redirection kind") {
    case Self.startKind:
      let status = try reader.readUInt8("redirection status")
      try reader.skip(2, "redirection reserved")
      if status != 0 {
        self = .started(status: status, session: nil)
        return
      }
      let revision = try reader.readBytes(2, "redirection revision")
      let major = try reader.readUInt8("redirection major")
      let minor = try reader.readUInt8("redirection minor")
      let enterprise = try reader.readLittleUInt32("redirection enterprise")
      let length = Int(try reader.readUInt8("redirection OEM length"))
      let session = Session(
        revision: revision, major: major, minor: minor, enterprise: enterprise,
        oem: try reader.readBytes(length, "redirection OEM data"))
      self = .started(status: status, session: session)
    case Self.authenticationKind:
      let status = try reader.readUInt8("authentication status")
      try reader.skip(3, "authentication reserved, type")
      let length = try reader.readLittleUInt32("authentication length")
      guard length <= UInt32(Self.listLimit) else {
        throw WireError(.malformed, "authentication length", at: 5)
      }
      self = .authentications(
        status: status, types: try reader.readBytes(Int(length), "authentication types"))
    default:
      throw WireError(.unsupported, "redirection kind", at: 0)
    }
  }
}

extension RedirectionService {
  /// The start of a session with this service.
  package var start: [UInt8] {
    switch self {
    case .serial: [0x10, 0, 0, 0] + Array("SOL ".utf8)
    case .storage: [0x10, 0, 0, 0] + Array("IDER".utf8)
    case .screen: [0x10, 1, 0, 0] + Array("KVMR".utf8)
    }
  }
}

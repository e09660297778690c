import ScoutModel
import ScoutWire
import Testing

@testable import ScoutAMT

@Suite("Every recorded form of the pong") struct PongReadingTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var name: String
    /// The sixteen data bytes.
    var data: [UInt8]
    var product = Product.amt
    var version: FirmwareVersion?
    var span: VersionSpan?
    var state: ProvisioningState?
    var port: UInt16?
    var dual = false

    var testDescription: String { name }
  }

  static func intel(_ middle: [UInt8], _ tail: [UInt8] = [0, 0, 0, 0, 0, 0]) -> [UInt8] {
    [0, 0, 0x01, 0x57] + middle + tail
  }

  static let examples = [
    // Recorded from devices.
    Example(
      name: "9.5, not provisioned", data: intel([0, 0, 0x95, 0, 0, 0x20]),
      version: FirmwareVersion(9, 5), state: .pre, port: 0),
    Example(
      name: "9.5, provisioned", data: intel([0x42, 0x60, 0x95, 2, 0, 0x20]),
      version: FirmwareVersion(9, 5), state: .post, port: 16992),
    Example(
      name: "11.0, not provisioned", data: intel([0, 0, 0xB0, 0, 0, 0x20]),
      version: FirmwareVersion(11, 0), state: .pre, port: 0),
    Example(
      name: "11.8, not provisioned", data: intel([0, 0, 0xB8, 0, 0, 0x20]),
      version: FirmwareVersion(11, 8), state: .pre, port: 0),
    // By the rule of the reference guide.
    Example(
      name: "15.0 in TLS", data: intel([0x42, 0x61, 0xF0, 2, 0, 0x20]),
      version: FirmwareVersion(15, 0), state: .post, port: 16993),
    Example(
      name: "16.1 in TLS", data: intel([0x42, 0x61, 0, 2, 0, 0x20], [16, 1, 0, 0, 0, 0]),
      version: FirmwareVersion(16, 1), state: .post, port: 16993),
    Example(
      name: "16.0, not provisioned", data: intel([0, 0, 0, 0, 0, 0x20], [16, 0, 0, 0, 0, 0]),
      version: FirmwareVersion(16, 0), state: .pre, port: 0),
    Example(
      name: "in process, both ports", data: intel([0x42, 0x61, 0x62, 5, 0, 0x20]),
      version: FirmwareVersion(6, 2), state: .in, port: 16993, dual: true),
    Example(
      name: "a state that is none", data: intel([0, 0, 0x70, 3, 0, 0x20]),
      version: FirmwareVersion(7, 0), port: 0),
    // Without a version, port and state mean nothing.
    Example(
      name: "DASH bit of 4.x", data: intel([0x42, 0x60, 0, 2, 0x20, 0]),
      span: VersionSpan(from: FirmwareVersion(4, 0), below: FirmwareVersion(5, 1))),
    Example(
      name: "DASH bit of 5.1", data: intel([0, 0, 0, 0, 0, 0x20]),
      span: VersionSpan(from: FirmwareVersion(5, 1), below: FirmwareVersion(6, 0))),
    Example(
      name: "both DASH bits", data: intel([0, 0, 0, 0, 0x20, 0x20]),
      span: VersionSpan(from: FirmwareVersion(4, 0), below: FirmwareVersion(6, 0))),
    Example(name: "a version below 6", data: intel([0x42, 0x60, 0x50, 2, 0, 0x20])),
    Example(
      name: "6.1 or later before set-up, by one byte", data: intel([0, 0, 0x61, 0, 0, 0x20]),
      version: FirmwareVersion(6, 1), state: .pre, port: 0),
    Example(
      name: "12.0 with both ports", data: intel([0x42, 0x61, 0xC0, 6, 0, 0x20]),
      version: FirmwareVersion(12, 0), state: .post, port: 16993, dual: true),
    Example(
      name: "in process, port 0", data: intel([0, 0, 0xB8, 1, 0, 0x20]),
      version: FirmwareVersion(11, 8), state: .in, port: 0),
    Example(
      name: "16.0 with both ports", data: intel([0x42, 0x61, 0, 6, 0, 0x20], [16, 0, 0, 0, 0, 0]),
      version: FirmwareVersion(16, 0), state: .post, port: 16993, dual: true),
    Example(
      name: "19.0 in TLS", data: intel([0x42, 0x61, 0, 2, 0, 0x20], [19, 0, 0, 0, 0, 0]),
      version: FirmwareVersion(19, 0), state: .post, port: 16993),
    Example(
      name: "other bits of the state byte", data: intel([0x42, 0x60, 0x95, 0xFA, 0, 0x20]),
      version: FirmwareVersion(9, 5), state: .post, port: 16992),
    // Look-alikes.
    Example(
      name: "Intel without DASH", data: intel([0x42, 0x60, 0x95, 2, 0, 0]), product: .unknown),
    Example(
      name: "Intel without DASH and version", data: intel([0x42, 0x60, 0, 2, 0, 0]),
      product: .unknown),
    Example(
      name: "another's DASH with AMT's bytes",
      data: [0, 0, 0x11, 0xBE, 0x42, 0x60, 0x95, 2, 0, 0x20, 0, 0, 0, 0, 0, 0], product: .dash),
    Example(
      name: "Intel server controller", data: intel([0, 0, 0x95, 0, 0x81, 0x20]), product: .bmc),
    Example(
      name: "IPMI", data: [0, 0, 0x11, 0xBE, 0, 0, 0, 0, 0x81, 0, 0, 0, 0, 0, 0, 0], product: .bmc),
    Example(
      name: "DCMI", data: [0, 0, 0x8E, 0x71, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], product: .bmc),
    Example(
      name: "another's DASH", data: [0, 0, 0x10, 0xEC, 0, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0],
      product: .dash),
    Example(
      name: "another's", data: [0, 0, 0, 9, 0x42, 0x60, 0x95, 2, 0, 0, 0, 0, 0, 0, 0, 0],
      product: .unknown),
  ]

  @Test("says what each generation says, and no more", arguments: examples)
  func reading(example: Example) throws {
    // Either number in the header; the sequence of the ping, or one's own.
    for (sequence, header) in [(0xFF, [0x01, 0x57]), (0, [0x11, 0xBE]), (9, [0x01, 0x57])]
      as [(UInt8, [UInt8])]
    {
      let bytes = [6, 0, sequence, 6, 0, 0] + header + [0x40, 7, 0, 16] + example.data
      let pong = try PongSighting(parsing: bytes)
      #expect(pong.bytes == bytes)
      #expect(pong.product == example.product)
      #expect(pong.version == example.version)
      #expect(pong.span == example.span)
      #expect(pong.state == example.state)
      #expect(pong.openPort == example.port)
      #expect(pong.dualPorts == example.dual)
      for length in 0..<bytes.count {
        #expect(throws: WireError.self) { try PongSighting(parsing: Array(bytes.prefix(length))) }
      }
    }
  }

  @Test("an acknowledgement before it is none", arguments: [0, 1, 0xFF] as [UInt8])
  func acknowledgement(sequence: UInt8) {
    #expect(throws: WireError.self) { try PongSighting(parsing: [6, 0, sequence, 0x86]) }
  }

  @Test("keeps at most 64 bytes")
  func bound() throws {
    let bytes = [6, 0, 0xFF, 6, 0, 0, 1, 0x57, 0x40, 7, 0, 16] + Self.examples[0].data
    let pong = try PongSighting(parsing: bytes + [UInt8](repeating: 1, count: 900))
    #expect(pong.bytes.count == 64)
  }
}

import Foundation
import ScoutLink
import ScoutNet
import ScoutWire
import Synchronization

@testable import ScoutSweep

/// Answers raw packets by hand, as many machines would: TCP port 16992 takes connections, all other
/// ports refuse, and UDP 623 pongs. So a link needs no kernel at its other end.
final class RawPeer: Sendable {
  /// What it does beside answering as it should.
  enum Habit: Sendable { case honest, repeatsItself, forges }

  private let isOver = Atomic(false)
  /// Probes that were answered.
  let answered = Atomic(0)
  private let habit: Habit

  init(_ habit: Habit = .honest) { self.habit = habit }

  func stop() { isOver.store(true, ordering: .relaxed) }

  /// Answers at the end of an Ethernet link, also to ARP for every address but the last of a /24;
  /// for the thread it is called on, until it is stopped.
  func serve(_ port: PacketPort, vlan: UInt16?) throws {
    guard case .ethernet(let own) = port.framing else { return }
    let ring = try PacketRing(port, filter: PacketFilter("ip or arp", for: port.framing))
    let sender = try PacketSender(port)
    while !isOver.load(ordering: .relaxed) {
      _ = Waiting.forReadable([ring.descriptor], atMost: 20_000_000)
      _ = ring.drain(atMost: 4096) { bytes, tag in
        guard tag == vlan, let frame = try? Frame(parsing: bytes, link: .ethernet),
          let source = frame.sourceMAC
        else { return }
        let head = FrameHead(destination: source, source: own, vlan: vlan)
        if case .arp(let question) = frame.payload {
          guard question.operation == ARPPacket.request, question.targetAddress.octets.3 != 255
          else { return }
          let answer = ARPPacket(
            operation: ARPPacket.reply, senderMAC: own, senderAddress: question.targetAddress,
            targetMAC: question.senderMAC, targetAddress: question.senderAddress)
          sender.append(head.encoded(EtherType.arp) + answer.encoded())
        } else {
          let packet = bytes.withUnsafeBytes { Array($0.dropFirst(14)) }
          for answer in answers(to: packet) { sender.append(head.encoded(EtherType.ipv4) + answer) }
        }
        if sender.count > 32 { _ = sender.flush() }
      }
      _ = sender.flush()
    }
  }

  /// Answers at the end of a tun device.
  func serve(tun file: Int32) {
    var buffer = [UInt8](repeating: 0, count: 2048)
    while !isOver.load(ordering: .relaxed) {
      if Waiting.forReadable([file], atMost: 20_000_000) == 0 { continue }
      let count = read(file, &buffer, buffer.count)
      guard count > 0 else { continue }
      for answer in answers(to: Array(buffer.prefix(count))) {
        _ = write(file, answer, answer.count)
      }
    }
  }

  private func answers(to packet: [UInt8]) -> [[UInt8]] {
    guard let frame = try? Frame(parsing: packet, link: .raw),
      case .v4(let scanner) = frame.source, case .v4(let target) = frame.destination
    else { return [] }
    switch frame.payload {
    case .tcp(let header, _) where header.flags == .syn:
      answered.add(1, ordering: .relaxed)
      let isOpen = header.destination == 16992
      var answers = [
        tcp(target, scanner, header, acknowledging: 1, flags: isOpen ? 0x12 : 0x14)
      ]
      if habit == .repeatsItself { answers.append(answers[0]) }
      if habit == .forges {
        // A wrong acknowledgment, and one from an address that nobody asked.
        answers.append(tcp(target, scanner, header, acknowledging: 77, flags: 0x12))
        answers.append(
          tcp(IPv4Address(10, 99, 9, 9), scanner, header, acknowledging: 1, flags: 0x12))
      }
      return answers
    case .udp(let source, 623, let range):
      guard let ping = try? ASFPresencePing(parsing: packet[range]) else { return [] }
      answered.add(1, ordering: .relaxed)
      let tags = habit == .forges ? [ping.tag &+ 1, ping.tag] : [ping.tag]
      return tags.map { udp(target, scanner, to: source, Self.pong($0)) }
    default: return []
    }
  }

  /// A pong of AMT 9.5 that is not configured.
  private static func pong(_ tag: UInt8) -> [UInt8] {
    ASFPresencePong(
      headerEnterprise: 4542, tag: tag, enterprise: 343, enterpriseData: [0, 0, 0x95, 0],
      entities: 0, interactions: 0x20, reserved: [0, 0, 0, 0, 0, 0]
    ).encoded()
  }

  private func ip(_ from: IPv4Address, _ to: IPv4Address, _ number: UInt8, _ body: [UInt8])
    -> [UInt8]
  {
    var header = ByteWriter()
    header.write([0x45, 0])
    header.write(UInt16(20 + body.count))
    header.write([0, 0, 0, 0, 64, number, 0, 0])
    header.write(from)
    header.write(to)
    var sum = Checksum()
    sum.add(header.bytes)
    header.replaceUInt16(at: 10, with: sum.value)
    return header.bytes + body
  }

  private func tcp(
    _ from: IPv4Address, _ to: IPv4Address, _ asked: TCPHeader, acknowledging: UInt32, flags: UInt8
  ) -> [UInt8] {
    var body = ByteWriter()
    body.write(asked.destination)
    body.write(asked.source)
    body.write(UInt32(1000))
    body.write(asked.sequence &+ acknowledging)
    body.write([0x50, flags, 0x10, 0, 0, 0, 0, 0])
    return ip(from, to, 6, body.bytes)
  }

  private func udp(
    _ from: IPv4Address, _ to: IPv4Address, to port: UInt16, _ content: [UInt8]
  ) -> [UInt8] {
    var body = ByteWriter()
    body.write(UInt16(623))
    body.write(port)
    body.write(UInt16(8 + content.count))
    body.write(UInt16(0))
    body.write(content)
    return ip(from, to, 17, body.bytes)
  }
}

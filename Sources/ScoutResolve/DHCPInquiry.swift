package import ScoutLoop
package import ScoutNet
package import ScoutWire

/// Asks all DHCP servers of one segment what they hand out, and takes no lease.
///
/// The question is DHCPINFORM (RFC 2131, 4.4.3): the machine says that it has an address and wants
/// to know the rest. With `discovers` a DISCOVER goes out as well, which no REQUEST follows: servers
/// that answer INFORM only to their own clients then make an offer, which they forget by themselves.
/// Silence proves nothing; some servers answer neither.
package struct DHCPInquiry: Hashable, Sendable {
  /// The interface that leads to the segment.
  package var interface: String
  /// This machine's address there.
  package var address: IPv4Address
  package var mac: MACAddress
  package var discovers = false

  package init(interface: String, address: IPv4Address, mac: MACAddress, discovers: Bool = false) {
    self.interface = interface
    self.address = address
    self.mac = mac
    self.discovers = discovers
  }

  /// Where the question goes: to everybody on the link.
  package static let destination = IPv4Address(255, 255, 255, 255)
  /// The ports of server and client.
  package static let serverPort: UInt16 = 67
  package static let clientPort: UInt16 = 68
  /// When the question goes out, counted from the beginning; a datagram may be lost.
  static let sendings: [Duration] = [.zero, .milliseconds(1500)]
  /// When the waiting ends: some servers ping an address for up to three seconds before they offer
  /// it.
  static let patience = Duration.milliseconds(5000)
  /// So many different answers of one segment are kept.
  static let answerLimit = 64

  /// What is asked for: mask, routers, name servers, domain, client's name, search list.
  static let wanted: [DHCPv4OptionCode] = [
    .subnetMask, .routers, .nameServers, .domainName, .fqdn, .searchList,
  ]

  /// One server's answer.
  package struct Answer: Hashable, Sendable {
    package var message: DHCPv4Message
    /// Who sent it, which may differ from the server it names.
    package var sender: IPv4Address
  }

  /// What the servers said, or what kept this machine from asking.
  package enum Outcome: Hashable, Sendable {
    case answers([Answer])
    case notAsked(LocalTrouble)
  }

  /// Asks, and waits for some seconds.
  package func ask(on loop: EventLoop) async -> Outcome {
    let identifiers = (UInt32.random(in: 1...UInt32.max), UInt32.random(in: 1...UInt32.max))
    return await withCheckedContinuation { continuation in
      let isTaken = loop.submit { loop in
        DHCPConversation(self, identifiers, loop) { continuation.resume(returning: $0) }.start()
      }
      if !isTaken { continuation.resume(returning: .notAsked(.stopped)) }
    }
  }

  /// The messages that go out.
  func questions(_ identifiers: (inform: UInt32, discover: UInt32)) -> [DHCPv4Message] {
    var questions = [
      DHCPv4Message.inform(
        transactionID: identifiers.inform, clientAddress: address, clientMAC: mac,
        asking: Self.wanted)
    ]
    if discovers {
      questions.append(
        .discover(
          transactionID: identifiers.discover, clientMAC: mac, asking: Self.wanted + [.leaseTime]))
    }
    return questions
  }

  /// Whether `message` answers one of the questions, by its number and the client it names.
  func isAnswered(by message: DHCPv4Message, _ questions: [DHCPv4Message]) -> Bool {
    guard message.operation == 2, message.hasCookie, message.clientMAC == mac,
      let type = message.messageType, [.ack, .offer, .nak].contains(type)
    else { return false }
    return questions.contains { $0.transactionID == message.transactionID }
  }
}

import ScoutLoop
import ScoutNet
import ScoutWire

/// One inquiry on its way, on the loop's thread.
final class DHCPConversation: DatagramHandler {
  private let inquiry: DHCPInquiry
  private let loop: Loop
  private let questions: [DHCPv4Message]
  private var sockets: [DatagramSocket] = []
  private var timers: [LoopTimer] = []
  private var answers: [DHCPInquiry.Answer] = []
  private var trouble: LocalTrouble?
  private var wasSent = false
  private var reply: ((DHCPInquiry.Outcome) -> Void)?

  init(
    _ inquiry: DHCPInquiry, _ identifiers: (UInt32, UInt32), _ loop: Loop,
    reply: @escaping (DHCPInquiry.Outcome) -> Void
  ) {
    self.inquiry = inquiry
    self.loop = loop
    self.reply = reply
    questions = inquiry.questions((inform: identifiers.0, discover: identifiers.1))
  }

  func start() {
    guard loop.admits(.v4(DHCPInquiry.destination), port: DHCPInquiry.serverPort) else {
      return finish(.notAsked(.notAdmitted))
    }
    do throws(LocalTrouble) {
      // What is answered to the address arrives at the first, what is broadcast at the second.
      for source in [inquiry.address, .zero] { sockets.append(try open(source)) }
    } catch {
      return finish(.notAsked(error))
    }
    // The timers keep this conversation alive until it is over.
    for moment in DHCPInquiry.sendings { after(moment) { self.send() } }
    after(DHCPInquiry.patience) { self.conclude() }
  }

  private func open(_ source: IPv4Address) throws(LocalTrouble) -> DatagramSocket {
    var options = SocketOptions()
    options.interface = inquiry.interface
    options.sourceAddress = .v4(source)
    options.sourcePort = DHCPInquiry.clientPort
    options.broadcasts = true
    return try loop.openDatagramSocket(isV6: false, options: options, handler: self)
  }

  private func after(_ time: Duration, _ action: @escaping () -> Void) {
    let timer = loop.timer(action)
    timers.append(timer)
    loop.set(timer, for: loop.now + time)
  }

  private func send() {
    guard let socket = sockets.first else { return }
    for question in questions {
      let found = socket.send(
        question.encoded(), to: .v4(DHCPInquiry.destination), port: DHCPInquiry.serverPort)
      if let found { trouble = found } else { wasSent = true }
    }
  }

  private func conclude() {
    finish(wasSent ? .answers(answers) : .notAsked(trouble ?? .noRoute))
  }

  private func finish(_ outcome: DHCPInquiry.Outcome) {
    for socket in sockets { socket.close() }
    for timer in timers { loop.clear(timer) }
    sockets = []
    timers = []
    reply?(outcome)
    reply = nil
  }

  // MARK: - Hearing

  func received(_ bytes: RawSpan, from peer: IPAddress, port: UInt16) {
    guard port == DHCPInquiry.serverPort, case .v4(let sender) = peer,
      answers.count < DHCPInquiry.answerLimit, let message = try? DHCPv4Message(parsing: bytes),
      inquiry.isAnswered(by: message, questions)
    else { return }
    let answer = DHCPInquiry.Answer(message: message, sender: sender)
    if !answers.contains(answer) { answers.append(answer) }
  }

  func unreachable(_ found: Unreachable, peer: IPAddress, port: UInt16, quoting bytes: RawSpan) {}

  func stopped() { finish(answers.isEmpty ? .notAsked(.stopped) : .answers(answers)) }
}

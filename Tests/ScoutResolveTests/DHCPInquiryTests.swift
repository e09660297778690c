import ScoutLoop
import ScoutNet
import ScoutWire
import Testing

@testable import ScoutResolve

@Suite("Asking DHCP servers") struct DHCPInquiryTests {
  private let inquiry = DHCPInquiry(
    interface: "eth0", address: IPv4Address(192, 0, 2, 9),
    mac: MACAddress(rawValue: 0x02_0000_00AA),
    discovers: true)

  @Test("asks with INFORM for what matters, and with DISCOVER only where that is wanted")
  func questions() throws {
    let questions = inquiry.questions((inform: 7, discover: 8))
      .compactMap { try? DHCPv4Message(parsing: $0.encoded()) }
    #expect(questions.map(\.messageType) == [.inform, .discover])
    #expect(questions.map(\.transactionID) == [7, 8])
    #expect(questions.allSatisfy { $0.clientMAC == inquiry.mac && $0.operation == 1 })
    #expect(questions.first?.clientAddress == inquiry.address)
    #expect(questions.last?.clientAddress == .zero)
    // The answer must reach a machine that does not yet have the address it is offered.
    #expect(questions.last?.flags == 0x8000)
    for question in questions {
      let asked = Set(question.value(of: .parameterRequestList) ?? [])
      #expect(asked.isSuperset(of: [6, 15, 81, 119]))
      #expect(question.value(of: .requestedAddress) == nil)
    }
    var gentle = inquiry
    gentle.discovers = false
    #expect(gentle.questions((inform: 7, discover: 8)).map(\.messageType) == [.inform])
  }

  @Test("believes only an answer to its own question")
  func answers() {
    let questions = inquiry.questions((inform: 7, discover: 8))
    var answer = DHCPv4Message(operation: 2, transactionID: 7)
    answer.clientHardware = inquiry.mac.octets + [UInt8](repeating: 0, count: 10)
    answer.options = [DHCPv4Option(53, [5])]
    #expect(inquiry.isAnswered(by: answer, questions))
    let spoiled: [(inout DHCPv4Message) -> Void] = [
      { $0.transactionID = 9 }, { $0.operation = 1 }, { $0.clientHardware[5] = 0 },
      { $0.options = [] }, { $0.options = [DHCPv4Option(53, [1])] }, { $0.hasCookie = false },
    ]
    for spoil in spoiled {
      var other = answer
      spoil(&other)
      #expect(!inquiry.isAnswered(by: other, questions))
    }
  }

  @Test("says so where the policy does not admit it, and sends nothing")
  func notAdmitted() async throws {
    let loop = try EventLoop { _, _ in false }
    defer { loop.stop() }
    #expect(await inquiry.ask(on: loop) == .notAsked(.notAdmitted))
  }

  @Test("says so where the interface is not there")
  func noInterface() async throws {
    let loop = try EventLoop { _, _ in true }
    defer { loop.stop() }
    var lost = inquiry
    lost.interface = "absent0"
    guard case .notAsked = await lost.ask(on: loop) else {
      Issue.record("it claims to have asked")
      return
    }
  }
}

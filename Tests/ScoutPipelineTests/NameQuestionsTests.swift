import ScoutModel
import ScoutNet
import ScoutWire
import Testing

@testable import ScoutPipeline

@Suite("Questions to name servers") struct NameQuestionsTests {
  private func sighting(
    _ fact: Fact, address: String? = nil, _ method: ObservationMethod = .passive
  ) -> Sighting {
    Sighting(
      time: Timestamp(seconds: 1), endpoint: Endpoint(address: address.flatMap { IPAddress($0) }),
      method: method, fact: fact)
  }

  private func ack(_ suffix: String?) -> DHCPSighting {
    var dhcp = DHCPSighting(message: "ACK")
    dhcp.domainName = suffix
    return dhcp
  }

  private func texts(_ questions: [NameQuestions.Question]) -> [String] {
    questions.map { "\($0.name) \($0.type)" }
  }

  @Test("about the configuration server follow the order in which AMT looks for it")
  func provisionServers() {
    var profile = SiteProfile()
    var device = DeviceProfile(match: "PC-1")
    device.pkiSuffix = DomainName("mebx.example")
    profile.devices = [device]
    var questions = NameQuestions(profile: profile)
    questions.add(sighting(.dhcp(ack("b.example"))))
    questions.add(sighting(.dhcp(ack("a.example"))))
    var reply = IPv6Sighting(message: "REPLY")
    reply.searchList = (1...7).map { "six\($0).example" } + ["a.example"]
    questions.add(sighting(.ipv6(reply)))
    #expect(
      questions.provisionServers.map(\.name) == [
        "provisionserver", "provisionserver.mebx.example", "provisionserver.a.example",
        "provisionserver.b.example", "provisionserver.six1.example",
        "provisionserver.six2.example", "provisionserver.six3.example",
        "provisionserver.six4.example",
      ])
    #expect(NameQuestions(profile: SiteProfile()).provisionServers.isEmpty)
  }

  @Test("go out under suffixes of this network alone, and ask each for its SOA record")
  func suffixes() {
    var questions = NameQuestions(profile: SiteProfile())
    var request = DHCPSighting(message: "REQUEST")
    request.fqdn = "pc-1.corp.example"
    questions.add(sighting(.dhcp(request)))
    request.fqdn = "pc-1.elsewhere.example"
    questions.add(sighting(.dhcp(request)))
    #expect(questions.forward.isEmpty)
    questions.add(sighting(.dhcp(ack("corp.example"))))
    #expect(
      texts(questions.forward) == [
        "corp.example SOA", "pc-1.corp.example A", "pc-1.corp.example AAAA", "provisionserver A",
        "provisionserver.corp.example A",
      ])
  }

  @Test("about imported names wait until something answers at their address")
  func imported() {
    var questions = NameQuestions(profile: SiteProfile())
    questions.add(sighting(.dhcp(ack("corp.example"))))
    var leases: [Sighting] = []
    for host in 1...3 {
      var lease = DHCPSighting(message: "LEASE")
      lease.fqdn = "pc-\(host).corp.example"
      leases.append(sighting(.dhcp(lease), address: "10.0.0.\(host)", .imported))
    }
    for lease in leases { questions.add(lease) }
    questions.add(
      sighting(
        .port(PortSighting(port: 16992, transport: .tcp, state: .open)), address: "10.0.0.2",
        .active))
    #expect(questions.hasImportedNames)
    #expect(!texts(questions.forward).contains { $0.hasPrefix("pc-") })
    for lease in leases { questions.addImported(lease) }
    #expect(
      texts(questions.forward).filter { $0.hasPrefix("pc-") }
        == ["pc-2.corp.example A", "pc-2.corp.example AAAA"])
  }

  @Test("may go to servers that DHCP named to this machine, not to those heard in passing")
  func servers() {
    var questions = NameQuestions(profile: SiteProfile())
    var answer = ack("corp.example")
    answer.nameServers = [IPv4Address(10, 0, 0, 53)]
    questions.add(sighting(.dhcp(answer), .passive))
    #expect(questions.handedServers.isEmpty)
    questions.add(sighting(.dhcp(answer), .active))
    #expect(questions.handedServers == [IPv4Address(10, 0, 0, 53)])
  }
}

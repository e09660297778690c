import ScoutModel
import ScoutTestKit
import Testing

@testable import ScoutAssess

@Suite("Confidence") struct ConfidenceTests {
  @Test("is medium with one direct source, high with two")
  func sources() throws {
    #expect(try assess(factory("12.0.93.2000")).confidence == .medium)
    #expect(try assess(configured("12.0.93.2000")).confidence == .medium)
    let both = configured("12.0.93.2000").with { $0.pongs = [seen(pong(), [2])] }
    #expect(try assess(both).confidence == .high)
    let host = factory("12.0.93.2000").with { $0.hosts = [seen(HostInventory(tool: "x"))] }
    #expect(try assess(host).confidence == .high)
    let wsman = configured("12.0.93.2000").with {
      $0.version = .told(firmware("12.0.93.2000"), by: "wsman", [1])
    }
    #expect(try assess(wsman).confidence == .high)
  }

  @Test("does not suffer from a missing pong")
  func pongless() throws {
    let host = configured("16.1.27.2000", secure: true).with {
      $0.hosts = [seen(HostInventory(tool: "x"))]
    }
    #expect(try assess(host).confidence == .high)
  }

  @Test("is low where sources contradict, or are old, or say nothing")
  func low() throws {
    let both = configured("12.0.93.2000").with { $0.pongs = [seen(pong(), [2])] }
    let torn = both.with {
      $0.version = .conflicting([
        Claim(firmware("12.0"), source: "http", [1]), Claim(firmware("9.5"), source: "pong", [2]),
      ])
    }
    #expect(try assess(torn).confidence == .low)
    let later = Timestamp(microseconds: noon.microseconds + 2 * 86_400_000_000)
    #expect(try assess(both, at: later).confidence == .low)
    #expect(try assess(.sample(product: .unknown, ports: [16992])).confidence == .low)
    #expect(try assess(.sample(product: .amt, ports: [16992])).confidence == .low)
  }

  @Test("sinks by one step where the method is open")
  func open() throws {
    let site = profile {
      $0.certificates = [provisioning("a.corp.example.com")]
      $0.needs = [.unattended]
    }
    let device = factory("12.0.93.2000", option15: nil).with {
      $0.hosts = [seen(HostInventory(tool: "x"))]
    }
    #expect(try assess(device, site).confidence == .medium)
    let known = device.with { $0.option15 = .told("corp.example.com", by: "dhcp", [4]) }
    #expect(try assess(known, site).confidence == .high)
  }

  @Test("a hello to a DASH card's port is no word of AMT's own")
  func card() throws {
    var hello = HelloSighting(version: 3, bytes: [])
    let own = Device.sample(product: .amt, state: .in).with { [hello] in
      $0.hellos = [seen(hello)]
    }
    #expect(try assess(own).confidenceReasons.contains { $0.rule == "confidence-hello" })
    hello.port = 9972
    let card = Device.sample(product: .dash).with { [hello] in $0.hellos = [seen(hello)] }
    #expect(try !assess(card).confidenceReasons.contains { $0.rule == "confidence-hello" })
  }

  @Test("always says why")
  func reasons() throws {
    for device in [factory("12.0"), configured("9.5"), .sample(product: nil, ports: [16992])] {
      #expect(try !assess(device).confidenceReasons.isEmpty)
    }
  }
}

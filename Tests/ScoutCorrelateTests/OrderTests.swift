import Dispatch
import ScoutCorrelate
import ScoutModel
import ScoutTestKit
import Testing

/// A generator whose numbers are the same in each run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

/// A site in which addresses, keys, names and files are shared and moved about at random.
func tangledSite(seed: UInt64, count: Int = 120) -> SiteBuilder {
  var random = SeededGenerator(state: seed)
  var site = SiteBuilder()
  func pick(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }
  let realms = [realmA, realmB, oldRealm, "Digest:10DF0000000000000000000000000000", nil]
  for _ in 0..<count {
    let address = "10.0.\(pick(2)).\(pick(8) + 1)"
    let mac = "80:c4:a8:58:df:0\(pick(8))"
    switch pick(18) {
    case 0: site.open(address, [16992, 16993, 5900][pick(3)])
    case 1: site.pong(address, version: ["9.5", "11.8", "15.0"][pick(3)], state: .pre)
    case 2, 3:
      site.web(
        address, [16992, 16993][pick(2)], version: ["9.0.30", "11.8.50.3425"][pick(2)],
        realm: realms[pick(5)])
    case 4: site.tls(address, name: "pc\(pick(4)).corp.example", key: "key \(pick(5))")
    case 5: site.ptr(address, "pc\(pick(4)).corp.example")
    case 6: site.forward("pc\(pick(4)).corp.example", address)
    case 7:
      site.lease(
        address, mac: mac, domain: ["corp.example", "lab.example"][pick(2)],
        server: "10.0.0.\(pick(2) + 1)", mask: 24)
    case 8: site.lease(address, mac: mac, name: "pc\(pick(4))", message: "REQUEST")
    case 9: site.neighbour(address, mac: mac)
    case 10:
      site.host(
        address, mac: [mac, nil][pick(2)], uuid: [uuidA, uuidB, nil][pick(3)],
        version: "11.8.50.3425", name: "PC\(pick(4))")
    case 11:
      var scope = ScopeSighting(prefix: net("10.0.\(pick(2)).0/\(24 + pick(3))"), program: "Kea")
      scope.domainName = ["corp.example", "lab.example", nil][pick(3)]
      site.add(.scope(scope), method: .imported)
    case 12:
      var hello = HelloSighting(version: UInt16(2 + pick(2)), bytes: [1, 0, 3, 0])
      hello.uuid = [uuidA, uuidB, nil][pick(3)].map { uuid($0) }
      site.add(.hello(hello), at: address, method: .passive)
    case 13:
      var redirection = RedirectionSighting(port: 16994, secure: false, outcome: .complete)
      redirection.version = [firmware("11.8"), nil][pick(2)]
      redirection.enterprise = 343
      site.add(.redirection(redirection), at: address)
    case 14:
      site.registration(
        "pc\(pick(4)).corp.example", address, client: "10.0.0.\(pick(2))", id: pick(3),
        isRefused: false)
    case 15:
      site.registration(
        "corp.example", address, client: "10.0.0.\(pick(2))", id: pick(3), isRefused: true)
    case 16:
      let name = ["pc\(pick(4)).local", "pc\(pick(4))"][pick(2)]
      let services = LocalNameSighting.Service.allCases
      site.add(
        .localName(LocalNameSighting(name, services[pick(3)])), at: address, method: .passive)
    default: site.provisionServer(["corp.example", "lab.example"][pick(2)])
    }
    if pick(10) == 0 {
      site.wait(.seconds(pick(40 * 86400)))
      site.scan += 1
    }
  }
  return site
}

@Suite("Order") struct OrderTests {
  @Test("the order of observations does not matter", arguments: 1...60)
  func shuffles(seed: Int) {
    let site = tangledSite(seed: UInt64(seed))
    let expected = site.view
    var random = SeededGenerator(state: UInt64(seed) &* 77)
    for _ in 0..<3 {
      let shuffled = Correlator.correlate(site.observations.shuffled(using: &random))
      #expect(shuffled == expected)
    }
  }

  @Test("nothing depends on who works at which device, and when")
  func sideBySide() {
    var site = SiteBuilder()
    for number in 0..<5000 {
      let address = "10.0.\(number / 250).\(number % 250 + 1)"
      site.pong(address, version: "9.5", state: .pre)
      if number % 3 == 0 { site.ptr(address, "pc\(number % 4000).corp.example") }
      if number % 7 == 0 { site.forward("pc\(number).corp.example", address) }
    }
    var correlator = Correlator()
    for observation in site.observations { correlator.add(observation) }
    let plain = correlator.siteView()
    let crossed = correlator.siteView { count, body in
      DispatchQueue.concurrentPerform(iterations: count) { body(count - 1 - $0) }
    }
    #expect(plain.devices.count == 5000)
    #expect(plain.devices.contains { !$0.names.forwards.isEmpty })
    #expect(crossed == plain)
  }

  @Test("what is known stays known or becomes a contradiction when more is seen", arguments: 1...8)
  func moreEvidence(seed: Int) {
    let observations = tangledSite(seed: UInt64(seed), count: 60).observations
    var correlator = Correlator()
    var known: [ObservationID: Bool] = [:]
    for observation in observations {
      correlator.add(observation)
      let devices = correlator.siteView().devices
      for device in devices where device.version.best == nil {
        let before = device.evidence.observations.contains { known[$0] == true }
        #expect(!before, "\(device.id) no longer has a version")
      }
      known = [:]
      for device in devices where device.version.best != nil {
        // Only what shows the version by itself is sure to stay with its device.
        for id in device.version.evidence.observations { known[id] = true }
      }
    }
  }

  @Test("every observation that makes a device is in exactly one", arguments: 1...8)
  func partition(seed: Int) {
    let site = tangledSite(seed: UInt64(seed))
    var owners: [ObservationID: Int] = [:]
    for device in site.devices {
      for id in device.evidence.observations { owners[id, default: 0] += 1 }
    }
    for observation in site.observations {
      switch observation.fact {
      case .pong, .web, .tls, .redirection, .hello, .host:
        #expect(owners[observation.id] == 1, "\(observation.id.rawValue)")
      case .port(let port) where (16992...16995).contains(port.port):
        #expect(owners[observation.id] == 1, "\(observation.id.rawValue)")
      default: break
      }
    }
  }

  @Test("an id once given stays or becomes an alias, whatever comes later", arguments: 1...8)
  func stableIDs(seed: Int) {
    let observations = tangledSite(seed: UInt64(seed), count: 60).observations
    var correlator = Correlator()
    var given: Set<DeviceID> = []
    var lost = 0
    for observation in observations {
      correlator.add(observation)
      let devices = correlator.siteView().devices
      given.formUnion(devices.map(\.id))
      let resolvable = Set(devices.flatMap { [$0.id] + $0.aliases })
      lost += given.subtracting(resolvable).count
    }
    #expect(lost == 0)
  }
}

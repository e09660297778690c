import ScoutCorrelate
import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@Suite("Kept up to date") struct LiveTests {
  @Test("at every moment the live view equals that of all observations so far", arguments: 1...40)
  func equalsFull(seed: Int) {
    let site = tangledSite(seed: UInt64(seed))
    var random = SeededGenerator(state: UInt64(seed) &* 131)
    let order = site.observations.shuffled(using: &random)
    let known = [(prefix: net("10.0.1.0/29"), site: "")]
    var live = LiveCorrelator(knownSegments: known)
    var devices: [DeviceID: Device] = [:]
    for (index, observation) in order.enumerated() {
      live.add(observation)
      guard Int.random(in: 0..<4, using: &random) == 0 || index == order.count - 1 else { continue }
      for change in live.refresh().devices {
        if let old = change.old {
          #expect(devices[old.id] == old)
          devices[old.id] = nil
        }
        if let new = change.new { devices[new.id] = new }
      }
      let full = Correlator.correlate(order[...index], knownSegments: known)
      let view = live.siteView()
      #expect(view == full, "after \(index + 1) observations")
      #expect(devices.values.sorted { $0.id < $1.id } == full.devices)
    }
  }

  @Test(
    "two sites with the same addresses and names stay apart in the live view as well",
    arguments: 1...8)
  func twoSites(seed: Int) {
    var observations = tangledSite(seed: UInt64(seed), count: 60).observations
    for observation in tangledSite(seed: UInt64(seed) + 100, count: 60).observations {
      var sighting = observation.sighting
      sighting.endpoint.site = "Lyon"
      observations.append(
        Observation(
          id: ObservationID(observation.id.rawValue + 1000), scan: observation.scan,
          sighting: sighting))
    }
    var random = SeededGenerator(state: UInt64(seed))
    observations.shuffle(using: &random)
    var live = LiveCorrelator()
    for observation in observations { live.add(observation) }
    live.refresh()
    #expect(live.siteView() == Correlator.correlate(observations))
  }

  @Test("what is added changes only the devices that it touches")
  func touchesLittle() {
    var site = SiteBuilder()
    for host in 1...50 {
      let address = "10.0.\(host).5"
      let realm = "Digest:\(String(repeating: "A", count: 30))\(host + 10)"
      site.web(address, version: "15.0.23", realm: realm)
      site.lease(address, mac: "80:c4:a8:58:df:\(host + 10)", domain: "corp.example", mask: 24)
      site.ptr(address, "pc-\(host).corp.example")
      site.forward("pc-\(host).corp.example", address)
    }
    var live = LiveCorrelator()
    for observation in site.observations { live.add(observation) }
    #expect(live.refresh().devices.count == 50)
    #expect(live.refresh() == SiteChanges())
    let count = site.observations.count
    site.pong("10.0.7.5", version: "15.0", state: .post)
    site.forward("pc-9.corp.example", "10.0.9.99")
    site.lease("10.0.11.77", mac: "80:c4:a8:58:ff:01", domain: "lab.example")
    for observation in site.observations[count...] { live.add(observation) }
    let changes = live.refresh()
    let changed = changes.devices.compactMap(\.new?.address?.description)
    #expect(changed == ["10.0.7.5", "10.0.9.5"], "a device with a lease has its own option 15")
    #expect(changes.segments.map(\.prefix.description) == ["10.0.11.0/24"])
    #expect(changes.segments.first?.old.value == "corp.example")
    #expect(live.siteView() == site.view)
  }

  @Test("a device that merges into an earlier one is gone, and its id is an alias")
  func merges() throws {
    var site = SiteBuilder()
    site.pong("10.0.0.5", version: "15.0", state: .pre)
    site.pong("10.0.0.9", version: "15.0", state: .pre)
    var live = LiveCorrelator()
    for observation in site.observations { live.add(observation) }
    #expect(live.refresh().devices.map(\.new?.id.description) == ["D1", "D2"])
    let count = site.observations.count
    site.neighbour("10.0.0.5", mac: "80:c4:a8:58:df:01")
    site.neighbour("10.0.0.9", mac: "80:c4:a8:58:df:01")
    for observation in site.observations[count...] { live.add(observation) }
    let changes = live.refresh().devices
    #expect(changes.map(\.new?.id.description) == ["D1", nil])
    #expect(changes.first?.new?.aliases.map(\.description) == ["D2"])
  }
}

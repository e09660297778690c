import ScoutAssess
import ScoutCorrelate
import ScoutModel
import ScoutReport
import ScoutStore
import ScoutTestKit

/// How fast observations become devices, advice and files.
enum Judging {
  static func measure() async throws -> [Measurement] {
    let observations = ManySightings.observations(devices: 10_000)
    let view = Correlator.correlate(observations)
    var profile = SiteProfile()
    profile.homeDomains = [domain("corp.example")]
    let time = moment("2026-03-03T08:00:00Z")
    let site = Assessor().assess(view, profile: profile, at: time)
    let input = ReportInput(site: site, scans: [], generated: time, program: "amtscout") { id in
      let place = Int(id.rawValue) - 1
      return observations.indices.contains(place) ? observations[place] : nil
    }
    let report = Report(input)
    let devices = site.assessments.count
    return [
      await Measurement("correlation", "observations") {
        keep(Correlator.correlate(observations))
        return observations.count
      },
      await Measurement("assessment", "devices") {
        keep(Assessor().assess(view, profile: profile, at: time))
        return view.devices.count
      },
      try await Measurement("devices.csv", "devices") {
        try report.write(.devices) { keep($0) }
        return devices
      },
      try await Measurement("report.html", "devices") {
        try report.write(.html) { keep($0) }
        return devices
      },
    ]
  }

  /// Assesses a site of so many devices three times, and prints the best time.
  static func assess(_ count: Int) {
    let view = MixedSite.view(count)
    let profile = MixedSite.profile
    let time = moment("2026-03-03T08:00:00Z")
    let clock = ContinuousClock()
    var best = Duration.seconds(3600)
    for _ in 0..<3 {
      best = min(best, clock.measure { keep(Assessor().assess(view, profile: profile, at: time)) })
    }
    print("\(count) devices assessed in \(best)")
  }
}

/// A site in which every part of the judgement has work: every fifth device configured, names from
/// several sources, leases, roots, two certificates, needs.
enum MixedSite {
  static var profile: SiteProfile {
    var profile = SiteProfile()
    profile.homeDomains = [domain("corp.example.com")]
    profile.needs = [.unattended]
    for (name, names) in [("a.pem", "setup.corp.example.com"), ("b.pem", "*.other.example.net")] {
      let leaf = certificate(
        names, issuer: "Vendor Root",
        usages: ["1.3.6.1.5.5.7.3.1", "2.16.840.1.113741.1.2.3"])
      profile.certificates.append(
        ProvisioningCertificate(name: name, chain: [leaf, certificate("Vendor Root", key: "root")]))
    }
    return profile
  }

  private static let versions = [
    "6.2.20.1000", "9.1.41.3024", "11.8.50.3425", "12.0.93.2000", "15.0.45.2000", "16.1.27.2000",
  ]

  static func view(_ count: Int) -> SiteView {
    let suffixes = ["corp.example.com", "east.example.com", "firm.local", "branch.example.org"]
    let devices = (0..<count).map { number -> Device in
      let address = "10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
      let suffix = suffixes[number / 256 % suffixes.count]
      let name = "pc\(number).\(suffix)"
      let version = versions[number % versions.count]
      let isConfigured = number % 5 == 0
      var web: WebSighting?
      if isConfigured {
        var sighting = WebSighting(port: 16992, secure: false, outcome: .complete)
        sighting.product = .amt
        sighting.version = firmware(version)
        sighting.statuses = [303]
        web = sighting
      }
      var host: HostInventory?
      if number % 3 == 0 {
        var inventory = HostInventory(tool: "rpc amtinfo")
        inventory.rootHashes = [
          RootHash(
            name: "Root", algorithm: "SHA256", hash: fingerprint("root \(number % 8)"),
            isActive: true, isDefault: true)
        ]
        host = inventory
      }
      return Device.sample(
        Int64(number + 1), address, mac: "00:11:22:33:44:55", version: version,
        state: isConfigured ? .post : .pre, ports: isConfigured ? [16992, 16993] : [],
        pong: PongSighting(
          bytes: [], enterprise: 343, product: .amt, version: firmware("11.8")),
        web: web, certificate: isConfigured ? certificate(name) : nil, option15: suffix,
        dhcpName: name, ptr: [number % 7 == 0 ? "old\(number).\(suffix)" : name], host: host
      ).resolving(name, to: address)
    }
    return SiteView(devices: devices, segments: [])
  }
}

/// A site of any size: ten observations of each device.
enum ManySightings {
  private static let versions = [
    "6.2.50", "9.0.30", "11.8.50.3425", "12.0.67.1579", "15.0.35.2039", "16.1.25.1917",
  ]

  static func observations(devices: Int) -> [Observation] { observations(of: 0..<devices) }

  /// Writes a site file in which one scan has seen so many machines.
  static func write(devices: Int, to path: String) throws {
    let file = try SiteFile.open(path: path, create: true)
    let runner = RunnerFacts(
      version: "bench", host: "bench", user: "bench", command: [], interfaces: [],
      engine: "connect")
    var scan = Scan(id: 0, started: .testStart, targets: ["10.0.0.0/8"], seed: 1, runner: runner)
    scan = try file.beginScan(scan)
    for start in stride(from: 0, to: devices, by: 1000) {
      let part = observations(of: start..<min(start + 1000, devices))
      try file.append(part.map(\.sighting), to: scan)
    }
    scan.ended = .testStart
    try file.update(scan)
  }

  private static func observations(of numbers: Range<Int>) -> [Observation] {
    var site = SiteBuilder()
    for number in numbers {
      let address = "10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
      let tail = String(0x100_0000 + number, radix: 16).dropFirst()
      let octets = stride(from: 0, to: 6, by: 2).map { tail.dropFirst($0).prefix(2) }
      let mac = "02:00:00:" + octets.joined(separator: ":")
      let name = "pc-\(number).corp.example"
      let version = versions[number % versions.count]
      let realm = String(repeating: "0", count: 26) + tail
      site.neighbour(address, mac: mac)
      site.lease(address, mac: mac, domain: "corp.example", name: "pc-\(number)", mask: 24)
      site.open(address, 16992)
      site.open(address, 16993)
      site.pong(address, version: version, state: .post, openPort: 16992)
      site.web(address, version: version, realm: "Digest:" + realm)
      site.web(address, 16993, version: version, realm: "Digest:" + realm)
      site.tls(address, name: name, key: String(number))
      if number % 7 == 0 { site.ptr(address, "old-\(name)") } else { site.ptr(address, name) }
      site.forward(name, address)
    }
    return site.observations
  }
}

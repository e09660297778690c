import ScoutAssess
import ScoutCorrelate
import ScoutModel
import ScoutReport
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
}

/// A site of any size: ten observations of each device.
enum ManySightings {
  private static let versions = [
    "6.2.50", "9.0.30", "11.8.50.3425", "12.0.67.1579", "15.0.35.2039", "16.1.25.1917",
  ]

  static func observations(devices: Int) -> [Observation] {
    var site = SiteBuilder()
    for number in 0..<devices {
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

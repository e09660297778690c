import Foundation
import ScoutCorrelate
import ScoutModel
import ScoutTestKit

/// How correlation grows: the same kind of site at several sizes, twenty observations a device.
///
/// Each size is measured once: the larger ones take seconds, and their memory is the process's
/// highest mark, which a repetition would hide.
enum Correlating {
  /// Devices of each size: 10,000, 100,000, 1,000,000 and 2,000,000 observations.
  static let sizes = [500, 5000, 50_000, 100_000]

  static func measure(_ sizes: [Int] = sizes) {
    print(
      """
      | correlation, all at once | devices found | time | a second | highest memory so far |
      |---|---|---|---|---|
      """)
    for devices in sizes { print(whole(devices)) }
    print()
    print(
      """
      | correlation, kept up to date | from nothing | one more observation |
      |---|---|---|
      """)
    // Building the live view of the largest would take a minute and tell nothing new.
    for devices in sizes where devices <= 50_000 { print(live(devices)) }
  }

  private static func whole(_ devices: Int) -> String {
    let clock = ContinuousClock()
    var correlator = Correlator()
    var count = 0
    var time = clock.measure {
      TwoScans.forEach(devices: devices) { observation in
        correlator.add(observation)
        count += 1
      }
    }
    // What it costs to make the observations is not the correlator's.
    time -= clock.measure { TwoScans.forEach(devices: devices) { keep($0) } }
    var view: SiteView?
    time += clock.measure { view = correlator.siteView() }
    let rate = Int(Double(count) / max(seconds(time), 1e-9))
    return "| \(count) observations | \(view?.devices.count ?? 0) | \(milliseconds(time)) ms "
      + "| \(rate) | \(memory()) MiB |"
  }

  /// A thousand observations more, one by one, of devices spread over the site.
  private static func live(_ devices: Int) -> String {
    let clock = ContinuousClock()
    var correlator = LiveCorrelator()
    var count = 0
    var time = clock.measure {
      TwoScans.forEach(devices: devices) { observation in
        correlator.add(observation)
        count += 1
      }
      correlator.refresh()
    }
    time -= clock.measure { TwoScans.forEach(devices: devices) { keep($0) } }
    var site = SiteBuilder(
      start: moment("2026-03-20T08:00:00Z"), firstID: Int64(count) + 1)
    let more = 1000
    for number in 0..<more {
      let place = number * max(1, devices / more) % devices
      site.pong(
        "10.\(place >> 16 & 255).\(place >> 8 & 255).\(place & 255)", version: "11.8",
        state: .post)
    }
    var changed = 0
    let each = clock.measure {
      for observation in site.observations {
        correlator.add(observation)
        changed += correlator.refresh().devices.count
      }
    }
    keep(changed)
    return "| \(count) observations | \(milliseconds(time)) ms "
      + "| \(Int(seconds(each) / Double(more) * 1e6)) µs |"
  }

  private static func seconds(_ time: Duration) -> Double {
    Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
  }

  private static func milliseconds(_ time: Duration) -> Int { Int(seconds(time) * 1000) }

  /// The process's highest resident memory, in MiB.
  private static func memory() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) / 1024
  }
}

/// A site of any size in two scans a week apart: ten observations of each device in each, and every
/// tenth device at another address in the second.
enum TwoScans {
  private static let versions = [
    "6.2.50", "9.0.30", "11.8.50.3425", "12.0.67.1579", "15.0.35.2039", "16.1.25.1917",
  ]

  static func forEach(devices: Int, _ body: (Observation) -> Void) {
    for scan in 0..<2 {
      for number in 0..<devices {
        let first = Int64(scan * devices + number) * 10 + 1
        let start = Timestamp(
          seconds: 1_772_438_400 + Int64(scan) * 7 * 86400 + Int64(number / 10))
        var site = SiteBuilder(start: start, firstID: first)
        site.scan = Int64(scan + 1)
        sight(number, moved: scan == 1 && number % 10 == 0, in: &site)
        for observation in site.observations { body(observation) }
      }
    }
  }

  private static func sight(_ number: Int, moved: Bool, in site: inout SiteBuilder) {
    let place = moved ? number + 0x40_0000 : number
    let address = "10.\(place >> 16 & 255).\(place >> 8 & 255).\(place & 255)"
    let tail = String(0x100_0000 + number, radix: 16).dropFirst()
    let octets = stride(from: 0, to: 6, by: 2).map { tail.dropFirst($0).prefix(2) }
    let mac = "02:00:00:" + octets.joined(separator: ":")
    let name = "pc-\(number).corp.example"
    let version = versions[number % versions.count]
    let realm = "Digest:" + String(repeating: "5", count: 26) + tail
    site.neighbour(address, mac: mac)
    site.lease(address, mac: mac, domain: "corp.example", name: "pc-\(number)", mask: 24)
    site.open(address, 16992)
    site.open(address, 16993)
    site.pong(address, version: version, state: .post, openPort: 16992)
    site.web(address, version: version, realm: realm)
    site.web(address, 16993, version: version, realm: realm)
    site.tls(address, name: name, key: String(number))
    if number % 7 == 0 { site.ptr(address, "old-\(name)") } else { site.ptr(address, name) }
    site.forward(name, address)
  }
}

import Foundation
import ScoutNet
import ScoutSimulator
import Testing

/// The whole program among a thousand peers that mean no good, all at once.
@Suite("A thousand hostile peers", .serialized) struct ThousandPeersTests {
  private static let count = 1000

  /// What a report may say of each kind.
  private static let endings: [HostileKind: Set<String>] = [
    .tarpit: ["connected, then silent"],
    .drip: ["fell silent in the middle"],
    .endlessHeader: ["answer too long"],
    .endlessChunks: ["answer too long", "status 200"],
    .endlessBody: ["status 401", "status 200"],
    .hugeHeader: ["answer too long"],
    .reset: ["closed without a word", "did not connect", "broken off by the peer"],
    .garbage: ["another protocol"],
    .halfHandshake: ["fell silent in the middle"],
    .silentTLS: ["connected, then silent"],
    .bomb: ["not well-formed", "told with the credential"],
  ]

  @Test("are all reported with what happened, in time and in little memory")
  func thousand() throws {
    let folder = try Scratch.folder()
    let server = try Program.start(
      [Program.amtscout, "simulate", "--hostile", "\(Self.count)"], in: folder)
    defer { server.end() }
    try #require(
      server.wait(within: 60) { $0.errors.contains("Simulated site") }, "\(server.errors)")
    let keys = folder.appendingPathComponent("keys.yaml")
    try Data(
      """
      - match: default
        user: admin
        password_command: echo \(ManagementFace.sitePassword)
        plain_http: true
        verify: false
      """.utf8
    ).write(to: keys)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: keys.path)
    let site = Site(scene: .hostile(Self.count))
    let scan = try Program.start(
      [Program.amtscout, "assess"] + site.prefixes.map(\.description) + [
        "--credentials", "keys.yaml", "--redirection", "--no-udp", "--no-resolve", "--no-dhcp",
        "--rate", "5k", "--raw-csv", "--output", "out", "--progress", "off",
      ], environment: Program.onlyTargets(), in: folder)
    var peak = 0
    // The deadline of the whole: two rounds of 500 devices, each with two silent ports at most.
    let isOver = scan.wait(within: 90) { running in
      peak = max(peak, running.peakMemory ?? 0)
      return !running.isRunning
    }
    let result = scan.finish(within: 0)
    #expect(isOver, "the scan did not end in time")
    #expect(result.status == 0, "\(result.errors)")
    print("hostile peers: \(Self.count), peak memory of the scan \(peak / 1024) MiB")
    #expect(peak > 0 && peak < 200 << 10, "\(peak) KiB")
    try checkReport(site, in: folder)
  }

  private func checkReport(_ site: Site, in folder: URL) throws {
    let url = folder.appendingPathComponent("out/report.json")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
    var said: [String: [String]] = [:]
    for device in try #require(report["devices"] as? [[String: Any]]) {
      for observation in device["observations"] as? [[String: Any]] ?? [] {
        guard let address = observation["ip"] as? String, let text = observation["text"] as? String
        else { continue }
        said[address, default: []].append(text)
      }
    }
    var missed: [HostileKind: Int] = [:]
    for device in site.devices {
      let address = "\(site.address(device.host))"
      let kind = try #require(HostileKind(rawValue: device.note))
      let texts = said[address] ?? []
      let isTold = texts.contains { text in
        Self.endings[kind]?.contains { text.contains($0) } == true
      }
      if !isTold {
        missed[kind, default: 0] += 1
        if missed[kind] == 1 { Issue.record("\(address), \(kind.rawValue): \(texts)") }
      }
    }
    #expect(missed.isEmpty, "\(missed)")
    let csv = try String(
      contentsOf: folder.appendingPathComponent("out/devices.csv"), encoding: .utf8)
    let listed = Set(
      CSV.rows(csv).flatMap { row in
        [row["ip"] ?? ""] + (row["other_ips"] ?? "").components(separatedBy: "; ")
      })
    #expect(site.devices.allSatisfy { listed.contains("\(site.address($0.host))") })
  }
}

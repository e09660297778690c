import Foundation
import ScoutModel
import ScoutNet
import ScoutSimulator
import ScoutStore
import ScoutTestKit
import Testing

/// What `locate` is asked for, and the machine of the simulated site that it must find.
struct Question: Sendable, CustomTestStringConvertible {
  let asked: String
  let host: String
  var testDescription: String { asked }

  init(_ asked: String, _ host: String) {
    self.asked = asked
    self.host = host
  }
}

@Suite(
  "Locating machines of the simulated site", .serialized,
  .enabled(if: DemoRun.isPossible, "needs root for UDP 623"))
struct LocateProgramTests {
  private static let questions = [
    Question("127.77.1.22", "1.22"), Question("pc-1028", "1.28"),
    Question("8e5c1f60-77aa-4b10-9c01-00000000011d", "1.29"),
    Question("pc-1931.corp.example", "1.31"), Question("02:41:4d:54:01:21", "1.33"),
    Question("127.77.2.50", "1.50"), Question("PC-1050.corp.example", "1.50"),
    Question("02-41-4D-54-02-32", "1.50"), Question("pc-2036.branch.example", "2.36"),
    Question("finance-07.branch.example", "2.32"), Question("amt-2039.branch.example", "2.39"),
    Question("8e5c1f60-77aa-4b10-9c01-000000000235", "2.53"), Question("127.77.2.44", "2.44"),
    Question("desk-46", "2.46"), Question("pc-3006.plant.local", "3.6"),
    Question("02414d540310", "none"),
  ]

  private func locate(_ words: [String], site: String) throws -> [[String: Any]] {
    let result = try Program.amtscout(["locate", "--json", "--site", site, "-q"] + words)
    try #require(result.status == 0, "\(result.errors)")
    return try result.output.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  private func values(_ known: Any?) -> String {
    guard let known = known as? [String: Any] else { return "" }
    if let value = known["value"] as? String { return value }
    let claims = known["conflicting"] as? [[String: Any]] ?? []
    return claims.compactMap { $0["value"] as? String }.joined(separator: "; ")
  }

  @Test(
    "by name, address, hardware address and UUID agrees with the site's truth",
    arguments: questions)
  func truth(_ question: Question) throws {
    let files = try DemoRun.files.get()
    let host = question.host
    if host == "none" {
      // No machine has this hardware address: nothing may be found.
      let result = try Program.amtscout(["locate", question.asked, "--site", files.site])
      #expect(result.status == 1 && result.errors.contains("no machine"))
      return
    }
    let rows = SiteTruth(Site()).rows(.init(presencePing: true, capture: true, hostFiles: true))
    let truth = try #require(rows.first { $0.host == host })
    let found = try locate([question.asked], site: files.site)
    #expect(found.count == 1)
    let object = try #require(found.first)
    let addresses = object["addresses"] as? [[String: Any]] ?? []
    #expect(addresses.first?["address"] as? String == truth["ip"])
    let ports = (object["ports_open"] as? [String])?.joined(separator: " ")
    #expect(ports == truth["ports_open"])
    for (key, column) in [
      ("product", "product"), ("version", "version"), ("state", "state"),
      ("name_verdict", "name_verdict"),
    ] {
      let isSettled = host == "2.36" && column == "name_verdict"
      guard let expected = truth[column], !isSettled else { continue }
      // What is not known is null, but for the verdict, which is a word of its own.
      let isOpen = expected == "unknown" && column != "name_verdict"
      #expect(object[key] as? String ?? "" == (isOpen ? "" : expected), "\(host) \(column)")
    }
    if let mac = truth["mac"], host != "1.50" {
      #expect((object["macs"] as? [String])?.joined(separator: "; ") == mac)
    }
    if let suffix = truth["dhcp_option15"], !suffix.isEmpty || host.hasPrefix("1.") {
      #expect(values(object["dhcp_option15"]) == suffix, "\(host)")
    }
    let names = object["names"] as? [[String: Any]] ?? []
    for name in (truth["tls_name"] ?? "").split(separator: "; ") {
      #expect(names.contains { $0["name"] as? String == String(name) }, "\(host) \(name)")
    }
  }

  @Test("shows one screen with what disagrees and what to do")
  func screen() throws {
    let files = try DemoRun.files.get()
    let result = try Program.amtscout(["locate", "pc-1931", "--site", files.site, "-q"])
    #expect(result.status == 0, "\(result.errors)")
    for words in [
      "AMT answers at 127.77.1.31", "AMT-NAME-005", "pc-1931.corp.example",
      "pc-1031.corp.example", "Run the maintenance task", "DHCP option 15 corp.example",
    ] {
      #expect(result.output.contains(words), "\(result.output)")
    }
  }

  @Test("asks the network with --live, under the same rules as a scan")
  func live() throws {
    var options = SimulatedSite.Options()
    options.presencePing = false
    options.hosts = ["1.28"]
    let running = try SimulatedSite.start(options)
    defer { running.stop() }
    let folder = try Scratch.folder()
    let live = ["locate", "127.77.1.28", "--live", "--no-resolve", "-q", "--json"]
    let result = try Program.amtscout(live, in: folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains(#""answers_at":["127.77.1.28"]"#))
    #expect(result.output.contains(#""version":"11.8.50.3425""#))
    let stray = try Program.amtscout(["locate", "10.0.0.1", "--live", "--no-resolve"], in: folder)
    #expect(stray.status == 64 && stray.errors.contains("limited to"))
    let nobody = try Program.amtscout(
      ["locate", "pc-1", "--live", "--dns", "127.0.0.1:1"], in: folder)
    #expect(nobody.status == 1 && nobody.errors.contains("has no address"), "\(nobody.errors)")
  }

  @Test("says what to do where nothing is known, and refuses what is no name")
  func unknown() throws {
    let files = try DemoRun.files.get()
    let asked = try Program.amtscout(["locate", "127.77.2.17", "--site", files.site])
    #expect(asked.status == 1 && asked.errors.contains("does not prove"), "\(asked.errors)")
    let never = try Program.amtscout(["locate", "no-such-pc", "--site", files.site])
    #expect(never.status == 1 && never.errors.contains("--live"))
    let wrong = try Program.amtscout(["locate", "a b", "--site", files.site])
    #expect(wrong.status == 64 && wrong.errors.contains("neither a name"))
    let missing = try Program.amtscout(["locate", "pc", "--site", "none.amtscout"])
    #expect(missing.status == 1 && missing.errors.contains("no site file"))
  }
}

@Suite("Watching", .serialized) struct WatchTests {
  /// A site file in which three machines of the simulated site answered the ping.
  private func known(_ folder: URL) throws -> String {
    let path = folder.appendingPathComponent("known.amtscout").path
    var site = SiteBuilder(start: Timestamp(seconds: 1_767_500_000))
    site.pong("127.77.1.22", version: "9.0", state: .post, openPort: 16992)
    site.pong("127.77.1.31", version: "12.0", state: .post, openPort: 16992)
    site.pong("127.77.2.9", version: "11.8", state: .pre)
    let file = try SiteFile.open(path: path, create: true)
    let runner = RunnerFacts(
      version: "1", host: "", user: "", command: [], interfaces: [], engine: "connect")
    let scan = try file.beginScan(
      Scan(
        id: 0, started: Timestamp(seconds: 1_767_500_000), targets: [], seed: 1, runner: runner))
    try file.append(site.observations.map(\.sighting), to: scan)
    return path
  }

  @Test("a capture tells names and option 15 of known machines, each change once")
  func capture() throws {
    let folder = try Scratch.folder()
    let site = try known(folder)
    try Data(Site().capture()).write(to: folder.appendingPathComponent("dhcp.pcap"))
    let result = try Program.amtscout(
      ["watch", "-r", "dhcp.pcap", "--json", "--site", site], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    let lines = try result.output.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    func told(_ change: String, _ place: String) -> [String] {
      lines.filter { $0["change"] as? String == change && $0["place"] as? String == place }
        .compactMap { $0["new"] as? String }
    }
    #expect(told("name", "127.77.1.31").last?.contains("pc-1931") == true, "\(result.output)")
    #expect(told("option15", "127.77.1.22").last == "corp.example")
    #expect(told("option15", "127.77.2.9").last == "branch.example")
    #expect(told("new", "127.77.1.22").isEmpty, "it was known")
    let segments = lines.filter { $0["change"] as? String == "segment-option15" }
    #expect(segments.contains { ($0["new"] as? String)?.contains("old-branch.example") == true })
    let again = try Program.amtscout(
      ["watch", "-r", "dhcp.pcap", "--json", "--site", site, "-q"], in: folder)
    #expect(again.status == 0 && again.output.isEmpty, "\(again.output)")
  }

  @Test("the picture after watching is the one that a report shows")
  func sameAsReport() throws {
    let folder = try Scratch.folder()
    let site = try known(folder)
    try Data(Site().capture()).write(to: folder.appendingPathComponent("dhcp.pcap"))
    let result = try Program.amtscout(["watch", "-r", "dhcp.pcap", "--site", site], in: folder)
    #expect(result.errors.contains("3 devices are known."))
    let devices = try Program.amtscout(["devices", "--json", "--site", site], in: folder)
    #expect(devices.output.split(separator: "\n").count == 11)
    #expect(devices.output.contains(#""value":"branch.example","source":"dhcp""#))
  }

  @Test(
    "a live segment tells what its server hands out, and Ctrl-C ends with 0",
    .enabled(if: geteuid() == 0, "needs root for network namespaces"))
  func live() throws {
    let cable = try Cable()
    let folder = try Scratch.folder()
    _ = try cable.start(
      [
        "dnsmasq", "-k", "-C", "/dev/null", "--port=0", "--interface=veth0", "--bind-interfaces",
        "--no-ping", "--user=root", "--dhcp-range=10.77.0.50,10.77.0.59,255.255.255.0,1h",
        "--dhcp-option=option:domain-name,corp.example",
        "--dhcp-leasefile=\(folder.path)/leases", "--pid-file=\(folder.path)/pid",
      ], in: folder)
    let watch = try cable.start(
      [Program.amtscout, "watch", "-i", "veth0", "--json", "--site", "w.amtscout"], in: folder)
    #expect(watch.wait { $0.errors.contains("Watching") }, "\(watch.errors)")
    let client = try Program.start(
      [
        "timeout", "-s", "KILL", "20", "ip", "netns", "exec", cable.client, "busybox", "udhcpc",
        "-i", "veth0", "-n", "-q", "-f", "-t", "8", "-T", "1", "-s", "/bin/true",
      ])
    defer { client.end() }
    #expect(watch.wait { $0.output.contains("corp.example") }, "\(watch.errors)")
    #expect(watch.output.contains(#""change":"segment-option15""#))
    #expect(watch.output.contains(#""place":"10.77.0.0/24""#))
    watch.signal(SIGINT)
    let ended = watch.finish(within: 30)
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(ended.errors.contains("kept in w.amtscout"))
  }

  @Test("wants an interface or a file")
  func mistakes() throws {
    let nothing = try Program.amtscout(["watch"], in: Scratch.folder())
    #expect(nothing.status == 64 && nothing.errors.contains("-i eth0"))
    let none = try Program.amtscout(["watch", "-r", "none.pcap"], in: Scratch.folder())
    #expect(none.status == 1 && none.errors.contains("no file"))
  }
}

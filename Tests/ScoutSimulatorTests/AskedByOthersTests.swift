import Foundation
import Testing

@testable import ScoutSimulator

/// The site as clients see it that know real devices: nmap's signatures, curl's digest, and the
/// WS-Management client of PyPI's package `amt`. All three are set up by scripts/test.
@Suite(.serialized)
struct AskedByOthersTests {
  private static let octet = UInt8(100 + (getpid() + 50) % 100)

  private func withSite(_ scene: Scene, _ hosts: Set<String>, _ body: () throws -> Void) throws {
    var options = SimulatedSite.Options()
    options.base = (127, Self.octet)
    options.scene = scene
    options.hosts = hosts
    options.presencePing = false
    let site = try SimulatedSite.start(options)
    defer { site.stop() }
    try body()
  }

  /// Forms that nmap 7.93 knows. It does not know the product's name without a version, nor
  /// machines whose web pages are switched off.
  private static let knownToNmap = [
    "13.1": "Intel Active Management Technology User Notification Service http admin 2.2.20",
    "13.13": "Intel Active Management Technology User Notification Service http admin 5.0.3",
    "13.16": "Intel AMT WebUI 5.0.50 (Standard Manageability)",
    "13.19": "Intel Con. Management Engine httpd 5.0.1",
    "13.25": "Intel Active Management Technology User Notification Service httpd 5.2.10",
    "13.34": "Intel Active Management Technology User Notification Service httpd 7.1.86",
    "13.40": "Intel Small Business Technology Platform 8.1.40",
    "13.55": "Intel Active Management Technology http admin",
    "13.61": "Intel Active Management Technology User Notification Service httpd 11.8.50.3425",
    "13.73": "Intel Active Management Technology User Notification Service httpd 15.0.23.1706",
  ]

  @Test("nmap -sV says Intel AMT for the forms it knows")
  func nmap() throws {
    try withSite(.table, Set(Self.knownToNmap.keys)) {
      let addresses = Self.knownToNmap.keys.map { "127.\(Self.octet).\($0)" }
      let result = try Command.run("nmap", ["-sV", "-Pn", "-n", "-p", "16992"] + addresses)
      let output = try #require(result, "nmap is missing; scripts/test installs it").output
      for report in output.components(separatedBy: "Nmap scan report for 127.\(Self.octet).") {
        guard let host = report.split(separator: "\n").first,
          let words = Self.knownToNmap["\(host)"]
        else { continue }
        #expect(report.contains(words), "\(report)")
      }
      #expect(output.components(separatedBy: "Nmap scan report").count > Self.knownToNmap.count)
    }
  }

  @Test("curl's digest reads it, and a wrong password does not")
  func curl() throws {
    let envelope = """
      <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" \
      xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" \
      xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><s:Header>\
      <a:Action>http://schemas.xmlsoap.org/ws/2004/09/transfer/Get</a:Action><a:To>/wsman</a:To>\
      <w:ResourceURI>http://intel.com/wbem/wscim/1/amt-schema/1/AMT_GeneralSettings\
      </w:ResourceURI><a:MessageID>7</a:MessageID></s:Header><s:Body/></s:Envelope>
      """
    try withSite(.company, ["1.22", "1.36"]) {
      for place in ["http://127.\(Self.octet).1.22:16992", "https://127.\(Self.octet).1.36:16993"] {
        func ask(_ password: String) throws -> String {
          let result = try Command.run(
            "curl",
            [
              "-sk", "--max-time", "10", "--digest", "-u", "admin:\(password)", "-d", "@-",
              "-w", "%{http_code}", place + "/wsman",
            ], input: envelope)
          return try #require(result, "curl is missing; scripts/test installs it").output
        }
        let answer = try ask(ManagementFace.sitePassword)
        #expect(answer.hasSuffix("200"), "\(answer)")
        #expect(answer.contains("<b:RelatesTo>7</b:RelatesTo>"))
        #expect(answer.contains("<h:HostName>pc-10"))
        #expect(try ask("wrong").hasSuffix("401"))
      }
    }
  }

  private static let client = """
    import sys, amt.client, amt.wsman, requests
    client = amt.client.Client(sys.argv[1], sys.argv[2])
    print("power", amt.wsman.friendly_power_state(client.power_status()))
    print("kvm", "EnabledByMEBx" in client.vnc_status())
    def status(call):
        try:
            call()
            return "done"
        except requests.HTTPError as error:
            return error.response.status_code
    print("write", status(client.power_on))
    print("wrong", status(amt.client.Client(sys.argv[1], "wrong").power_status))
    """

  @Test("the client of PyPI's amt reads it and can change nothing", arguments: ["1.22", "1.30"])
  func pythonClient(host: String) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let python = root.appendingPathComponent(".build/python/bin/python3")
    try #require(
      FileManager.default.isExecutableFile(atPath: python.path),
      "PyPI's amt is missing; scripts/test installs it into .build/python")
    try withSite(.company, [host]) {
      let result = try Command.run(
        python, ["-c", Self.client, "127.\(Self.octet).\(host)", ManagementFace.sitePassword])
      #expect(result.output == "power on\nkvm True\nwrite 400\nwrong 401\n", "\(result.output)")
    }
  }
}

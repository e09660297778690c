import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutReport

@Suite("CSV") struct CSVTests {
  @Test(
    "quotes what has to be quoted",
    arguments: [
      ("plain", "plain"),
      ("a,b", "\"a,b\""),
      ("a;b", "\"a;b\""),
      ("say \"no\"", "\"say \"\"no\"\"\""),
      ("\"\u{301}", "\"\"\"\u{301}\""),
      (" blank ", "\" blank \""),
      ("", ""),
      ("two\r\nlines", "two⟨U+000D⟩⟨U+000A⟩lines"),
      ("nul\0", "nul⟨U+0000⟩"),
      ("\u{202E}x", "⟨U+202E⟩x"),
    ])
  func quoting(text: String, cell: String) {
    #expect(CSVFormat().record([.text(text), "z"]) == cell + ",z\r\n")
  }

  @Test(
    "keeps texts from being taken for formulas",
    arguments: [
      ("=1+1", "'=1+1"),
      ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"),
      ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
      ("  =1", "'  =1"),
      ("\t=1", "'⟨U+0009⟩=1"), ("\tx", "'⟨U+0009⟩x"), ("\rx", "'⟨U+000D⟩x"),
      ("\n+1", "'⟨U+000A⟩+1"), ("\u{200B}=1", "'⟨U+200B⟩=1"),
      ("\u{FF1D}1", "'\u{FF1D}1"),
      ("a; =1", "\"a; '=1\""),
      ("a=1", "a=1"), ("10.1.0.5", "10.1.0.5"), ("pc-1", "pc-1"),
    ])
  func guardsFormulas(text: String, cell: String) {
    #expect(CSVFormat().record([.text(text)]) == cell + "\r\n")
  }

  @Test("guards each item of a list")
  func list() {
    let record = CSVFormat().record([.list(["a", "=b", " +c"])])
    #expect(record == "\"a; '=b; ' +c\"\r\n")
  }

  @Test("leaves signs alone when told so, and still keeps a record on its line")
  func raw() {
    var format = CSVFormat()
    format.guardsFormulas = false
    #expect(format.record([.text("=1"), .list(["-a", "b\n"])]) == "=1,\"-a; b⟨U+000A⟩\"\r\n")
  }

  @Test("parts cells by the separator of the reader's language")
  func excel() throws {
    let format = CSVFormat.excel()
    #expect(format.record([.text("a;b"), .text("c,=d")]) == "\"a;b\";\"c,'=d\"\r\n")
    var options = ReportOptions()
    options.csv = format
    let text = try Report(SampleSite().input, options: options).text(.devices)
    #expect(text.unicodeScalars.first == "\u{FEFF}")
    #expect(text.dropFirst().hasPrefix("id;site;ip;"))
  }

  @Test("cuts a cell that no spreadsheet would hold")
  func long() {
    let record = CSVFormat().record([.list(Array(repeating: "abcdefgh", count: 10_000))])
    #expect(record.unicodeScalars.count == CSVFormat.limit + 4)
    #expect(record.hasSuffix("…\"\r\n"))
  }

  @Test("reads back as it was written, however hostile")
  func readBack() {
    let texts = HostileText.all
    let record = CSVFormat().record(texts.map(CSVCell.text))
    let cells = parseCSV(record)
    #expect(cells.count == 1)
    #expect(cells.first?.count == texts.count)
    for (text, cell) in zip(texts, cells.first ?? []) {
      let shown = Visible.text(text, limit: CSVFormat.limit)
      #expect(cell.replacing("'", with: "") == shown.replacing("'", with: ""))
    }
  }
}

@Suite("The tables of a run") struct TableFileTests {
  @Test("findings.csv of a large site names evidence by its numbers")
  func brief() throws {
    let input = ReportInput.many(30)
    var options = ReportOptions()
    for (count, isBrief) in [(29, true), (30, false)] {
      options.evidenceLimit = count
      let rows = parseCSV(try Report(input, options: options).text(.findings)).dropFirst()
      let cells = rows.map { $0[5] }.filter { !$0.isEmpty }
      #expect(!cells.isEmpty)
      #expect(cells.allSatisfy { ($0.wholeMatch(of: /#\d+(; #\d+)*/) != nil) == isBrief })
    }
  }

  @Test("devices.csv has the columns of the contract")
  func header() throws {
    let rows = parseCSV(try Report(SampleSite().input).text(.devices))
    #expect(
      rows.first?.joined(separator: ", ")
        == "id, site, ip, other_ips, mac, uuid, product, version, version_source, state, "
        + "control_mode, ports_open, tls, realm, amt_fqdn, ptr, forward, dhcp_name, "
        + "dhcp_option15, tls_name, name_verdict, method, method_2011, confidence, blockers, "
        + "alternatives, next_step, findings, first_seen, last_seen")
    #expect(rows.count == SampleSite().site.assessments.count + 1)
    #expect(rows.allSatisfy { $0.count == 30 })
  }

  @Test("devices.csv says of each machine what is known")
  func device() throws {
    let device = Device.sample(
      7, "10.0.0.5", otherAddresses: ["2001:db8::5"], mac: "00:1b:21:00:00:05",
      uuid: "11111111-2222-3333-4444-555555555555", realm: "Digest:AB", version: "11.8.50.3425",
      state: .post, controlMode: .admin, ports: [16993, 16992],
      pong: PongSighting(bytes: [], enterprise: 343, product: .amt),
      certificate: certificate("pc.corp.example"), tlsVersions: [.tls12, .tls10],
      option15: "corp.example", dhcpName: "pc", amtName: "pc.corp.example",
      ptr: ["pc.corp.example"]
    ).resolving("pc.corp.example", to: "10.0.0.5")
    let step = Statement("Do it.", rule: "do", source: "")
    var assessment = Assessment(
      device: device,
      recommendation: Recommendation(rulebook: "", advice: .hostBasedACM, nextStep: step),
      recommendation2011: Recommendation(rulebook: "", advice: .pki, nextStep: step),
      nameVerdict: .consistent, confidence: .high)
    assessment.recommendation.alternatives = [.pki, .usb]
    assessment.recommendation.blockers = ["psk-removed", "psk-removed", "no-touch"].map {
      Statement("", rule: $0, source: "")
    }
    let cells = DeviceColumns(assessment, site: "Lyon").cells
    let row = try #require(parseCSV(CSVFormat().record(cells)).first)
    let expected = [
      "D7", "Lyon", "10.0.0.5", "2001:db8::5", "00:1b:21:00:00:05",
      "11111111-2222-3333-4444-555555555555", "AMT", "11.8.50.3425", "http", "post", "ACM",
      "16992 16993 623/udp", "1.0 1.2", "Digest:AB", "pc.corp.example", "pc.corp.example",
      "10.0.0.5", "pc", "corp.example", "pc.corp.example", "consistent", "host-based-acm", "pki",
      "high", "psk-removed; no-touch", "pki; usb", "Do it.", "", "2026-03-02T08:00:00Z",
      "2026-03-02T08:00:00Z",
    ]
    for (name, (cell, wanted)) in zip(DeviceColumns.names, zip(row, expected)) {
      #expect(cell.lowercased() == wanted.lowercased(), "\(name)")
    }
    #expect(row.count == expected.count)
  }

  @Test("devices.csv leaves empty, or unknown, what is not known")
  func unknown() throws {
    let step = Statement("", rule: "", source: "")
    let nothing = Recommendation(rulebook: "", advice: .unknown, nextStep: step)
    let device = Device.sample(1, nil, product: nil, ports: [16993])
    let assessment = Assessment(
      device: device, recommendation: nothing, recommendation2011: nothing, nameVerdict: .unknown,
      confidence: .low)
    let row = try #require(
      parseCSV(CSVFormat().record(DeviceColumns(assessment, site: "").cells)).first)
    let cells = Dictionary(zip(DeviceColumns.names, row)) { first, _ in first }
    #expect(cells["product"] == "unknown" && cells["state"] == "unknown")
    #expect(cells["control_mode"] == "unknown" && cells["version"] == "")
    // The port is open, and no ServerHello came.
    #expect(cells["tls"] == "open" && cells["ip"] == "" && cells["ptr"] == "")
  }

  @Test("devices.csv names all sources of a list that disagree, and the strongest of a value")
  func conflict() {
    let device = Device.sample(1).with {
      $0.option15 = .conflicting([
        Claim("a.example", source: "10.0.0.1", .none),
        Claim("b.example", source: "10.0.0.2", .none),
      ])
      $0.version = .conflicting([
        Claim(firmware("11.8"), source: "http", .none),
        Claim(firmware("9.0"), source: "pong", .none),
      ])
    }
    let step = Statement("", rule: "", source: "")
    let nothing = Recommendation(rulebook: "", advice: .unknown, nextStep: step)
    let assessment = Assessment(
      device: device, recommendation: nothing, recommendation2011: nothing, nameVerdict: .unknown,
      confidence: .low)
    let row = parseCSV(CSVFormat().record(DeviceColumns(assessment, site: "").cells)).first ?? []
    let cells = Dictionary(zip(DeviceColumns.names, row)) { first, _ in first }
    #expect(cells["dhcp_option15"] == "a.example; b.example")
    #expect(cells["version"] == "11.8" && cells["version_source"] == "http")
  }

  @Test("findings.csv has a row for each finding, with its evidence in words")
  func findings() throws {
    let input = SampleSite().input
    let rows = parseCSV(try Report(input).text(.findings))
    #expect(
      rows.first == ["id", "severity", "device", "ip", "title", "evidence", "remedy", "source"])
    #expect(rows.count == input.site.allFindings.count + 1)
    #expect(rows.dropFirst().first?[1] == "critical")
    let site = try #require(rows.first { $0[0] == "AMT-DNS-001" })
    #expect(site[2] == "" && site[3] == "")
    #expect(site[5].hasPrefix("#1 2026-03-02T08:00:00Z scan 1: port 16992 is open"))
  }
}

/// A reader of RFC 4180, written from the RFC: records of cells.
func parseCSV(_ text: String) -> [[String]] {
  var records: [[String]] = []
  var record: [String] = []
  var cell = ""
  var isQuoted = false
  var scalars = Array(text.unicodeScalars)[...]
  while let scalar = scalars.popFirst() {
    switch scalar {
    case "\"" where isQuoted && scalars.first == "\"":
      scalars.removeFirst()
      cell += "\""
    case "\"": isQuoted.toggle()
    case "," where !isQuoted:
      record.append(cell)
      cell = ""
    case "\r" where !isQuoted && scalars.first == "\n":
      scalars.removeFirst()
      record.append(cell)
      records.append(record)
      (record, cell) = ([], "")
    default: cell.unicodeScalars.append(scalar)
    }
  }
  return records
}

import Foundation
import Testing

private let unattended = "needs: [unattended]\n"
private let noAgent = "policy: {agent: false}\n"

private func own(_ lines: String) -> String {
  "devices:\n  - {match: PC-0042, \(lines)}\n"
}

/// The rule table, with the files that a user could have.
private let situations: [Situation] = [
  Situation(
    number: "1", files: [Machine.nmap(16992, nil)], method: "unknown", method2011: "unknown",
    says: ["measure-product"], next: "rpc amtinfo -json"),
  Situation(
    number: "2, no such table", files: [Machine.tables(supported: 0, enabled: 0)], method: "none",
    method2011: "none", says: ["gate-absent"]),
  Situation(
    number: "2, consumer",
    files: [Machine.nmap(16992, "Intel(R) Con. Management Engine 9.5.0")], method: "none",
    method2011: "none", says: ["gate-consumer"]),
  Situation(
    number: "4", files: [Machine.tables(supported: 1, enabled: 0)], method: "enable",
    method2011: "host-based", says: ["gate-disabled"], next: "BIOS"),
  Situation(
    number: "5",
    files: [
      (
        "pc-0042.txt",
        "Intel SM v11.8.94, pre-provisioning state.\nWired Enabled, DHCP, 80:C4:A8:58:DF:E9\n"
      )
    ], method: "host-based", method2011: "host-based", says: ["standard-manageability"]),
  Situation(
    number: "6", files: [Machine.rpc("1.0.0", sku: "0")], certificate: .fitting, method: "manual",
    method2011: "pki", says: ["pki-minimum", "host-based-minimum"]),
  Situation(
    number: "8", files: [Machine.rpc("2.6.20", sku: "8")], certificate: .fitting, method: "pki",
    method2011: "pki", says: ["pki-strict-name"]),
  Situation(
    number: "8, 3.x", files: [Machine.rpc("3.2.1", sku: "8")], certificate: .fitting,
    method: "pki", method2011: "pki"),
  Situation(
    number: "10", files: [Machine.rpc("4.0.1", sku: "8")], certificate: .fitting, method: "pki",
    method2011: "pki", says: ["usb-minimum"]),
  Situation(
    number: "11", files: [Machine.rpc("4.1.3", sku: "8")], profile: "small_site: true\n",
    method: "usb", method2011: "usb"),
  Situation(
    number: "13", files: [Machine.rpc("6.1.0", build: "2000")], certificate: .fitting,
    method: "host-based", method2011: "pki", says: ["host-based-after-update"],
    next: "Update the firmware"),
  Situation(
    number: "14", files: [Machine.rpc("6.2.20", build: "1000")], method: "host-based",
    method2011: "host-based", says: ["firmware-takeover"], next: "Update the firmware"),
  Situation(
    number: "15", files: [Machine.rpc("7.1.91", build: "3272")], profile: unattended,
    certificate: .fitting, method: "host-based-acm", method2011: "pki"),
  Situation(
    number: "17", files: [Machine.rpc("9.1.41", build: "3024")],
    profile: own("psk_preloaded: true"), option15: "other.example.net", certificate: .fitting,
    method: "psk", method2011: "psk", says: ["psk-preloaded"]),
  Situation(
    number: "18", files: [Machine.rpc("9.1.41", build: "3024")], profile: noAgent, method: "psk",
    method2011: "psk", says: ["psk-phased-out"]),
  Situation(
    number: "20", files: [Machine.rpc("12.0.93", build: "2000", wired: false)],
    profile: noAgent + own("wired_port: false"), option15: nil, method: "manual",
    method2011: "manual", says: ["no-wired-port", "usb-without-lan"]),
  Situation(
    number: "21", files: [Machine.rpc("8.1.71", build: "3608")], method: "host-based",
    method2011: "host-based", never: ["firmware-takeover"]),
  Situation(
    number: "22",
    files: [
      Machine.rpc("8.1.71", build: "1000", mode: "activated in client control mode"),
      Machine.nmap(16992, "Intel(R) Active Management Technology 8.1.71"),
    ], method: "configured", method2011: "configured", says: ["maintain-patch"],
    next: "unprovision"),
  Situation(
    number: "24", files: [Machine.rpc("11.0.25", build: "3001")], method: "host-based",
    method2011: "host-based", says: ["firmware-11-8-first"], next: "Update the firmware"),
  Situation(
    number: "25", files: [Machine.rpc("11.8.94", build: "4494")], profile: unattended,
    certificate: .fitting, method: "host-based-acm", method2011: "pki"),
  Situation(
    number: "26", files: [Machine.rpc("11.8.94", build: "4494")],
    profile: own("psk_preloaded: true"), method: "host-based", method2011: "host-based",
    says: ["psk-removed"]),
  Situation(
    number: "29", files: [Machine.rpc("14.1.70", build: "2000")],
    profile: own("psk_preloaded: true"), method: "host-based", method2011: "host-based",
    says: ["psk-removed"]),
  Situation(
    number: "30", files: [Machine.rpc("12.0.93", build: "2000")], profile: "console_tls: \"1.0\"\n",
    method: "host-based", method2011: "host-based", says: ["console-tls-10"]),
  Situation(
    number: "32", files: [Machine.rpc("15.0.45", build: "2000")], profile: unattended,
    certificate: .sha1, method: "host-based-acm", method2011: "pki", says: ["certificate-weak-15"]),
  Situation(
    number: "34", files: [Machine.rpc("16.0.15", build: "2000")], profile: unattended,
    certificate: .short, method: "host-based-acm", method2011: "pki", says: ["certificate-weak"],
    next: "issued again"),
  Situation(
    number: "35", files: [Machine.rpc("16.0.15", build: "2000")], profile: unattended,
    certificate: .leafOnly, method: "host-based-acm", method2011: "pki",
    says: ["certificate-chain-order"]),
  Situation(
    number: "36",
    files: [Machine.nmap(16993, "Intel(R) Active Management Technology 16.1.27.2176")],
    method: "configured", method2011: "configured", says: ["maintain-keep"],
    never: ["AMT-FW-010", "maintain-tls"]),
  Situation(
    number: "38",
    files: [
      Machine.rpc(
        "16.1.27", build: "2176", mode: "not activated",
        more: "\"operationalState\":\"Disabled\",\"provisioningState\":\"pre-provisioning\"")
    ], method: "enable", method2011: "host-based", says: ["gate-disabled"],
    next: "renew the DHCP lease"),
  Situation(
    number: "40", files: [Machine.rpc("18.0.5", build: "2000")], method: "host-based",
    method2011: "host-based", says: ["host-based-local-tls"]),
  Situation(
    number: "41", files: [Machine.rpc("19.0.0", build: "2000")], profile: unattended,
    certificate: .fitting, method: "host-based-acm", method2011: "pki",
    says: ["host-based-acm-secure", "host-based-acm-password"]),
  Situation(
    number: "43", files: [Machine.rpc("9.1.41", build: "3024")], profile: unattended,
    option15: "", certificate: .fitting, method: "host-based-acm", method2011: "psk",
    says: ["suffix-missing"], next: "option 15"),
  Situation(
    number: "43, consent", files: [Machine.rpc("9.1.41", build: "3024")], option15: "",
    certificate: .fitting, method: "host-based", method2011: "host-based"),
  Situation(
    number: "45", files: [Machine.rpc("12.0.93", build: "2000")], profile: unattended,
    option15: "east.example.org", certificate: .several, method: "host-based-acm",
    method2011: "pki"),
  Situation(
    number: "47",
    files: [
      Machine.rpc(
        "12.0.93", build: "2000",
        hashes: Machine.hash(String(repeating: "ab", count: 32), "SHA256"))
    ], profile: unattended, certificate: .fitting, method: "host-based-acm", method2011: "pki",
    says: ["certificate-root"], next: "Obtain a provisioning certificate"),
  Situation(
    number: "48", files: [Machine.rpc("12.0.93", build: "2000")], profile: unattended,
    certificate: .noPurpose, method: "host-based-acm", method2011: "pki",
    says: ["certificate-purpose", "AMT-CERT-011"], next: "issued again"),
  Situation(
    number: "48, by the unit", files: [Machine.rpc("12.0.93", build: "2000")],
    profile: unattended, certificate: .unitOnly, method: "host-based-acm", method2011: "pki",
    never: ["certificate-purpose"]),
  Situation(
    number: "50", files: [Machine.rpc("12.0.93", build: "2000")],
    captures: [Machine.noSuchName("provisionserver.corp.example.com")],
    profile: noAgent + "# ", certificate: .fitting, method: "pki", method2011: "pki",
    says: ["pki-provision-server"]),
  Situation(
    number: "51", files: [Machine.rpc("12.0.93", build: "2000")], profile: noAgent,
    certificate: .fitting, method: "pki", method2011: "pki", says: ["pki-hello-window"]),
  Situation(
    number: "52", files: [Machine.rpc("9.1.41", build: "3024", dhcp: false)],
    method: "host-based", method2011: "host-based", says: ["host-address-static"]),
  Situation(
    number: "54",
    files: [Machine.rpc("11.8.94", build: "4494", mode: "activated in admin control mode")],
    method: "configured", method2011: "configured", says: ["maintain-keep"]),
  Situation(
    number: "55",
    files: [Machine.rpc("11.8.94", build: "4494", mode: "activated in client control mode")],
    profile: unattended, method: "configured", method2011: "configured",
    says: ["maintain-upgrade-control"], next: "admin control mode"),
  Situation(
    number: "56",
    files: [("amt.csv", "Name,AMT,BuildNumber,AMTStatus\nPC-0042,11.8.94,4494,1\n")],
    method: "configured", method2011: "configured", says: ["maintain-password"], next: "MEBx"),
  Situation(
    number: "58",
    files: [
      Machine.rpc(
        "11.8.94", build: "4494", mode: "activated in admin control mode",
        more: "\"ras\":{\"networkStatus\":\"outside enterprise\",\"mpsHostname\":\"mps.example\"}")
    ], method: "configured", method2011: "configured", says: ["maintain-remote-access"]),
  Situation(
    number: "59", files: [Machine.rpc("11.8.94", build: "4494")], profile: "needs: [802.1x]\n",
    certificate: .fitting, method: "host-based-acm", method2011: "host-based",
    says: ["usb-settings", "manual-settings"]),
  Situation(
    number: "59, no agent", files: [Machine.rpc("9.1.41", build: "3024")],
    profile: noAgent + "needs: [kerberos]\n", certificate: .fitting, method: "pki",
    method2011: "pki"),
  Situation(
    number: "60", files: [Machine.rpc("12.0.93", build: "2000")], profile: "small_site: true\n",
    method: "usb", method2011: "usb"),
  Situation(
    number: "60, 4.0", files: [Machine.rpc("4.0.1", sku: "8")], profile: "small_site: true\n",
    method: "manual", method2011: "manual"),
  Situation(
    number: "63",
    files: [Machine.nmap(16992, "Intel(R) Active Management Technology 11.8.94.4494")],
    method: "configured", method2011: "configured", says: ["maintain-tls", "AMT-FW-010"],
    next: "Enable TLS"),
]

@Suite("The rule table, from files a user could have", .serialized) struct SituationTests {
  @Test("comes out as the table says", arguments: situations)
  fileprivate func situation(_ situation: Situation) throws {
    let folder = try Scratch.folder()
    let device = try #require(try judge(situation, in: folder).first)
    let current = try #require(device["recommendation"] as? [String: Any])
    let seed = try #require(device["recommendation_2011"] as? [String: Any])
    #expect(current["method"] as? String == situation.method)
    #expect(seed["method"] as? String == situation.method2011)
    let text = try text(device)
    let findings = try Program.amtscout(
      ["findings", "--site", "s", "--profile", "p.yaml"], in: folder, within: 30)
    for rule in situation.says {
      #expect(text.contains(rule) || findings.output.contains(rule), "\(rule) is not named")
    }
    for rule in situation.never {
      #expect(!text.contains("\"\(rule)\"") && !findings.output.contains(rule), "\(rule) is named")
    }
    let step = (current["next_step"] as? [String: Any])?["text"] as? String ?? ""
    #expect(situation.next.isEmpty || step.contains(situation.next), "\(step)")
  }

  @Test("27: a root known by its SHA-1 fingerprint only")
  func oldFingerprint() throws {
    let files = try CertificateFiles.files.get()
    for (digits, algorithm, said) in [
      (files.rootSHA1, "SHA1", true), (files.rootSHA256, "SHA256", false),
    ] {
      let situation = Situation(
        number: "27",
        files: [
          Machine.rpc("12.0.93", build: "2000", hashes: Machine.hash(digits, algorithm))
        ], profile: unattended, certificate: .fitting, method: "host-based-acm",
        method2011: "pki")
      let device = try #require(try judge(situation, in: Scratch.folder()).first)
      let current = try #require(device["recommendation"] as? [String: Any])
      #expect(current["method"] as? String == "host-based-acm")
      #expect((current["blockers"] as? [Any])?.isEmpty == true)
      #expect(try text(device).contains("certificate-root-sha1") == said)
    }
  }

  @Test("every situation is explained on one screen, each sentence with its rule and source")
  func explained() throws {
    for situation in situations {
      let folder = try Scratch.folder()
      let device = try #require(try judge(situation, in: folder).first)
      let id = try #require(device["id"] as? String)
      let result = try Program.amtscout(
        ["explain", id, "--site", "s", "--profile", "p.yaml"], in: folder, within: 30)
      #expect(result.status == 0, "\(result.errors)")
      let text = result.output
      #expect(text.contains("WHAT IS KNOWN") && text.contains("GATES") && text.contains("METHODS"))
      // Each rule that is named in brackets stands among the sources.
      let parts = text.components(separatedBy: "\nSOURCES\n")
      let named = Set(parts[0].matches(of: /\[([a-z0-9A-Z-]+)\]/).map { String($0.output.1) })
      for rule in named { #expect(parts.last?.contains("[\(rule)]") == true, "\(rule)") }
      #expect(!text.contains("{version}") && !text.contains("{suffix}"))
    }
  }

  /// The devices that come out of a situation's files.
  private func judge(_ situation: Situation, in folder: URL) throws -> [[String: Any]] {
    // Certificates are judged by the time of the newest observation: they must be older.
    let certificates = try CertificateFiles.files.get()
    var names: [String] = []
    for (name, text) in situation.files {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
      names.append(name)
    }
    for (name, bytes) in situation.captures {
      try Data(bytes).write(to: folder.appendingPathComponent(name))
      names.append(name)
    }
    var profile = situation.profile
    if profile.hasSuffix("# ") { profile.removeLast(2) }
    profile += "segments:\n  - {prefix: 10.1.0.0/24, medium: wired"
    if let suffix = situation.option15 { profile += ", option15: \"\(suffix)\"" }
    profile += "}\n"
    if situation.option15 == nil { profile = situation.profile }
    if let certificate = situation.certificate {
      profile += "certificates:\n  - file: \(certificates.path(certificate))\n"
    }
    try Data(profile.utf8).write(to: folder.appendingPathComponent("p.yaml"))
    let taken = try Program.amtscout(
      ["import"] + names + ["--site", "s", "--profile", "p.yaml"], in: folder, within: 30)
    #expect(taken.status == 0, "\(taken.errors)")
    let result = try Program.amtscout(
      ["devices", "--site", "s", "--profile", "p.yaml", "--json"], in: folder, within: 30)
    #expect(result.status == 0, "\(result.errors)")
    return try result.output.split(separator: "\n").map { line in
      try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  private func text(_ device: [String: Any]) throws -> String {
    String(decoding: try JSONSerialization.data(withJSONObject: device), as: UTF8.self)
  }
}

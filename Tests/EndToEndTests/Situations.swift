import Foundation
import Testing

/// One situation of the rule table: the files that a user could have, and what comes out.
struct Situation: Sendable, CustomTestStringConvertible {
  let number: String
  /// Names and texts of the files to import.
  var files: [(name: String, text: String)] = []
  /// Captures to import, as bytes.
  var captures: [(name: String, bytes: [UInt8])] = []
  /// The profile's lines beside the segment and the certificate.
  var profile = ""
  var option15: String? = "corp.example.com"
  var certificate: CertificateKind?
  let method: String
  let method2011: String
  /// Rules that must be named somewhere.
  var says: [String] = []
  /// Rules and findings that must not be.
  var never: [String] = []
  /// Words that the next step must hold.
  var next = ""

  var testDescription: String { "situation \(number)" }
}

/// Certificates as the vendor could have issued them.
enum CertificateKind: String, CaseIterable, Sendable {
  case fitting, sha1, short, noPurpose, leafOnly, unitOnly, several
}

/// Makes the certificates with the openssl program, once for all tests.
enum CertificateFiles {
  struct Files: Sendable {
    let folder: URL
    let rootSHA1: String
    let rootSHA256: String
    func path(_ kind: CertificateKind) -> String {
      folder.appendingPathComponent("\(kind.rawValue).pem").path
    }
  }

  static let files = Result { () throws -> Files in
    let folder = try Scratch.folder()
    func run(_ words: String) throws -> String {
      let result = try Program.run(
        ["openssl"] + words.split(separator: " ").map(String.init), in: folder, within: 60)
      guard result.status == 0 else { throw OpenSSLError(text: result.errors) }
      return result.output
    }
    func write(_ name: String, _ text: String) throws {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    _ = try run(
      "req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 3650 -sha256 "
        + "-subj /CN=Test-Vendor-Root")
    let root = try String(contentsOf: folder.appendingPathComponent("root.pem"), encoding: .utf8)
    let usages = "extendedKeyUsage=serverAuth,2.16.840.1.113741.1.2.3\n"
    let name = "setup.corp.example.com"
    for (kind, bits, digest, extensions) in [
      (CertificateKind.fitting, 2048, "sha256", usages), (.sha1, 2048, "sha1", usages),
      (.short, 1024, "sha256", usages),
      (.noPurpose, 2048, "sha256", "extendedKeyUsage=serverAuth\n"),
      (.leafOnly, 2048, "sha256", usages),
      (.unitOnly, 2048, "sha256", "extendedKeyUsage=serverAuth\n"),
      (
        .several, 2048, "sha256",
        usages + "subjectAltName=DNS:setup.corp.example.com,DNS:setup.east.example.org\n"
      ),
    ] {
      let file = kind.rawValue
      try write("\(file).cnf", extensions)
      let unit =
        kind == .unitOnly ? "/OU=Intel(R)\u{2007}Client\u{2007}Setup\u{2007}Certificate" : ""
      let subject = (unit + "/CN=\(name)").replacingOccurrences(of: "\u{2007}", with: " ")
      let request = try Program.run(
        [
          "openssl", "req", "-new", "-newkey", "rsa:\(bits)", "-nodes", "-keyout", "\(file).key",
          "-out", "\(file).csr", "-subj", subject,
        ], in: folder, within: 60)
      guard request.status == 0 else { throw OpenSSLError(text: request.errors) }
      _ = try run(
        "x509 -req -in \(file).csr -CA root.pem -CAkey root.key -CAcreateserial -days 1825 "
          + "-\(digest) -extfile \(file).cnf -out \(file)-leaf.pem")
      let leaf = try String(
        contentsOf: folder.appendingPathComponent("\(file)-leaf.pem"), encoding: .utf8)
      try write("\(file).pem", kind == .leafOnly ? leaf : leaf + root)
    }
    func print(_ digest: String) throws -> String {
      let text = try run("x509 -in root.pem -noout -fingerprint -\(digest)")
      return text.split(separator: "=").last.map {
        $0.filter(\.isHexDigit).lowercased()
      } ?? ""
    }
    return Files(folder: folder, rootSHA1: try print("sha1"), rootSHA256: try print("sha256"))
  }

  struct OpenSSLError: Error { let text: String }
}

/// Files of host tools and scanners, for the machine PC-0042 at 10.1.0.7.
enum Machine {
  /// What `rpc amtinfo -json` prints.
  static func rpc(
    _ version: String, build: String? = nil, sku: String = "16392",
    mode: String = "pre-provisioning state", dhcp: Bool = true, more: String = "",
    wired: Bool = true, hashes: String? = nil
  ) -> (name: String, text: String) {
    var fields = ["\"amt\":\"\(version)\"", "\"sku\":\"\(sku)\"", "\"controlMode\":\"\(mode)\""]
    if let build { fields.append("\"buildNumber\":\"\(build)\"") }
    fields.append("\"uuid\":\"4c4b4568-195a-4260-8097-a4c14f566733\"")
    fields.append("\"hostnameOS\":\"PC-0042\"")
    fields.append(
      "\"\(wired ? "wiredAdapter" : "wirelessAdapter")\":{\"isEnable\":true,"
        + "\"linkStatus\":\"up\",\"dhcpEnabled\":\(dhcp),\"ipAddress\":\"0.0.0.0\","
        + "\"osIpAddress\":\"10.1.0.7\",\"macAddress\":\"80:c4:a8:58:df:e9\"}")
    if let hashes { fields.append("\"certificateHashes\":{\(hashes)}") }
    if !more.isEmpty { fields.append(more) }
    return ("pc-0042.json", "{" + fields.joined(separator: ",") + "}")
  }

  static func hash(_ digits: String, _ algorithm: String) -> String {
    "\"Root\":{\"Hash\":\"\(digits)\",\"Name\":\"Root\",\"Algorithm\":\"\(algorithm)\","
      + "\"IsActive\":true,\"IsDefault\":true}"
  }

  /// What nmap writes with -oX, of one port with or without a Server header.
  static func nmap(_ port: Int, _ server: String?) -> (name: String, text: String) {
    let script = server.map { "<script id=\"http-server-header\" output=\"\($0)\"/>" } ?? ""
    return (
      "scan.xml",
      """
      <nmaprun><host starttime="\(Int(Date().timeIntervalSince1970) - 60)">
      <address addr="10.1.0.7" addrtype="ipv4"/><ports>
      <port protocol="tcp" portid="\(port)"><state state="open"/>\(script)</port>
      </ports></host></nmaprun>
      """
    )
  }

  static func tables(supported: Int, enabled: Int) -> (name: String, text: String) {
    (
      "pc-0042.txt",
      """
      # dmidecode 3.4
      Handle 0x002E, DMI type 130, 20 bytes
      \tHeader and Data:
      \t\t82 14 2E 00 24 41 4D 54 0\(supported) 0\(enabled) 01 01 01 A5 AF 02
      \t\tC0 00 00 00
      Handle 0x002F, DMI type 131, 64 bytes
      \tHeader and Data:
      \t\t83 40 2F 00 35 00 00 00 0B 00 00 00 00 00 3B 00
      \t\t00 00 00 00 00 00 00 00 00 00 00 00 08 00 0B 00
      \t\t00 00 32 00 00 00 00 00 FE 00 00 00 00 00 00 00
      \t\t00 00 00 00 00 00 00 00 76 50 72 6F 00 00 00 00
      """
    )
  }

  /// A capture of one answer from a name server: there is no such name.
  static func noSuchName(_ name: String) -> (name: String, bytes: [UInt8]) {
    func word(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)] }
    var dns: [UInt8] = [0x12, 0x34, 0x81, 0x83, 0, 1, 0, 0, 0, 0, 0, 0]
    for label in name.split(separator: ".") {
      dns.append(UInt8(label.utf8.count))
      dns += Array(label.utf8)
    }
    dns += [0, 0, 1, 0, 1]
    let udp = word(53) + word(40000) + word(8 + dns.count) + [0, 0] + dns
    var ip: [UInt8] = [0x45, 0] + word(20 + udp.count) + [0, 0, 0, 0, 64, 17, 0, 0]
    ip += [10, 1, 0, 53, 10, 1, 0, 7]
    var sum = 0
    for place in stride(from: 0, to: 20, by: 2) { sum += Int(ip[place]) << 8 | Int(ip[place + 1]) }
    while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
    ip.replaceSubrange(10..<12, with: word(~sum & 0xFFFF))
    let mac: [UInt8] = [2, 0, 0, 0, 0, 1]
    let frame: [UInt8] = mac + mac + [8, 0] + ip + udp
    func number(_ value: Int) -> [UInt8] {
      (0..<4).map { UInt8(value >> ($0 * 8) & 0xFF) }
    }
    let head: [UInt8] = [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    let time = Int(Date().timeIntervalSince1970) - 60
    return (
      "dns.pcap",
      head + number(65535) + number(1) + number(time) + number(0) + number(frame.count)
        + number(frame.count) + frame
    )
  }
}

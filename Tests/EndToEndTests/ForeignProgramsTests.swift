import Foundation
import Testing

/// The whole program against servers that others wrote, in namespaces of their own.
@Suite("Servers that others wrote, whole", .serialized) struct ForeignProgramsTests {
  /// A server and the row of devices.csv that it must come to.
  private struct Server {
    var address: String
    /// The namespace it runs in.
    var host = 1
    var command: [String]
    var product = "unknown"
    var ports = "16993"
    var tls: String
    /// Whether it asks for a client certificate; `nil` where that is not to be seen.
    var asks: Bool?
  }

  private static let old = ["-cipher", "ALL:@SECLEVEL=0"]

  private static func openssl(
    _ last: Int, _ arguments: [String], tls: String, asks: Bool? = false
  ) -> Server {
    Server(
      address: "10.77.0.\(last)",
      command: [
        "env", "OPENSSL_CONF=lenient.cnf", "openssl", "s_server", "-www", "-accept",
        "10.77.0.\(last):16993", "-cert", "c\(last).pem", "-key", "k\(last).pem",
      ] + arguments, tls: tls, asks: asks)
  }

  private static func gnutls(_ host: Int, _ suites: String, _ version: String) -> Server {
    Server(
      address: "10.77.0.\(host + 1)", host: host,
      command: [
        "gnutls-serv", "-p", "16993", "--http", "--x509certfile", "c\(host + 1).pem",
        "--x509keyfile", "k\(host + 1).pem", "--priority",
        "NORMAL:-CIPHER-ALL:+\(suites):-VERS-ALL:+VERS-TLS\(version):-MAC-ALL:+SHA1:-KX-ALL:+RSA",
      ], tls: version, asks: true)
  }

  private static let servers: [Server] = [
    Server(
      address: "10.77.0.2",
      command: ["ipmi_sim", "-c", "lan.conf", "-f", "bmc.emu", "-n", "-s", "state"],
      product: "BMC", ports: "623/udp", tls: ""),
    Server(
      address: "10.77.0.40", command: ["nginx", "-e", "error.log", "-p", ".", "-c", "nginx.conf"],
      product: "none", ports: "16992 16993", tls: "1.2 1.3", asks: false),
    openssl(41, ["-tls1"] + old, tls: "1.0"),
    openssl(42, ["-tls1_1"] + old, tls: "1.1"),
    openssl(43, ["-tls1_2"], tls: "1.2"),
    openssl(44, ["-tls1_3"], tls: "1.3"),
    openssl(45, old, tls: "1.0 1.1 1.2 1.3"),
    openssl(46, ["-tls1_2", "-verify", "1"], tls: "1.2", asks: true),
    openssl(47, ["-tls1_2", "-Verify", "1"], tls: "1.2", asks: true),
    openssl(48, ["-tls1_3", "-Verify", "1"], tls: "1.3", asks: true),
    openssl(49, ["-tls1", "-Verify", "1"] + old, tls: "1.0", asks: true),
    gnutls(2, "ARCFOUR-128", "1.0"),
    gnutls(3, "3DES-CBC", "1.0"),
    gnutls(4, "3DES-CBC", "1.2"),
  ]

  /// What the machine allows its programs: for the servers everything, for us next to nothing.
  private static func configuration(_ minimum: String, _ ciphers: String) -> String {
    """
    openssl_conf = all
    [all]
    ssl_conf = ssl
    [ssl]
    system_default = usual
    [usual]
    MinProtocol = \(minimum)
    CipherString = \(ciphers)

    """
  }

  private func write(_ folder: URL) throws {
    // One key for two servers would be taken for one machine.
    for last in Self.servers.compactMap({ $0.address.split(separator: ".").last }) {
      let made = try Program.run(
        [
          "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj",
          "/CN=pc-\(last).corp.example", "-keyout", "k\(last).pem", "-out", "c\(last).pem",
        ], in: folder)
      try #require(made.status == 0, "\(made.errors)")
    }
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("state"), withIntermediateDirectories: true)
    let files = [
      "lenient.cnf": Self.configuration("TLSv1", "ALL:@SECLEVEL=0"),
      "strict.cnf": Self.configuration("TLSv1.3", "DEFAULT@SECLEVEL=2"),
      "lan.conf": """
      name "bmc"
      set_working_mc 0x20
        startlan 1
          addr 10.77.0.2 623
          priv_limit admin
          allowed_auths_user md5
          allowed_auths_admin md5
          guid a123456789abcdefa123456789abcdef
        endlan
        user 1 true "" "test" user 10 md5

      """,
      "bmc.emu": """
      mc_setbmc 0x20
      mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
      mc_enable 0x20

      """,
      "nginx.conf": """
      daemon off; master_process off; pid pid; error_log error.log;
      events {}
      http {
        access_log off; client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f;
        uwsgi_temp_path u; scgi_temp_path s;
        server {
          listen 10.77.0.40:16992; listen 10.77.0.40:16993 ssl;
          ssl_certificate c40.pem; ssl_certificate_key k40.pem; ssl_protocols TLSv1.2 TLSv1.3;
          location / { return 200 "<title>Welcome</title>"; }
          location = /wsman { return 401; }
        }
      }

      """,
    ]
    for (name, text) in files {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
  }

  @Test("are told apart from AMT, and read as far as they speak")
  func all() throws {
    let folder = try Scratch.folder()
    try write(folder)
    let network = try LocalNetwork(hosts: 5)
    for last in 40...49 {
      let added = try Program.run(
        ["ip", "-n", network.hosts[1], "addr", "add", "10.77.0.\(last)/24", "dev", "veth0"])
      try #require(added.status == 0, "\(added.errors)")
    }
    let running = try Self.servers.map { server in
      (server, try network.start(server.command, on: server.host, in: folder))
    }
    for (server, program) in running {
      let ports = server.ports.replacing("/udp", with: "").split(separator: " ").map(String.init)
      let isUp = program.wait { _ in
        let listening = try? Program.run(
          ["ip", "netns", "exec", network.hosts[server.host], "ss", "-Hltun"])
        return ports.allSatisfy { port in
          [server.address, "0.0.0.0", "*"].contains {
            listening?.output.contains("\($0):\(port) ") == true
          }
        }
      }
      try #require(isUp, "\(server.command): \(program.errors)")
    }
    // What the machine's own configuration forbids must not keep us from reading old devices.
    let scan = try network.start(
      [
        "env", "OPENSSL_CONF=strict.cnf", Program.amtscout, "assess", "10.77.0.0/26",
        "--no-resolve",
        "--no-dhcp", "--rate", "2k", "--raw-csv", "--output", "out", "--progress", "off",
      ], on: 0, in: folder)
    let result = scan.finish(within: 60)
    #expect(result.status == 0, "\(result.errors)")
    try check(folder)
  }

  private func check(_ folder: URL) throws {
    let out = folder.appendingPathComponent("out")
    var rows: [String: [String: String]] = [:]
    let csv = try String(contentsOf: out.appendingPathComponent("devices.csv"), encoding: .utf8)
    for row in CSV.rows(csv) {
      for address in [row["ip"] ?? ""] + (row["other_ips"] ?? "").components(separatedBy: "; ") {
        rows[address] = row
      }
    }
    let page = try JSONSerialization.jsonObject(
      with: Data(contentsOf: out.appendingPathComponent("report.json")))
    let devices = try #require((page as? [String: Any])?["devices"] as? [[String: Any]])
    let observations = devices.flatMap { $0["observations"] as? [[String: Any]] ?? [] }
    for server in Self.servers {
      let row = try #require(rows[server.address], "\(server.command)")
      #expect(row["product"] == server.product, "\(server.command)")
      #expect(row["version"] == "" && row["state"] == "unknown", "\(server.command)")
      #expect(row["ports_open"] == server.ports, "\(server.command)")
      #expect(row["tls"] == server.tls, "\(server.command)")
      guard let asks = server.asks else { continue }
      let texts = observations.filter { $0["ip"] as? String == server.address }
        .compactMap { $0["text"] as? String }
      #expect(
        texts.contains { $0.contains("asks for a client certificate") } == asks, "\(texts)")
      let name = "pc-\(server.address.split(separator: ".").last ?? "").corp.example"
      #expect(texts.contains { $0.contains(name) }, "\(texts)")
    }
  }
}

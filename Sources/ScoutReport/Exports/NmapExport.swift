import ScoutModel
import ScoutNet

extension Export {
  /// Hosts with their open ports, in the form of `nmap -oX`, so that what reads nmap reads this.
  ///
  /// The document type knows no other scanner than `nmap`; version and arguments say who wrote it.
  func writeNmap(to sink: TextSink) throws {
    let start = scans.map(\.started).min()?.seconds ?? 0
    let end = scans.compactMap(\.ended).max()?.seconds ?? start
    let ports = Set(scans.flatMap(\.ports)).sorted().map { String($0) }
    let shown = machines.filter { $0.device.address != nil }
    try sink(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE nmaprun>
      <nmaprun scanner="nmap" args="\(xml(arguments))" start="\(start)" version="\(xml(program))" \
      xmloutputversion="1.05">
      <scaninfo type="connect" protocol="tcp" numservices="\(ports.count)" \
      services="\(ports.joined(separator: ","))"/>
      <verbose level="0"/>
      <debugging level="0"/>

      """)
    for machine in shown { try sink(host(machine)) }
    try sink(
      """
      <runstats><finished time="\(end)" elapsed="\(max(0, end - start))"/>\
      <hosts up="\(shown.count)" down="0" total="\(shown.count)"/></runstats>
      </nmaprun>

      """)
  }

  private var arguments: String {
    scans.last?.runner.command.joined(separator: " ") ?? ""
  }

  private func host(_ machine: Assessment) -> String {
    let device = machine.device
    var text = """
      <host starttime="\(device.firstSeen.seconds)" endtime="\(device.lastSeen.seconds)">\
      <status state="up" reason="user-set" reason_ttl="0"/>

      """
    for address in device.addresses.map(\.value).sorted() {
      let kind = address.description.contains(":") ? "ipv6" : "ipv4"
      text += "<address addr=\"\(address)\" addrtype=\"\(kind)\"/>\n"
    }
    for mac in device.macs {
      text += "<address addr=\"\(mac.value.description.uppercased())\" addrtype=\"mac\"/>\n"
    }
    let pointers = device.names.pointers.filter { $0.outcome == .answered }.flatMap(\.values).unique
    let names = pointers.map { "<hostname name=\"\(xml($0))\" type=\"PTR\"/>" }
    text += "<hostnames>\(names.joined())</hostnames>\n<ports>\n"
    for port in Set(device.ports.map(\.value)).sorted() { text += element(port, machine) }
    return text + "</ports>\n</host>\n"
  }

  private func element(_ port: OpenPort, _ machine: Assessment) -> String {
    let device = machine.device
    let transport = port.transport == .tcp ? "tcp" : "udp"
    let reason = port.transport == .tcp ? "syn-ack" : "udp-response"
    var service = "name=\"\(Self.services[port.port] ?? "unknown")\""
    if let product = device.product.best?.value, product.isConfigurable {
      let word = product == .amt ? "Intel Active Management Technology" : product.word
      service += " product=\"\(xml(word))\""
      if let version = device.version.best?.value {
        service += " version=\"\(xml(version.description))\""
      }
    }
    if port.port == 16993 || port.port == 16995 { service += " tunnel=\"ssl\"" }
    return """
      <port protocol="\(transport)" portid="\(port.port)"><state state="open" reason="\(reason)" \
      reason_ttl="0"/><service \(service) method="probed" conf="10"/></port>

      """
  }

  /// The names of /etc/services.
  private static let services: [UInt16: String] = [
    623: "asf-rmcp", 664: "secure-aux-bus", 5900: "vnc", 16992: "amt-soap-http",
    16993: "amt-soap-https", 16994: "amt-redir-tcp", 16995: "amt-redir-tls",
  ]

  /// Escaped for an attribute of XML; what XML cannot hold was made visible before.
  private func xml(_ text: String) -> String { Markup(text).text }
}

extension Timestamp {
  fileprivate var seconds: Int64 { microseconds / 1_000_000 }
}

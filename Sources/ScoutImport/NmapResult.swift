import ScoutModel
import ScoutNet
import ScoutXML

/// The XML output of nmap (`-oX`): hosts, their addresses and names, open ports of AMT, and the
/// Server header where nmap read it.
enum NmapResult {
  static func read(_ root: XMLElement, into file: inout HostFile) {
    let before = file.sightings.count
    for host in root.children("host") where !file.isHopeless { take(host, &file) }
    if file.sightings.count == before, file.complaints.isEmpty {
      file.complain("nmap saw no open port of AMT (16992 to 16995)")
    }
  }

  private static func take(_ host: XMLElement, _ file: inout HostFile) {
    let addresses = host.children("address")
    guard
      let address = addresses.first(where: { $0.attribute("addrtype") != "mac" })?
        .attribute("addr").flatMap({ IPAddress($0) })
    else { return file.complain("a host without an address that can be read") }
    let seen = Timestamp(epoch: host.attribute("starttime") ?? host.attribute("endtime"))
    let before = file.sightings.count
    for port in host.child("ports")?.children("port") ?? [] {
      guard port.attribute("protocol") == "tcp",
        port.child("state")?.attribute("state") == "open",
        let number = port.attribute("portid").flatMap({ UInt16($0) })
      else { continue }
      file.add(openPort: number, at: address, seen: seen, line: nil)
      if let server = server(port) {
        file.add(server: server, port: number, at: address, seen: seen, line: nil)
      }
    }
    guard file.sightings.count > before else { return }
    // nmap shows a hardware address only where it saw it on the link itself.
    if let mac = addresses.first(where: { $0.attribute("addrtype") == "mac" })?
      .attribute("addr").flatMap({ MACAddress($0) }), mac.isUnicast
    {
      file.add(.neighbour, at: address, mac: mac, seen: seen, line: nil)
    }
    let names = host.child("hostnames")?.children("hostname") ?? []
    let records = names.filter { $0.attribute("type") == "PTR" }.prefix(16).compactMap { name in
      name.attribute("name").flatMap { DomainName($0) }.map {
        NameRecord(name: address.reverseName, type: "PTR", timeToLive: 0, value: $0.text)
      }
    }
    if !records.isEmpty {
      let sighting = NameSighting(
        name: address.reverseName, type: "PTR", outcome: .answered, records: records)
      file.add(.name(sighting), at: address, seen: seen, line: nil)
    }
  }

  /// The Server header of a port: from the script that prints it, else from nmap's own reading.
  private static func server(_ port: XMLElement) -> String? {
    let script = port.children("script").first { $0.attribute("id") == "http-server-header" }
    if let output = script?.attribute("output") { return output }
    guard let service = port.child("service"), let product = service.attribute("product") else {
      return nil
    }
    let version = service.attribute("version").map { " \($0)" } ?? ""
    // nmap's table turns `Intel(R) Active Management Technology 9.5.30` into these words.
    if product.contains("Active Management Technology") {
      return "Intel(R) Active Management Technology" + version
    }
    return product.contains("Standard Manageability")
      ? "Intel(R) Standard Manageability" + version : nil
  }
}

import ScoutModel
import ScoutNet

/// The JSON output of masscan (`-oJ`): one object for each address and port, or for a banner.
enum Masscan {
  static func recognises(_ fields: JSONFields) -> Bool {
    (fields.has("ip") && fields.has("ports")) || fields.has("finished")
  }

  static func read(_ fields: JSONFields, _ place: JSONPlace, into file: inout HostFile) {
    // The last line of older versions is `{finished: 1}`.
    guard fields.has("ip") else { return }
    guard let address = fields.text("ip").flatMap({ IPAddress($0) }) else {
      return file.complain(line: place.line, place.entry + "`ip` is not an address")
    }
    let seen = Timestamp(epoch: fields.text("timestamp"))
    for (_, port) in fields.entries("ports") {
      guard port.text("proto") == "tcp", let number = port.text("port").flatMap({ UInt16($0) })
      else { continue }
      if port.text("status") == "open" {
        file.add(openPort: number, at: address, seen: seen, line: place.line)
      }
      if let service = port.object("service"), service.text("name") == "http.server",
        let banner = service.text("banner")
      {
        file.add(server: banner, port: number, at: address, seen: seen, line: place.line)
      }
    }
  }
}

/// Exports of runZero, one object a line: services with their address and port, or assets with the
/// lists of their ports. Lines of its raw scan data carry `type` and `ts`.
enum RunZero {
  static func recognises(_ fields: JSONFields) -> Bool {
    fields.has("service_address") || fields.has("service_ports_tcp")
      || (fields.has("type") && fields.has("ts"))
  }

  static func read(_ fields: JSONFields, _ place: JSONPlace, into file: inout HostFile) {
    let seen = Timestamp(epoch: fields.text("last_seen"))
    if let text = fields.text("service_address") {
      guard let address = IPAddress(text) else {
        return file.complain(line: place.line, place.entry + "`service_address` is not an address")
      }
      guard fields.text("service_transport") == "tcp",
        let port = fields.text("service_port").flatMap({ UInt16($0) })
      else { return }
      file.add(openPort: port, at: address, seen: seen, line: place.line)
      if let server = fields.object("service_data")?.text("http.head.server") {
        file.add(server: server, port: port, at: address, seen: seen, line: place.line)
      }
    } else if fields.has("service_ports_tcp") {
      guard let address = fields.texts("addresses").lazy.compactMap({ IPAddress($0) }).first else {
        return file.complain(line: place.line, place.entry + "an asset without an address")
      }
      for port in fields.texts("service_ports_tcp").compactMap({ UInt16($0) }) {
        file.add(openPort: port, at: address, seen: seen, line: place.line)
      }
    } else if fields.text("type") == "result" {
      readRaw(fields, place, into: &file)
    }
  }

  /// A result of the raw scan data: `ts` counts nanoseconds.
  private static func readRaw(
    _ fields: JSONFields, _ place: JSONPlace, into file: inout HostFile
  ) {
    guard let address = fields.text("host").flatMap({ IPAddress($0) }) else { return }
    let info = fields.object("info")
    let number = (fields.text("port") ?? info?.text("port")).flatMap { UInt16($0) }
    let transport = fields.text("proto") ?? fields.text("transport") ?? info?.text("proto")
    guard let number, transport == "tcp" || fields.text("probe") == "syn" else { return }
    let seconds = fields.text("ts").map { String($0.dropLast(9)) }
    let seen = Timestamp(epoch: seconds)
    file.add(openPort: number, at: address, seen: seen, line: place.line)
    if let server = info?.text("http.head.server") {
      file.add(server: server, port: number, at: address, seen: seen, line: place.line)
    }
  }
}

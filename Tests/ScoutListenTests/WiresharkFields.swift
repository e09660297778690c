import Foundation
import ScoutListen
import ScoutModel
import ScoutNet
import ScoutWire

/// What both sides say of one packet: Wireshark's field names to values in one common form.
typealias Fields = [String: [String]]

extension WiresharkPacket {
  /// The fields that are compared, in the common form.
  var comparedFields: Fields {
    var result: Fields = [:]
    func take(_ names: String..., through convert: (String) -> String? = { $0 }) {
      for name in names {
        let values = self[name].compactMap(convert)
        if !values.isEmpty { result[name] = values }
      }
    }
    take("dhcp.option.dhcp", "dhcp.ip.client", "dhcp.ip.your", "dhcp.ip.relay")
    take("dhcp.option.hostname", "dhcp.option.domain_name", "dhcp.option.vendor_class_id")
    take("dhcp.option.domain_name_server", "dhcp.option.requested_ip_address")
    take("dhcp.option.dhcp_dns_domain_search_list_fqdn", "dhcp.fqdn.name")
    take("dhcp.option.agent_information_option.agent_circuit_id")
    take("dhcp.option.agent_information_option.agent_remote_id")
    take("dhcp.id", "dhcp.fqdn.flags", through: Self.number)
    // Padding and the end are no options; the order of areas is a matter of taste.
    take("dhcp.option.type", through: { $0 == "0" || $0 == "255" ? nil : $0 })
    result["dhcp.option.type"]?.sort()
    // The client's identifier may hold a second one.
    if let first = self["dhcp.hw.mac_addr"].first { result["dhcp.hw.mac_addr"] = [first] }
    take("dhcpv6.msgtype", "icmpv6.type", "icmpv6.opt.type", "icmpv6.opt.dnssl")
    take("dhcpv6.client_domain")
    take(
      "dhcpv6.search_list_entry", through: { $0.hasSuffix(".") ? String($0.dropLast()) : $0 })
    take("dns.id", through: Self.number)
    take("dns.flags.response", "dns.flags.opcode", "dns.flags.truncated", "dns.flags.rcode")
    take("dns.qry.name", "dns.qry.type", "dns.resp.name", "dns.resp.type", "dns.resp.ttl")
    take("dns.a", "dns.aaaa", "dns.cname", "dns.ptr.domain_name")
    take("rmcp.version", "rmcp.sequence", "rmcp.class", "asf.type", "asf.tag", through: Self.number)
    // Behind some names stands in brackets what their suffix means.
    let names = self["nbns.name"].map { name in
      name.hasSuffix(")")
        ? String(name[..<(name.range(of: "> (")?.lowerBound ?? name.endIndex)]) + ">" : name
    }
    if !names.isEmpty { result["nbns.name"] = Set(names).sorted() }
    take("nbns.addr")
    take("vlan.id")
    take("frame.time_epoch", through: Self.microseconds)
    return result
  }

  /// Seconds with nine digits behind the dot as microseconds.
  private static func microseconds(_ text: String) -> String? {
    let parts = text.split(separator: ".")
    guard parts.count == 2, let seconds = Int64(parts[0]), let rest = Int64(parts[1].prefix(6))
    else { return nil }
    let sum = seconds * 1_000_000 + rest
    return sum == 0 ? nil : String(sum)
  }

  private static func number(_ text: String) -> String {
    text.hasPrefix("0x") ? String(UInt64(text.dropFirst(2), radix: 16) ?? 0) : text
  }
}

extension [HeardMessage] {
  /// What our messages of one packet say in the common form.
  var comparedFields: Fields {
    var result: Fields = [:]
    for message in self {
      result.merge(message.comparedFields.filter { !$0.value.isEmpty }) { $0 + $1 }
    }
    if let first, !first.vlans.isEmpty { result["vlan.id"] = first.vlans.map(String.init) }
    // A packet of a capture without times stands at the beginning of time.
    if let first, first.time.microseconds != 0 {
      result["frame.time_epoch"] = [String(first.time.microseconds)]
    }
    return result
  }
}

extension HeardMessage {
  fileprivate var comparedFields: Fields {
    switch content {
    case .dhcp(let dhcp): fields(of: dhcp)
    case .dhcpv6(let dhcp):
      [
        "dhcpv6.msgtype": dhcp.relays.map { "\($0.type.rawValue)" } + ["\(dhcp.type.rawValue)"],
        "dhcpv6.search_list_entry": dhcp.searchList ?? [],
        "dhcpv6.client_domain": dhcp.fqdn.map { [$0] } ?? [],
      ]
    case .routerAdvertisement(let advertisement):
      [
        "icmpv6.type": ["134"],
        "icmpv6.opt.type": advertisement.optionTypes.map { "\($0)" },
        "icmpv6.opt.dnssl": advertisement.searchList ?? [],
      ]
    case .dns(let dns, .nbns): fields(ofNetBIOS: dns)
    case .dns(let dns, _): fields(of: dns)
    case .rmcp(let rmcp): fields(of: rmcp)
    case .hello, .neighbour: [:]
    }
  }

  private func fields(of dhcp: DHCPv4Message) -> Fields {
    func one<Value: CustomStringConvertible>(_ value: Value?) -> [String] {
      value.map { [$0.description] } ?? []
    }
    func text(_ text: DHCPv4Text) -> [String] { one(text.sent) }
    func hexadecimal(_ code: UInt8) -> [String] {
      dhcp.relayAgent.filter { $0.code == code }.map { part in
        part.value.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      }
    }
    return [
      "dhcp.option.dhcp": one(dhcp.messageType?.rawValue),
      "dhcp.id": ["\(dhcp.transactionID)"],
      "dhcp.hw.mac_addr": one(dhcp.clientMAC),
      "dhcp.ip.client": one(dhcp.clientAddress),
      "dhcp.ip.your": one(dhcp.yourAddress),
      "dhcp.ip.relay": one(dhcp.relayAddress),
      "dhcp.option.hostname": text(dhcp.hostName),
      "dhcp.option.domain_name": text(dhcp.domainName),
      "dhcp.option.vendor_class_id": text(dhcp.vendorClass),
      "dhcp.option.domain_name_server": dhcp.nameServers.map(\.description),
      "dhcp.option.requested_ip_address": one(dhcp.requestedAddress),
      "dhcp.option.dhcp_dns_domain_search_list_fqdn": dhcp.searchList ?? [],
      "dhcp.fqdn.name": one(dhcp.fqdn?.name),
      "dhcp.fqdn.flags": one(dhcp.fqdn?.flags),
      "dhcp.option.agent_information_option.agent_circuit_id": hexadecimal(1),
      "dhcp.option.agent_information_option.agent_remote_id": hexadecimal(2),
      "dhcp.option.type": dhcp.optionCodes.map { "\($0)" }.sorted(),
    ]
  }

  private func fields(of dns: DNSMessage) -> Fields {
    let records = dns.answers + dns.authorities + dns.additionals
    var fields: Fields = [
      "dns.id": ["\(dns.id)"],
      "dns.flags.response": [dns.isResponse ? "1" : "0"],
      "dns.flags.opcode": ["\(dns.opcode)"],
      "dns.flags.truncated": [dns.isTruncated ? "1" : "0"],
      "dns.flags.rcode": dns.isResponse ? ["\(dns.responseCode)"] : [],
      "dns.qry.name": dns.questions.map { $0.name.wiresharkText },
      "dns.qry.type": dns.questions.map { "\($0.type.rawValue)" },
      // Wireshark keeps the names of SRV records elsewhere.
      "dns.resp.name": records.filter { $0.type != .srv }.map { $0.name.wiresharkText },
      "dns.resp.type": records.map { "\($0.type.rawValue)" },
      "dns.resp.ttl": records.filter { $0.type != .opt }.map { "\($0.timeToLive)" },
    ]
    for record in records {
      switch (record.type, record.value) {
      case (.a, .address4(let address)): fields["dns.a", default: []].append("\(address)")
      case (.aaaa, .address6(let address)): fields["dns.aaaa", default: []].append("\(address)")
      case (.cname, .name(let name)):
        fields["dns.cname", default: []].append(name.wiresharkText)
      case (.ptr, .name(let name)):
        fields["dns.ptr.domain_name", default: []].append(name.wiresharkText)
      default: break
      }
    }
    return fields
  }

  private func fields(ofNetBIOS dns: DNSMessage) -> Fields {
    let records = dns.answers + dns.authorities + dns.additionals
    let names = dns.questions.map(\.name) + records.map(\.name)
    let addresses = records.flatMap { record -> [String] in
      guard case .netBIOS(let addresses) = record.value else { return [] }
      return addresses.map(\.address.description)
    }
    let texts = Set(names.compactMap { NBNSName($0)?.description })
    return ["nbns.name": texts.sorted(), "nbns.addr": addresses]
  }

  private func fields(of rmcp: HeardRMCP) -> Fields {
    var fields: Fields = [
      "rmcp.version": ["6"], "rmcp.sequence": ["\(rmcp.sequence)"],
      "rmcp.class": ["\(rmcp.messageClass)"],
    ]
    switch rmcp.message {
    case .ping(let ping):
      fields["asf.type"] = ["128"]
      fields["asf.tag"] = ["\(ping.tag)"]
    case .pong(let pong):
      fields["asf.type"] = ["64"]
      fields["asf.tag"] = ["\(pong.tag)"]
    default: break
    }
    return fields
  }
}

extension DNSName {
  /// The name as Wireshark writes it: labels joined whatever is in them, control characters with
  /// three octal digits.
  var wiresharkText: String {
    if isRoot { return "<Root>" }
    let bytes = Array(labels.joined(separator: [UInt8(ascii: ".")]))
    var text = ""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if scalar.value < 0x20 || scalar.value == 0x7F {
        let digits = String(scalar.value, radix: 8)
        text += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

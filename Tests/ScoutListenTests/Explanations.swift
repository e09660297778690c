/// Where we and Wireshark differ, and why that is right.
enum Explanation {
  /// A capture that claims a version of the format that does not exist, which Wireshark refuses too.
  static let refused: Set = ["dhcp/gopacket__le_test901.pcapng"]

  /// Packets we hear and Wireshark's list lacks.
  static let extra = [
    "dhcp/suricata-verify__dhcp-request-flood_test.pcap": "the list is cut after 300 packets"
  ]

  /// Packets Wireshark lists and we do not hear.
  static let missing = [
    "dhcp/ndpi__capwap.pcap": "inside a CAPWAP tunnel, which is not opened",
    "dns/tcpdump__arcnet-rfc1201-arp-icmp-http.pcap": "link type ARCNET is not read",
    "dns/zeek__dns-inverse-query.pcap": "link type FDDI is not read",
  ]

  /// Our frame numbers and Wireshark's, which counts pcapng's custom blocks as frames of their own;
  /// libpcap, and we with it, passes over them.
  static let shifted = [
    "dhcp/gopacket__le_test018.pcapng": [1: 2, 2: 3, 3: 5, 4: 7],
    "dhcp/gopacket__be_test102.pcapng": [1: 2, 2: 4, 3: 5, 4: 6, 5: 7],
    "dhcp/gopacket__le_test102.pcapng": [1: 2, 2: 4, 3: 5, 4: 6, 5: 7],
  ]

  static func wiresharkFrame(_ frame: Int, in capture: String) -> Int {
    shifted[capture]?[frame] ?? frame
  }

  /// The search list that the server's configuration has, where the capture's option 119 is spread
  /// over three areas, of which Wireshark reads each alone.
  static func searchList(_ capture: String, _ expected: Fields) -> [String]? {
    let captures = [
      "lab/lab__isc-client-side.pcap", "lab/lab__isc-relayed-opt82.pcap",
      "lab/lab__isc-relay-any-sll2.pcap",
    ]
    guard captures.contains(capture), let type = expected["dhcp.option.dhcp"]?.first,
      ["2", "5"].contains(type)
    else { return nil }
    return [
      "vpro.branch.example.org", "branch.example.org", "example.org",
      "a-rather-long-label-number-one.sites.emea.example.net",
      "a-rather-long-label-number-two.sites.emea.example.net",
      "another-quite-long-label.apac.example.com",
      "yet-another-quite-long-label-here.latam.example.edu",
      "building-seventeen.floor-four.campus-north.example.int",
      "building-eighteen.floor-five.campus-south.zz.example.test",
      "lab-network-with-a-long-name.research.example.invalid",
    ]
  }

  /// Why the values of one field differ, where we know.
  static func difference(
    _ capture: String, _ field: String, _ theirs: [String], _ ours: [String], _ found: Fields
  ) -> String? {
    let isPart = isSubsequence(ours, of: theirs)
    // 47 is NSEC, 50 NSEC3.
    if field == "dns.resp.type", isPart, ours.contains("47") || ours.contains("50") {
      return "Wireshark lists the types in NSEC bitmaps too"
    }
    if capture == "dns/ndpi__malformed_dns.pcap", isPart {
      return "an entry whose name is longer than 255 bytes is left out, with a defect"
    }
    if capture == "dns/tcpdump__dns-badlabel.pcap", isPart {
      return "a question whose name has a reserved label is left out, with a defect"
    }
    if capture == "dhcp/ndpi__dhcp-fuzz.pcapng", field == "dhcp.option.type", isPart {
      return "an option longer than the message is left out, with a defect"
    }
    return nil
  }

  static func isSubsequence(_ part: [String], of whole: [String]) -> Bool {
    var rest = part[...]
    for value in whole where value == rest.first { rest.removeFirst() }
    return rest.isEmpty
  }
}

package import ScoutNet

/// One DHCPv4 message that was heard, an answer to our own question, or a lease of a server's file.
package struct DHCPSighting: Hashable, Sendable, Codable {
  /// DISCOVER, OFFER, REQUEST, DECLINE, ACK, NAK, RELEASE, INFORM, or the number. Of a server's
  /// lease file: LEASE for what is held, EXPIRED for what no longer is, RESERVED for what is set
  /// aside; such a file does not tell what was handed out with the address.
  package var message: String
  package var clientMAC: MACAddress?
  /// *ciaddr*, where not zero.
  package var clientAddress: IPv4Address?
  /// *yiaddr*, where not zero.
  package var yourAddress: IPv4Address?
  /// *giaddr*, where not zero.
  package var relay: IPv4Address?
  /// Option 54.
  package var server: IPv4Address?
  /// Option 1, as a prefix around the client's address.
  package var segment: Prefix?
  /// Option 12.
  package var hostName: String?
  /// Option 15 as sent; empty where it was sent empty or blank, `nil` where it was not sent.
  package var domainName: String?
  /// Option 81's name.
  package var fqdn: String?
  /// Option 119.
  package var searchList: [String]
  /// Option 6.
  package var nameServers: [IPv4Address]
  /// Option 60.
  package var vendorClass: String?

  package init(message: String) {
    self.message = message
    searchList = []
    nameServers = []
  }

  /// Whether a server said it: OFFER, ACK or NAK.
  package var isFromServer: Bool { ["OFFER", "ACK", "NAK"].contains(message) }

  /// Whether it says that the client holds the address: an acknowledgement, or a lease in a
  /// server's file.
  package var isHeld: Bool { message == "ACK" || message == "LEASE" }
}

/// One resource record of an answer.
package struct NameRecord: Hashable, Sendable, Codable {
  package var name: String
  /// `A`, `AAAA`, `PTR`, `CNAME`, …
  package var type: String
  package var timeToLive: UInt32
  package var value: String

  package init(name: String, type: String, timeToLive: UInt32, value: String) {
    self.name = name
    self.type = type
    self.timeToLive = timeToLive
    self.value = value
  }
}

/// What a question to the domain name system came to.
package enum NameOutcome: String, Hashable, Sendable, Codable {
  /// Records of the asked type came.
  case answered
  /// The name does not exist (NXDOMAIN).
  case noSuchName
  /// The name exists, the type does not.
  case noData
  /// The server refused or failed.
  case serverFailed
  /// No server answered.
  case noAnswer
  /// A question that was heard on the wire, its answer not; or a name that only a directory knows.
  case questionOnly
  /// Nobody asked: a client or a DHCP server told the name server to keep these records.
  case registered
  /// The name server did not take a registration; the name is the zone's.
  case registrationRefused

  /// Whether it says how the name system stands, or that it cannot be told: a question that was
  /// asked came to this.
  package var tellsState: Bool {
    switch self {
    case .answered, .noSuchName, .noData, .serverFailed, .noAnswer: true
    case .questionOnly, .registered, .registrationRefused: false
    }
  }
}

/// A question to the domain name system, and what came of it.
package struct NameSighting: Hashable, Sendable, Codable {
  /// The name asked for: lower case, no final dot.
  package var name: String
  package var type: String
  package var outcome: NameOutcome
  package var records: [NameRecord]
  /// The server that answered, or the one that was asked last.
  package var server: IPAddress?
  /// Of registrations: who wants it, and the message's number, by which the answer is known.
  package var client: IPAddress?
  package var messageID: UInt16?
  /// Whether the operator named it as a target, and the observation's address is what it led to.
  package var isTarget: Bool?

  package init(
    name: String, type: String, outcome: NameOutcome, records: [NameRecord] = [],
    server: IPAddress? = nil
  ) {
    self.name = name
    self.type = type
    self.outcome = outcome
    self.records = records
    self.server = server
  }
}

/// A name that a machine bears on its own link, by word of mouth: it said so itself, to everybody who
/// listened. No server vouches for it, and no console finds the machine by it from elsewhere.
package struct LocalNameSighting: Hashable, Sendable, Codable {
  /// The services that spread such names.
  package enum Service: String, Hashable, Sendable, Codable, CaseIterable {
    case mdns = "mDNS"
    case llmnr = "LLMNR"
    case netBIOS = "NetBIOS"
  }

  /// Lower case, no final dot: `pc-42.local` of multicast DNS, else as a rule one label.
  package var name: String
  package var service: Service

  package init(_ name: String, _ service: Service) {
    self.name = name
    self.service = service
  }
}

extension LocalNameSighting: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    (left.name, left.service.rawValue) < (right.name, right.service.rawValue)
  }
}

/// One network adapter as a host-side tool describes it.
package struct HostAdapter: Hashable, Sendable, Codable {
  package var wireless: Bool
  package var mac: MACAddress?
  /// AMT's address; absent where the tool says 0.0.0.0.
  package var address: IPAddress?
  /// The operating system's address.
  package var hostAddress: IPAddress?
  package var linkUp: Bool?
  package var dhcpEnabled: Bool?
  /// `active` or `passive`.
  package var dhcpMode: String?

  package init(wireless: Bool) { self.wireless = wireless }
}

/// A trusted root as the firmware lists it.
package struct RootHash: Hashable, Sendable, Codable {
  package var name: String
  package var algorithm: String
  /// Hexadecimal, lower case.
  package var hash: String
  package var isActive: Bool
  package var isDefault: Bool

  package init(name: String, algorithm: String, hash: String, isActive: Bool, isDefault: Bool) {
    self.name = name
    self.algorithm = algorithm
    self.hash = hash
    self.isActive = isActive
    self.isDefault = isDefault
  }
}

/// What a tool that ran on the machine itself says of it. Absent means: the tool did not say.
package struct HostInventory: Hashable, Sendable, Codable {
  /// The tool and form it was read from, as in `rpc amtinfo`.
  package var tool: String
  package var product: Product?
  package var version: FirmwareVersion?
  package var sku: Int?
  package var uuid: UUID128?
  package var state: ProvisioningState?
  package var controlMode: ControlMode?
  /// Whether AMT is switched on in the BIOS or from the operating system.
  package var enabled: Bool?
  /// The PKI DNS suffix set in the firmware.
  package var dnsSuffix: String?
  package var hostDNSSuffix: String?
  package var hostName: String?
  /// `direct`, `vpn`, `outside enterprise`: where AMT believes itself to be.
  package var remoteAccessNetwork: String?
  package var remoteAccessHost: String?
  package var adapters: [HostAdapter]
  package var rootHashes: [RootHash]
  /// Whether the source tells Intel's products apart; absent means that it does.
  package var isVague: Bool?
  /// Whether the tool that asked found that it does not know the device's password.
  package var passwordUnknown: Bool?
  /// Whether the name was taken from the file's name, because the file itself names no machine.
  package var isNamedByFile: Bool?
  /// Fields that are not understood, kept as they were: at most 64.
  package var otherFields: [String: String]?

  package init(tool: String) {
    self.tool = tool
    adapters = []
    rootHashes = []
  }
}

/// What a DHCP server is set up to hand out in one scope, as its configuration or export says.
/// Nothing of it was seen on the network.
package struct ScopeSighting: Hashable, Sendable, Codable {
  package var prefix: Prefix
  /// The kind of server whose file it is, as in `Kea`.
  package var program: String
  package var name: String?
  /// Whether the scope is in use, where the file tells.
  package var isActive: Bool?
  /// Option 15; empty where it is set to nothing, `nil` where it is not set.
  package var domainName: String?
  /// Whether option 15 is set for more than this scope.
  package var isInherited = false
  /// Option 119.
  package var searchList: [String] = []
  /// Option 6.
  package var nameServers: [IPv4Address] = []
  /// Option 3.
  package var routers: [IPv4Address] = []

  package init(prefix: Prefix, program: String) {
    self.prefix = prefix
    self.program = program
  }
}

/// What a DHCPv6 message or a router advertisement said that was heard.
package struct IPv6Sighting: Hashable, Sendable, Codable {
  /// The DHCPv6 message's name as in `REPLY`, or its number; `RA` for a router advertisement.
  package var message: String
  /// Of the client's identifier, where that was made from one; it may be another adapter's.
  package var clientMAC: MACAddress?
  /// Who answers: the server, or the router that advertises.
  package var server: IPAddress?
  /// The address by which a relay names the client's link.
  package var link: IPv6Address?
  /// Option 39.
  package var fqdn: String?
  /// Option 24, or DNSSL; `nil` where it was not sent.
  package var searchList: [String]?
  /// Option 23, or RDNSS.
  package var nameServers: [IPv6Address] = []
  /// The prefixes that a router advertises.
  package var prefixes: [Prefix] = []
  /// The addresses that a DHCPv6 server gives or a client holds.
  package var addresses: [IPv6Address]?

  package init(message: String) { self.message = message }

  /// Whether a server or router said it.
  package var isFromServer: Bool {
    ["ADVERTISE", "REPLY", "RECONFIGURE", "RA"].contains(message)
  }
}

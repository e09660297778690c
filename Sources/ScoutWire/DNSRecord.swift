package import ScoutNet

/// One question of a DNS message.
package struct DNSQuestion: Hashable, Sendable {
  package var name: DNSName
  package var type: DNSType
  /// The class with, in multicast DNS, the wish for a unicast answer in its top bit.
  package var rawClass: UInt16

  package init(_ name: DNSName, _ type: DNSType, rawClass: UInt16 = 1) {
    self.name = name
    self.type = type
    self.rawClass = rawClass
  }
}

/// One resource record.
package struct DNSRecord: Hashable, Sendable {
  package var name: DNSName
  package var type: DNSType
  /// The class; for OPT the sender's largest UDP payload.
  package var rawClass: UInt16
  /// Seconds; for OPT the extended response code, version and flags.
  package var timeToLive: UInt32
  package var value: DNSValue

  package init(
    _ name: DNSName, _ type: DNSType, rawClass: UInt16 = 1, timeToLive: UInt32, _ value: DNSValue
  ) {
    self.name = name
    self.type = type
    self.rawClass = rawClass
    self.timeToLive = timeToLive
    self.value = value
  }

  /// In multicast DNS: whether the record replaces all others of its name and type
  /// (RFC 6762, 10.2).
  package var isCacheFlush: Bool { rawClass & 0x8000 != 0 }
}

/// What a resource record says.
package enum DNSValue: Hashable, Sendable {
  /// A.
  case address4(IPv4Address)
  /// AAAA.
  case address6(IPv6Address)
  /// CNAME, DNAME, NS, PTR.
  case name(DNSName)
  /// MX.
  case mailExchange(preference: UInt16, DNSName)
  /// SOA.
  case authority(DNSAuthority)
  /// SRV.
  case service(priority: UInt16, weight: UInt16, port: UInt16, target: DNSName)
  /// TXT: one or more strings of at most 255 bytes.
  case text([[UInt8]])
  /// OPT (RFC 6891).
  case options([EDNSOption])
  /// NB in NetBIOS: addresses with their flags.
  case netBIOS([NBNSAddress])
  /// NBSTAT in NetBIOS.
  case nodeStatus(NBNSNodeStatus)
  /// Any other type, and data without the form its type asks for, as deletions in updates are.
  case other([UInt8])
}

/// The value of an SOA record (RFC 1035, 3.3.13). Times are seconds.
package struct DNSAuthority: Hashable, Sendable {
  /// *mname*.
  package var primary: DNSName
  /// *rname*.
  package var mailbox: DNSName
  package var serial: UInt32
  package var refresh: UInt32
  package var retry: UInt32
  package var expire: UInt32
  package var minimum: UInt32

  package init(
    primary: DNSName, mailbox: DNSName, serial: UInt32, refresh: UInt32, retry: UInt32,
    expire: UInt32, minimum: UInt32
  ) {
    self.primary = primary
    self.mailbox = mailbox
    self.serial = serial
    self.refresh = refresh
    self.retry = retry
    self.expire = expire
    self.minimum = minimum
  }
}

/// One option of an OPT record.
package struct EDNSOption: Hashable, Sendable {
  package var code: UInt16
  package var value: [UInt8]

  package init(code: UInt16, value: [UInt8]) {
    self.code = code
    self.value = value
  }
}

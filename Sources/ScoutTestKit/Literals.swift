package import ScoutNet
package import ScoutModel

// Texts in tests are written by us: one that cannot be read is a mistake of the test, and stops it.

/// Reads an address that a test wrote down.
package func ip(_ text: String) -> IPAddress {
  guard let address = IPAddress(text) else { preconditionFailure("\(text) is not an address") }
  return address
}

/// Reads an IPv4 address that a test wrote down.
package func ip4(_ text: String) -> IPv4Address {
  guard let address = IPv4Address(text) else { preconditionFailure("\(text) is not IPv4") }
  return address
}

/// Reads a prefix that a test wrote down.
package func net(_ text: String) -> Prefix {
  guard let prefix = Prefix(text) else { preconditionFailure("\(text) is not a prefix") }
  return prefix
}

/// Reads a hardware address that a test wrote down.
package func mac(_ text: String) -> MACAddress {
  guard let address = MACAddress(text) else { preconditionFailure("\(text) is not a MAC") }
  return address
}

/// Reads a machine identifier that a test wrote down.
package func uuid(_ text: String) -> UUID128 {
  guard let uuid = UUID128(text) else { preconditionFailure("\(text) is not a UUID") }
  return uuid
}

/// Reads a domain name that a test wrote down.
package func domain(_ text: String) -> DomainName {
  guard let name = DomainName(text) else { preconditionFailure("\(text) is not a name") }
  return name
}

/// Reads a firmware version that a test wrote down.
package func firmware(_ text: String) -> FirmwareVersion {
  guard let version = FirmwareVersion(text) else { preconditionFailure("\(text) is no version") }
  return version
}

/// Reads a moment that a test wrote down, as in `2026-03-02T08:00:00Z`.
package func moment(_ text: String) -> Timestamp {
  guard let time = Timestamp(text) else { preconditionFailure("\(text) is not a moment") }
  return time
}

extension Evidence: ExpressibleByArrayLiteral {
  /// Takes the numbers of observations, as in `[1, 7]`.
  package init(arrayLiteral numbers: Int64...) { self.init(numbers.map { ObservationID($0) }) }
}

extension Timestamp {
  /// When tests begin, unless they say otherwise: 2026-03-02T08:00:00Z.
  package static let testStart = Timestamp(seconds: 1_772_438_400)
}

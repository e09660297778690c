import CScoutShims
import ScoutNet

extension scout_address {
  init(_ address: IPAddress, port: UInt16, scope: UInt32) {
    switch address {
    case .v4(let v4):
      self.init(high: 0, low: UInt64(v4.rawValue), scope: 0, port: port, family: 4)
    case .v6(let v6):
      self.init(high: v6.high, low: v6.low, scope: scope, port: port, family: 6)
    }
  }

  var ip: IPAddress? {
    switch family {
    case 4: .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: low)))
    case 6: .v6(IPv6Address(high: high, low: low))
    default: nil
    }
  }
}

extension scout_socket_error {
  /// What an ICMP message of the error queue says; `nil` for an error of another origin.
  var unreachable: Unreachable? {
    guard origin == 2 || origin == 3 else { return nil }
    return Unreachable(
      kind: Unreachable.kind(type: type, code: code, isV6: origin == 3), reporter: reporter.ip)
  }
}

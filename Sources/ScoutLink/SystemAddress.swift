import CScoutShims
import ScoutNet

extension scout_address {
  init(_ address: IPAddress) {
    switch address {
    case .v4(let v4):
      self.init(high: 0, low: UInt64(v4.rawValue), scope: 0, port: 0, family: 4)
    case .v6(let v6):
      self.init(high: v6.high, low: v6.low, scope: 0, port: 0, family: 6)
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

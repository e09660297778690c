import ScoutNet

/// The /24 or /120 an address lies in: the grain of pacing and of counting.
struct PrefixKey: Hashable, Sendable {
  let isV6: Bool
  let number: UInt128

  init(_ address: IPAddress) {
    isV6 = address.isV6
    number = address.number >> 8
  }

  init(isV6: Bool, number: UInt128) {
    self.isV6 = isV6
    self.number = number
  }

  var prefix: Prefix? {
    Prefix(IPAddress(number: number << 8, isV6: isV6), length: isV6 ? 120 : 24)
  }
}

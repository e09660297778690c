/// Division by a number that stays the same, as a multiplication: the processor's own takes as long as
/// half of a probe's frame.
struct FastDivision: Hashable, Sendable {
  let divisor: UInt64
  /// 2^64 over the divisor, rounded up.
  private let factor: UInt64

  /// Takes a divisor from 1 to 2^17.
  init(by divisor: UInt64) {
    precondition((1...1 << 17).contains(divisor), "the divisor is beyond what is exact")
    self.divisor = divisor
    // A factor of 2^64 does not fit, so 1 is done without one.
    factor = divisor == 1 ? 0 : UInt64.max / divisor + 1
  }

  /// Exact for numbers below 2^47: the rounding of the factor adds less than a divisor-th to the
  /// quotient, because number × divisor < 2^64.
  @inline(__always)
  func callAsFunction(_ number: UInt64) -> (quotient: UInt64, remainder: UInt64) {
    let quotient = factor == 0 ? number : number.multipliedFullWidth(by: factor).high
    return (quotient, number &- quotient &* divisor)
  }
}

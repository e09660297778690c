import Glibc
import ScoutFuzz

/// The target that AMTSCOUT_FUZZ names.
private let target: @Sendable ([UInt8]) -> Void = {
  let name = getenv("AMTSCOUT_FUZZ").map { String(cString: $0) } ?? ""
  guard let target = fuzzTargets[name] else {
    let known = fuzzTargets.keys.sorted().joined(separator: " ")
    fatalError("AMTSCOUT_FUZZ names no fuzz target; there are: \(known)")
  }
  return target
}()

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  target([UInt8](UnsafeBufferPointer(start: data, count: size)))
  return 0
}

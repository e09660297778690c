import ScoutModel
import ScoutNet

/// A device as its own observations show it, before its segment and the look-ups of its names are
/// known: those depend on what was seen of others.
struct Draft {
  var device: Device
  /// Option 15 as the lease of the device says it; `nil` where it has none.
  var option15: Known<String>?
  /// The address that this lease gave out.
  var leased: IPAddress?

  /// The device in its segment.
  ///
  /// Its own lease says what it was handed, unless the lease belongs to an address in some other
  /// segment and this one is known to hand out something.
  func placed(_ key: SegmentMap.Key?, _ handedOut: Known<String>) -> Device {
    var device = device
    device.segment = key?.prefix
    guard let option15 else {
      device.option15 = key == nil ? .unknown(.notAsked) : handedOut
      return device
    }
    let isElsewhere =
      leased.map { leased in
        leased != device.address && key.map { !$0.prefix.contains(leased) } ?? false
      } ?? false
    if isElsewhere, handedOut != .unknown(.notAsked) {
      device.option15 = handedOut
    } else {
      device.option15 = option15
    }
    return device
  }
}

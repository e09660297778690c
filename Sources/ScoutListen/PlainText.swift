import ScoutModel
import ScoutNet

/// What is written in a few letters, digits and signs that need no escape.
protocol PlainText {
  /// The most bytes that it takes.
  static var textLimit: Int { get }

  /// Writes the text to the first of at least ``textLimit`` bytes and returns its length.
  func write(to text: UnsafeMutableBufferPointer<UInt8>) -> Int
}

extension IPv4Address: PlainText {}
extension MACAddress: PlainText {}
extension Timestamp: PlainText {}

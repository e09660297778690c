/// A moment in UTC, to the microsecond.
package struct Timestamp: Hashable, Comparable, Sendable, Codable {
  /// Microseconds since 1970-01-01T00:00:00Z.
  package let microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }

  /// Takes seconds and nanoseconds as capture files and system clocks give them.
  package init(seconds: Int64, nanoseconds: Int64 = 0) {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
    let limit: Int64 = seconds < 0 ? .min : .max
    microseconds = overflow ? limit : product &+ nanoseconds / 1000
  }

  /// Takes a date of the Gregorian calendar in UTC; `nil` where there is no such date.
  package init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day),
      (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
    else { return nil }
    let days = Self.days(year: year, month: month, day: day)
    guard Self.date(ofDay: days) == (year, month, day) else { return nil }
    self.init(seconds: Int64(days) * 86400 + Int64(hour * 3600 + minute * 60 + second))
  }

  package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

  /// The time that lies between two moments; negative where `earlier` is the later one.
  package func since(_ earlier: Timestamp) -> Duration {
    .microseconds(microseconds.subtractingReportingOverflow(earlier.microseconds).partialValue)
  }

  // Days are counted in eras of 400 years that begin on 1 March, so that the leap day comes last.
  private static func days(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}

extension Timestamp: CustomStringConvertible {
  /// So many characters hold any moment, also those that damaged captures tell of.
  package static let textLimit = 32

  /// RFC 3339 in UTC; a fraction only where there is one.
  package var description: String {
    String(unsafeUninitializedCapacity: Self.textLimit) { write(to: $0) }
  }

  /// Writes the text to the first of at least ``textLimit`` bytes and returns its length.
  package func write(to text: UnsafeMutableBufferPointer<UInt8>) -> Int {
    // Seconds and fraction round down also before 1970.
    var (second, fraction) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    if fraction < 0 {
      second -= 1
      fraction += 1_000_000
    }
    let day = second >= 0 ? second / 86400 : (second - 86399) / 86400
    let date = Self.date(ofDay: Int(day))
    let time = Int(second - day * 86400)
    var count = 0
    func put(_ byte: UInt8) {
      text[count] = byte
      count += 1
    }
    func put(pair value: Int) {
      let value = UInt32(truncatingIfNeeded: value)
      put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10))
      put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10))
    }
    if (0...9999).contains(date.year) {
      put(pair: date.year / 100)
      put(pair: date.year % 100)
    } else {
      for byte in "\(date.year)".utf8 { put(byte) }
    }
    put(UInt8(ascii: "-"))
    put(pair: date.month)
    put(UInt8(ascii: "-"))
    put(pair: date.day)
    put(UInt8(ascii: "T"))
    put(pair: time / 3600)
    put(UInt8(ascii: ":"))
    put(pair: time / 60 % 60)
    put(UInt8(ascii: ":"))
    put(pair: time % 60)
    if fraction != 0 {
      put(UInt8(ascii: "."))
      put(pair: Int(fraction) / 10_000)
      put(pair: Int(fraction) / 100 % 100)
      put(pair: Int(fraction) % 100)
    }
    put(UInt8(ascii: "Z"))
    return count
  }
}

extension Timestamp {
  /// Reads RFC 3339 in UTC, with `Z`, with at most six digits of fraction.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.count <= 27, bytes.last == UInt8(ascii: "Z") else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in bytes[range] {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
      }
      return value
    }
    let marks: [(Int, Character)] = [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":")]
    guard marks.allSatisfy({ Character(UnicodeScalar(bytes[$0.0])) == $0.1 }),
      let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
      let whole = Timestamp(
        year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    else { return nil }
    var fraction = 0
    if bytes.count > 20 {
      guard bytes[19] == UInt8(ascii: "."), bytes.count > 21,
        let digits = number(20..<bytes.count - 1)
      else { return nil }
      fraction = digits
      for _ in bytes.count - 21..<6 { fraction *= 10 }
    }
    self.init(microseconds: whole.microseconds + Int64(fraction))
  }
}

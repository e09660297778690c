import Foundation
import ScoutModel
import Testing

@Suite("Firmware versions") struct FirmwareVersionTests {
  @Test(
    "compare with yes, no, or unknown where the precision does not suffice",
    arguments: [
      ("9.5", "6.2", Ternary.yes), ("6.1", "6.2", .no), ("6.2", "6.2", .yes),
      ("6", "6.2", .unknown),
      ("6", "6.0", .yes), ("11.8", "11.8.94", .unknown), ("11.8.50.3425", "11.8.94", .no),
      ("12", "11.8.94", .yes), ("5", "6.2", .no), ("11.8.94", "11.8.94.0", .yes),
    ])
  func comparison(version: String, bound: String, expected: Ternary) throws {
    let version = try #require(FirmwareVersion(version))
    let bound = try #require(FirmwareVersion(bound))
    #expect(version.isAtLeast(bound) == expected)
  }

  @Test(
    "are refused where they are none", arguments: ["", "a", "1.", ".1", "1.2.3.4.5", "-1", "99999"])
  func refused(text: String) { #expect(FirmwareVersion(text) == nil) }

  @Test(
    "hold the numbers that are known, and are written and read as those",
    arguments: ["6", "9.5", "11.8.50", "11.8.50.3425", "65535.65535.65535.65535", "0", "0.0"])
  func numbers(text: String) throws {
    let version = try #require(FirmwareVersion(text))
    #expect(version.description == text)
    let numbers = text.split(separator: ".").compactMap { Int($0) }
    #expect(version.components == numbers)
    #expect(
      [version.major, version.minor, version.hotfix, version.build].compactMap(\.self) == numbers)
    let json = try JSONEncoder().encode(version)
    #expect(try JSONDecoder().decode(FirmwareVersion.self, from: json) == version)
    let members = try JSONSerialization.jsonObject(with: json) as? [String: Int]
    #expect(members?.count == numbers.count && members?["major"] == numbers.first)
    // A number behind an unknown one is unknown, and one that fits nowhere the largest.
    #expect(FirmwareVersion(9, nil, 3) == FirmwareVersion(9))
    #expect(FirmwareVersion(9, 1, 70_000, -1) == FirmwareVersion(9, 1, 65_535, 0))
  }

  @Test("of a span are judged as a whole")
  func spans() {
    let span = VersionSpan(from: FirmwareVersion(4, 0), below: FirmwareVersion(5, 1))
    #expect(span.isAtLeast(FirmwareVersion(4, 0)) == .yes)
    #expect(span.isAtLeast(FirmwareVersion(4, 1)) == .unknown)
    #expect(span.isAtLeast(FirmwareVersion(5, 1)) == .no)
    #expect(span.isAtLeast(FirmwareVersion(6, 2)) == .no)
  }
}

@Suite("Timestamps") struct TimestampTests {
  @Test(
    "are written and read as RFC 3339",
    arguments: [
      "1970-01-01T00:00:00Z", "2000-02-29T23:59:59Z", "2026-11-23T08:43:42.000001Z",
      "1969-12-31T23:59:59.500000Z", "2100-03-01T00:00:00Z", "9999-12-31T23:59:59Z",
    ])
  func text(text: String) { #expect(Timestamp(text)?.description == text) }

  @Test(
    "are refused where there is no such moment",
    arguments: [
      "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01 00:00:00Z", "",
      "2026-01-01T00:00:00",
    ])
  func refused(text: String) { #expect(Timestamp(text) == nil) }
}

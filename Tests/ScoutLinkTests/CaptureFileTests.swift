import Foundation
import ScoutTestKit
import Testing

@testable import ScoutLink

@Suite("Capture files") struct CaptureFileTests {
  let folder = Folder()
  let packets: [[UInt8]] = [[1, 2, 3], Array(repeating: 9, count: 60), [7]]

  @Test(
    "reads pcap in either byte order and precision",
    arguments: [(false, false), (true, false), (false, true), (true, true)])
  func classic(bigEndian: Bool, nano: Bool) {
    let bytes = classicCapture(packets, bigEndian: bigEndian, nano: nano)
    let (found, error) = readAll(folder.file("a.pcap", bytes))
    #expect(error == nil)
    #expect(found.map(\.bytes) == packets)
    #expect(found.map(\.head.frame) == [1, 2, 3])
    #expect(found.map(\.head.seconds) == [1000, 1001, 1002])
    #expect(found.allSatisfy { $0.head.nanoseconds == (nano ? 7 : 7000) })
    #expect(found.map(\.head.originalLength) == [13, 70, 11])
    #expect(found.allSatisfy { $0.head.linkType == .ethernet })
  }

  @Test("reads pcapng")
  func new() {
    let bytes = newCapture([(113, [1, 2, 3, 4, 5])])
    let (found, error) = readAll(folder.file("a.pcapng", bytes))
    #expect(error == nil)
    #expect(found.map(\.bytes) == [[1, 2, 3, 4, 5]])
    #expect(found.first?.head.linkType == .linuxCooked)
  }

  @Test("every cut of a file gives its good packets and then an error that says so")
  func truncated() {
    let whole = classicCapture(packets)
    let ends = [24, 24 + 19, 24 + 19 + 76, whole.count]
    for length in 0..<whole.count {
      let (found, error) = readAll(folder.file("cut.pcap", Array(whole.prefix(length))))
      #expect(found.map(\.bytes) == Array(packets.prefix(found.count)))
      if ends.contains(length) {
        #expect(error == nil)
      } else {
        #expect(error?.code == (length < 24 ? .notCapture : .truncatedFile))
      }
      #expect(found.count == ends.dropFirst().count { $0 <= length })
    }
  }

  @Test("every cut of a pcapng file ends without a trap")
  func truncatedNew() {
    let whole = newCapture([(1, [1, 2, 3, 4, 5]), (1, [6, 7])])
    for length in 0...whole.count {
      let (found, _) = readAll(folder.file("cut.pcapng", Array(whole.prefix(length))))
      #expect(found.count <= 2)
    }
  }

  @Test("mixed link types give each packet with its own")
  func mixed() {
    let bytes = newCapture([(1, [1, 2, 3]), (113, [4, 5, 6]), (1, [7])])
    let (found, error) = readAll(folder.file("mixed.pcapng", bytes))
    #expect(error == nil)
    #expect(found.map(\.bytes) == [[1, 2, 3], [4, 5, 6], [7]])
    #expect(found.map(\.head.linkType) == [.ethernet, .linuxCooked, .ethernet])
    #expect(found.map(\.head.frame) == [1, 2, 3])
    let cut = readAll(folder.file("cut.pcapng", Array(bytes.dropLast(3))))
    #expect(cut.packets.count == 2 && cut.error?.code == .truncatedFile)
  }

  @Test("what is no capture is refused with advice")
  func refused() {
    #expect(readAll(folder.path + "/none.pcap").error?.code == .noSuchFile)
    #expect(readAll(folder.path).error?.code == .notCapture)
    #expect(readAll(folder.file("empty", [])).error?.code == .notCapture)
    let text = readAll(folder.file("text", Array("address,port\n10.0.0.1,80\n".utf8))).error
    #expect(text?.code == .notCapture)
    #expect(text?.message.contains("save it again as pcap") == true)
  }

  @Test("an insane length or time in a packet's header is an error or a value, never a trap")
  func insane() {
    var bytes = classicCapture([[1, 2, 3]])
    for index in 24..<40 { bytes[index] = 0xFF }
    #expect(readAll(folder.file("a", bytes)).error != nil)
    bytes = classicCapture([[1, 2, 3]])
    for index in 24..<32 { bytes[index] = 0xFF }
    let (found, _) = readAll(folder.file("b", bytes))
    #expect(found.allSatisfy { (0..<1_000_000_000).contains($0.head.nanoseconds) })
  }

  @Test("stops where the reader throws")
  func thrown() throws {
    struct Enough: Error {}
    let file = try CaptureFile(path: folder.file("a", classicCapture(packets)))
    var count = 0
    #expect(throws: Enough.self) {
      try file.read { _, _ in
        count += 1
        if count == 2 { throw Enough() }
      }
    }
    #expect(count == 2)
  }

  @Test(
    "reads as many packets as capinfos counts in recorded captures",
    .enabled(if: RecordedData.isThere, "the recorded data are not beside the package"))
  func recorded() throws {
    let root = try #require(RecordedData.folder) + "/pcap"
    try #require(shell("command -v capinfos").hasPrefix("/"), "install wireshark-common")
    var equal = 0
    var odd: [String] = []
    for name in try RecordedData.files(below: "pcap", endingIn: [".pcap", ".pcapng"]) {
      let (found, error) = readAll("\(root)/\(name)")
      let text = shell("capinfos -Mc -T -r '\(root)/\(name)'").split(separator: "\n").last ?? ""
      let count = text.split(separator: "\t").last.flatMap { Int($0) }
      if error == nil && found.count == count {
        equal += 1
      } else {
        odd.append("\(name): \(found.count) of \(count.map(String.init) ?? "?"), \(error as Any)")
      }
    }
    print("recorded captures: \(equal) read as capinfos counts, \(odd.count) not")
    for line in odd { print("  " + line) }
    #expect(equal > 50)
    #expect(!odd.contains { $0.hasSuffix("nil") })
  }
}

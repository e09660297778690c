import Testing

@testable import ScoutLink

@Suite("Writing captures") struct CaptureWriterTests {
  let folder = Folder()

  private func head(_ seconds: Int64, _ length: Int) -> PacketHead {
    PacketHead(
      frame: 1, linkType: .ethernet, seconds: seconds, nanoseconds: 123_456_789,
      originalLength: length)
  }

  @Test("what is written is read again, to the nanosecond")
  func roundTrip() throws {
    let path = folder.path + "/out.pcap"
    let writer = try CaptureWriter(path: path, linkType: .linuxCooked2)
    let three: [UInt8] = [1, 2, 3]
    let none: [UInt8] = []
    try writer.write(head(5, 100), three.span.bytes)
    try writer.write(head(6, 2), none.span.bytes)
    try writer.close()
    let (found, error) = readAll(path)
    #expect(error == nil)
    #expect(found.map(\.head.nanoseconds) == [123_456_789, 123_456_789])
    #expect(found.map(\.head.originalLength) == [100, 2])
    #expect(found.map(\.head.linkType) == [.linuxCooked2, .linuxCooked2])
    let late: [UInt8] = [1]
    #expect(throws: LinkError.self) { try writer.write(head(7, 1), late.span.bytes) }
  }

  @Test("a full disk and a folder that is not there are clear errors")
  func failures() throws {
    let writer = try CaptureWriter(path: "/dev/full", linkType: .ethernet)
    let bytes = [UInt8](repeating: 1, count: 65536)
    let error = #expect(throws: LinkError.self) {
      try writer.write(head(1, bytes.count), bytes.span.bytes)
      try writer.flush()
    }
    #expect(error?.message.contains("No space left") == true)
    #expect(throws: LinkError.self) {
      try CaptureWriter(path: folder.path + "/none/out.pcap", linkType: .ethernet)
    }
  }
}

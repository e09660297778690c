import Testing

@testable import ScoutWire

@Suite("DNS name") struct DNSNameTests {
  /// Reads one name at `offset`; what it says, where the cursor stands then.
  private func read(
    _ bytes: [UInt8], at offset: Int = 0, ending: DNSNameReader.Ending = .root
  ) throws -> (DNSName, Int) {
    var reader = ByteReader(bytes.span.bytes)
    try reader.skip(offset, "start")
    var names = DNSNameReader()
    let name = try names.read(&reader, "name", ending: ending)
    return (name, reader.offset)
  }

  @Test("reads labels, the root, pointers") func plain() throws {
    #expect(try read([0]).0 == .root)
    let (name, end) = try read([3, 0x77, 0x77, 0x77, 2, 0x41, 0x62, 0, 9])
    #expect(name.text == "www.Ab")
    #expect(end == 8)
    let (pointed, after) = try read([1, 0x61, 0, 1, 0x62, 0xC0, 0, 7], at: 3)
    #expect(pointed.text == "b.a")
    #expect(after == 7)
  }

  @Test("escapes what the text form gives a meaning to, and keeps UTF-8") func escapes() throws {
    let (name, _) = try read([
      5, 0x61, 0x2E, 0x62, 0x5C, 0x01, 3, 0xE2, 0x80, 0x99, 2, 0xFF, 0x20, 0,
    ])
    #expect(name.text == #"a\.b\\\001.’.\255 "#)
    #expect(
      name.labels == [[0x61, 0x2E, 0x62, 0x5C, 0x01], [0xE2, 0x80, 0x99], [0xFF, 0x20]])
    #expect(DNSName(name.text) == name)
    #expect(DNSName(labels: name.labels) == name)
  }

  @Test("text that is no name is refused") func badText() {
    let bad = [
      "", "a..b", ".a", "..", #"a\"#, #"a\25"#, #"a\256"#, String(repeating: "a", count: 64),
    ]
    for text in bad { #expect(DNSName(text) == nil, "\(text)") }
    #expect(DNSName(".") == .root)
    #expect(DNSName("a.b.")?.text == "a.b")
    #expect(DNSName(#"a\.b"#)?.labels.count == 1)
    let longest = Array(repeating: String(repeating: "a", count: 63), count: 4).joined(
      separator: ".")
    #expect(DNSName(longest.dropLast(2)) != nil)
    #expect(DNSName(longest.dropLast()) == nil)
  }

  @Test("a pointer in a circle throws, and the cursor stands behind the name") func loops() {
    for bytes: [UInt8] in [[0xC0, 0, 9], [1, 0x61, 0xC0, 0, 9], [0xC0, 2, 0xC0, 0]] {
      var reader = ByteReader(bytes.span.bytes)
      var names = DNSNameReader()
      var caught: WireError?
      do { _ = try names.read(&reader, "name") } catch { caught = error }
      #expect(caught != nil)
      #expect(reader.offset > 0)
    }
  }

  @Test("a pointer forward is followed and noted; one past the end throws") func forward() throws {
    let bytes: [UInt8] = [0xC0, 3, 9, 1, 0x61, 0]
    var reader = ByteReader(bytes.span.bytes)
    var names = DNSNameReader()
    #expect(try names.read(&reader, "name").text == "a")
    #expect(names.hasMetForwardPointer)
    #expect(throws: WireError.self) { try read([0xC0, 200]) }
  }

  @Test("many pointers to pointers are followed up to the limit") func chains() throws {
    func chain(_ count: Int) -> [UInt8] {
      // A name, then pointers each to the one before.
      var bytes: [UInt8] = [1, 0x61, 0]
      for index in 0..<count {
        let target = index == 0 ? 0 : 3 + (index - 1) * 2
        bytes += [0xC0 | UInt8(target >> 8), UInt8(target & 0xFF)]
      }
      return bytes
    }
    let limit = DNSName.maximumPointers
    #expect(try read(chain(limit), at: 3 + (limit - 1) * 2).0.text == "a")
    #expect(throws: WireError.self) { try read(chain(limit + 1), at: 3 + limit * 2) }
  }

  @Test("a name past 255 bytes throws, and the cursor stands behind it") func tooLong() {
    let label = [63] + [UInt8](repeating: 0x61, count: 63)
    let bytes: [UInt8] = label + label + label + label + label + [0, 7]
    var reader = ByteReader(bytes.span.bytes)
    var names = DNSNameReader()
    var caught: WireError?
    do { _ = try names.read(&reader, "name") } catch { caught = error }
    #expect(caught?.code == .limitExceeded)
    #expect(reader.remaining == 1)
  }

  @Test("reserved labels throw and move nothing") func reserved() {
    for first: UInt8 in [0x40, 0x41, 0x80, 0xBF] {
      let bytes: [UInt8] = [first, 1, 0x61, 0]
      var reader = ByteReader(bytes.span.bytes)
      var names = DNSNameReader()
      var caught: WireError?
      do { _ = try names.read(&reader, "name") } catch { caught = error }
      #expect(caught?.code == .unsupported)
      #expect(reader.offset == 0)
    }
  }

  @Test("a name of just 255 bytes is read, also by a pointer, and one of 256 is not")
  func longest() throws {
    func label(_ count: Int) -> [UInt8] {
      [UInt8(count)] + [UInt8](repeating: 0x61, count: count)
    }
    let tail = label(63) + label(63) + label(63)
    for (count, isRead) in [(61, true), (62, false)] {
      let straight = tail + label(count) + [0]
      let pointed = tail + [0] + label(count) + [0xC0, 0, 7]
      #expect((try? read(straight))?.0.text.utf8.count == (isRead ? 253 : nil))
      let read = try? read(pointed, at: tail.count + 1)
      #expect(read?.0.text.utf8.count == (isRead ? 253 : nil))
      if isRead { #expect(read?.1 == pointed.count - 1) }
    }
  }

  @Test("names that point to one with escapes, and back to themselves, are read as if alone")
  func pointers() throws {
    // A label with a dot in it; a name that goes on there; a pointer to the first name and nothing else.
    let bytes: [UInt8] = [3, 0x61, 0x2E, 0x62, 1, 0x63, 0, 1, 0x64, 0xC0, 0, 0xC0, 0, 0xC0, 4]
    var reader = ByteReader(bytes.span.bytes)
    var names = DNSNameReader()
    #expect(try names.read(&reader, "name").text == #"a\.b.c"#)
    #expect(try names.read(&reader, "name").text == #"d.a\.b.c"#)
    #expect(try names.read(&reader, "name").text == #"a\.b.c"#)
    #expect(try names.read(&reader, "name").text == "c")
    #expect(reader.remaining == 0)
    // Labels that lead back to themselves end at the limit.
    #expect(throws: WireError.self) { try read([1, 0x61, 0xC0, 0]) }
  }

  @Test("every cut of a name throws, and moves nothing")
  func prefixes() {
    let bytes: [UInt8] = [1, 0x62, 0, 3, 0x77, 0x77, 0x77, 2, 0x41, 0x62, 0xC0, 0]
    for count in 3..<bytes.count {
      let cut = Array(bytes[..<count])
      var reader = ByteReader(cut.span.bytes)
      var names = DNSNameReader()
      #expect((try? names.read(&reader, "name"))?.text == "b")
      #expect((try? names.read(&reader, "name")) == nil)
      #expect(reader.offset == 3)
    }
  }

  @Test("a partial name ends with the bytes only where that is allowed") func partial() throws {
    #expect(try read([2, 0x70, 0x63], ending: .anywhere).0.text == "pc")
    #expect(try read([], ending: .anywhere).0 == .root)
    #expect(throws: WireError.self) { try read([2, 0x70, 0x63]) }
    #expect(throws: WireError.self) { try read([2, 0x70], ending: .anywhere) }
  }
}

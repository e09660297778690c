@testable import ScoutWire

/// The frames of a capture file, read as plainly as tests need it: classic and next generation.
struct CaptureFile {
  struct Record {
    var link: LinkType
    var bytes: [UInt8]
  }

  /// In the order of the file; what cannot be read ends the list.
  private(set) var records: [Record] = []

  init(_ file: [UInt8]) {
    switch file.prefix(4) {
    case [0x0A, 0x0D, 0x0D, 0x0A]: readBlocks(file)
    case [0xD4, 0xC3, 0xB2, 0xA1], [0x4D, 0x3C, 0xB2, 0xA1]: readClassic(file, isBig: false)
    case [0xA1, 0xB2, 0xC3, 0xD4], [0xA1, 0xB2, 0x3C, 0x4D]: readClassic(file, isBig: true)
    default: break
    }
  }

  private static func word(_ file: [UInt8], _ offset: Int, _ isBig: Bool) -> UInt32 {
    guard offset >= 0, offset + 4 <= file.count else { return 0 }
    let bytes = file[offset..<offset + 4]
    return (isBig ? Array(bytes) : bytes.reversed()).reduce(0) { $0 << 8 | UInt32($1) }
  }

  private mutating func readClassic(_ file: [UInt8], isBig: Bool) {
    let link = LinkType(rawValue: Self.word(file, 20, isBig) & 0xFFFF)
    var offset = 24
    while offset + 16 <= file.count {
      let length = Int(Self.word(file, offset + 8, isBig))
      offset += 16
      guard offset + length <= file.count else { return }
      records.append(Record(link: link, bytes: Array(file[offset..<offset + length])))
      offset += length
    }
  }

  private mutating func readBlocks(_ file: [UInt8]) {
    var isBig = false
    var links: [LinkType] = []
    var offset = 0
    while offset + 12 <= file.count {
      if file[offset..<offset + 4].elementsEqual([0x0A, 0x0D, 0x0D, 0x0A]) {
        isBig = file[offset + 8] == 0x1A
        links = []
      }
      let type = Self.word(file, offset, isBig)
      let length = Int(Self.word(file, offset + 4, isBig))
      guard length >= 12, length % 4 == 0, offset + length <= file.count else { return }
      switch type {
      case 1:
        links.append(
          LinkType(rawValue: Self.word(file, offset + 8, isBig) >> (isBig ? 16 : 0) & 0xFFFF))
      case 2, 6:
        var interface = Int(Self.word(file, offset + 8, isBig))
        if type == 2 { interface = isBig ? interface >> 16 : interface & 0xFFFF }
        let size = Int(Self.word(file, offset + 20, isBig))
        if interface < links.count, size <= length - 32 {
          let start = offset + 28
          records.append(Record(link: links[interface], bytes: Array(file[start..<start + size])))
        }
      case 3:
        let size = min(Int(Self.word(file, offset + 8, isBig)), length - 16)
        if let link = links.first {
          let start = offset + 12
          records.append(Record(link: link, bytes: Array(file[start..<start + size])))
        }
      case 0x0BAD, 0x4000_0BAD:
        // Wireshark numbers custom blocks as if they were frames.
        records.append(Record(link: LinkType(rawValue: .max), bytes: []))
      default: break
      }
      offset += length
    }
  }
}

import ScoutNet
import Testing

@testable import ScoutWire

@Suite("Byte reader and writer") struct ByteReaderTests {
  @Test("reads integers of both orders and says where it stands")
  func integers() throws {
    let bytes: [UInt8] = Array(1...23)
    var reader = ByteReader(bytes.span.bytes)
    #expect(try reader.readUInt8("a") == 1)
    #expect(try reader.readUInt16("b") == 0x0203)
    #expect(try reader.readUInt24("c") == 0x04_0506)
    #expect(try reader.readUInt32("d") == 0x0708_090A)
    #expect(try reader.readLittleUInt16("e") == 0x0C0B)
    #expect(try reader.readLittleUInt32("f") == 0x100F_0E0D)
    #expect(reader.offset == 16)
    #expect(reader.remaining == 7)
    #expect(try reader.readBytes(2, "g") == [17, 18])
    #expect(reader.peekUInt8() == 19)
    #expect(reader.readRest() == [19, 20, 21, 22, 23])
    #expect(reader.isAtEnd == true)
    #expect(reader.peekUInt8() == nil)
  }

  @Test("a read past the end throws with field and offset and moves nothing")
  func pastTheEnd() throws {
    let bytes: [UInt8] = [1, 2, 3]
    var reader = ByteReader(bytes.span.bytes)
    try reader.skip(1, "first")
    var caught: [WireError] = []
    do { _ = try reader.readUInt24("x") } catch { caught.append(error) }
    do { _ = try reader.readUInt32("x") } catch { caught.append(error) }
    do { _ = try reader.readUInt64("x") } catch { caught.append(error) }
    do { _ = try reader.readBytes(3, "x") } catch { caught.append(error) }
    do { _ = try reader.readBytes(-1, "x") } catch { caught.append(error) }
    do { try reader.skip(Int.max, "x") } catch { caught.append(error) }
    do { _ = try reader.readPart(3, "x") } catch { caught.append(error) }
    do { _ = try reader.readMACAddress("x") } catch { caught.append(error) }
    do { _ = try reader.readIPv6Address("x") } catch { caught.append(error) }
    #expect(caught.count == 9)
    #expect(caught.allSatisfy { $0 == WireError(.truncated, "x", at: 1) })
    #expect(reader.offset == 1)
  }

  @Test("a part knows its own end and the message's offsets")
  func parts() throws {
    let bytes: [UInt8] = [9, 1, 2, 3, 4]
    var reader = ByteReader(bytes.span.bytes)
    try reader.skip(1, "head")
    var part = try reader.readPart(2, "part")
    #expect(part.offset == 1)
    #expect(try part.readUInt16("inner") == 0x0102)
    #expect(part.isAtEnd == true)
    #expect(reader.offset == 3)
    var again = try part.reader(at: 0, "pointer")
    #expect(try again.readUInt8("first") == 9)
    #expect(again.remaining == 4)
    var threw = false
    do { _ = try part.reader(at: 6, "pointer") } catch { threw = true }
    #expect(threw)
  }

  @Test("what is written is read again")
  func roundTrip() throws {
    let mac = try #require(MACAddress("00:11:22:33:44:55"))
    let v4 = IPv4Address(192, 0, 2, 7)
    let v6 = try #require(IPv6Address("2001:db8::7"))
    var writer = ByteWriter()
    writer.write(UInt8(1))
    writer.write(UInt16(0x0203))
    writer.writeUInt24(0x04_0506)
    writer.write(UInt32(0x0708_090A))
    writer.write(UInt64(11))
    writer.writeLittle(UInt16(12))
    writer.writeLittle(UInt32(13))
    writer.write(mac)
    writer.write(v4)
    writer.write(v6)
    writer.writeWithLength16 { $0.writeWithLength8 { $0.write([7, 8]) } }
    writer.writeZeros(2)
    let bytes = writer.bytes
    var reader = ByteReader(bytes.span.bytes)
    #expect(try reader.readUInt8("a") == 1)
    #expect(try reader.readUInt16("b") == 0x0203)
    #expect(try reader.readUInt24("c") == 0x04_0506)
    #expect(try reader.readUInt32("d") == 0x0708_090A)
    #expect(try reader.readUInt64("e") == 11)
    #expect(try reader.readLittleUInt16("f") == 12)
    #expect(try reader.readLittleUInt32("g") == 13)
    #expect(try reader.readMACAddress("h") == mac)
    #expect(try reader.readIPv4Address("i") == v4)
    #expect(try reader.readIPv6Address("j") == v6)
    #expect(reader.readRest() == [0, 3, 2, 7, 8, 0, 0])
  }
}

import Foundation
import ScoutModel
import ScoutNet
import Testing

@testable import ScoutImport

/// The day on which the files of these tests were written.
private let written = Timestamp(seconds: 1_795_680_000)

/// What a file told, and what of it could not be read.
struct Told {
  var sightings: [Sighting] = []
  var complaints: [String] = []

  /// Reads in pieces of the given size; `nil` where the file is of no known form.
  init?(_ bytes: [UInt8], name: String = "file", pieces: Int = 1 << 20) {
    let head = Array(bytes.prefix(NetworkFile.headSize))
    guard var file = NetworkFile(head: head, name: name, site: "Lyon", time: written) else {
      return nil
    }
    var rest = bytes[...]
    while !rest.isEmpty {
      file.take(Array(rest.prefix(pieces)))
      sightings += file.takeSightings()
      rest = rest.dropFirst(pieces)
    }
    file.finish()
    sightings += file.takeSightings()
    complaints = file.complaints
  }

  init?(_ text: String) { self.init(Array(text.utf8)) }

  var leases: [DHCPSighting] {
    sightings.compactMap { if case .dhcp(let lease) = $0.fact { lease } else { nil } }
  }
  var names: [NameSighting] {
    sightings.compactMap { if case .name(let name) = $0.fact { name } else { nil } }
  }
  var scopes: [ScopeSighting] {
    sightings.compactMap { if case .scope(let scope) = $0.fact { scope } else { nil } }
  }
}

enum Seeds {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fuzz/Corpus/NetworkFile")

  static let all =
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()) ?? []

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
  }
}

func told(_ name: String) throws -> Told {
  try #require(Told(try Seeds.bytes(name), name: name), "\(name) is not recognised")
}

@Suite("Files of servers") struct NetworkFileTests {
  @Test("are read the same in pieces of any size", arguments: Seeds.all)
  func pieces(name: String) throws {
    let bytes = try Seeds.bytes(name)
    let whole = try told(name)
    for size in [1, 7, 100] {
      let parts = try #require(Told(bytes, name: name, pieces: size))
      #expect(parts.sightings == whole.sightings)
      #expect(parts.complaints == whole.complaints)
    }
  }

  @Test("cut anywhere yield what came before, or a complaint", arguments: Seeds.all)
  func prefixes(name: String) throws {
    let bytes = try Seeds.bytes(name)
    let whole = try told(name)
    for length in stride(from: 0, to: bytes.count, by: bytes.count > 2000 ? 13 : 1) {
      guard let part = Told(Array(bytes.prefix(length)), name: name) else { continue }
      #expect(part.sightings.count <= whole.sightings.count + 1)
      #expect(!part.sightings.isEmpty || !part.complaints.isEmpty)
    }
  }

  @Test("keep where each thing stands, and the site")
  func origins() throws {
    for name in Seeds.all {
      for sighting in try told(name).sightings {
        #expect(sighting.method == .imported && sighting.endpoint.site == "Lyon")
        #expect(sighting.origin?.name == name)
        #expect(name == "dhclient.leases" || sighting.origin?.position ?? 0 > 0)
      }
    }
  }

  @Test(
    "leave other tools' files alone",
    arguments: [
      "", "\n\n", "hello", "{\"amt\":\"11.8.50\"}", "<?xml version=\"1.0\"?><nmaprun/>",
      "name,ip,mac,osdesc\npc,10.0.0.1,02:00:00:00:00:01,Linux\n",
      "Version : 15.0.10\nBuild Number : 1447\n", "host=10.0.0.1\n", "10.0.0.1\n10.0.0.2\n",
      "address,phone\nRoad 1,12\n", "# only a comment\n",
    ])
  func others(text: String) { #expect(Told(text) == nil) }

  @Test("name a bad line by its number and keep the rest")
  func badLines() throws {
    let dnsmasq = try #require(
      Told(
        """
        1795683600 02:00:00:00:00:01 10.0.0.1 one *
        nonsense
        1795683600 02:00:00:00:00:03 10.0.0.999 three *
        1795683600 02:00:00:00:00:04 10.0.0.4 four *
        """))
    #expect(dnsmasq.leases.map(\.hostName) == ["one", "four"])
    #expect(
      dnsmasq.complaints == [
        "file, line 2: is no lease: `nonsense`", "file, line 3: `10.0.0.999` is no IPv4 address",
      ])
    let kea = try #require(
      Told(
        """
        address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state
        10.0.0.1,02:00:00:00:00:01,,3600,1795683600,1,0,0,one,0
        10.0.0.2,02:00
        x,02:00:00:00:00:03,,3600,1795683600,1,0,0,three,0
        """))
    #expect(kea.leases.map(\.hostName) == ["one"])
    #expect(kea.complaints.map { $0.prefix(12) } == ["file, line 3", "file, line 4"])
    let isc = try #require(
      Told(
        """
        lease 10.0.0.1 {
          starts yesterday at noon;
          binding state active;
          hardware ethernet 02:00:00:00:00:zz;
          client-hostname "one";
          on expiry {
            set x = "}";
          }
        }
        lease 10.0.0.2 {
        """))
    #expect(isc.leases.map(\.hostName) == ["one"])
    #expect(
      isc.complaints.map { $0.prefix(13) } == ["file, line 2:", "file, line 4:", "file, line 10"])
  }

  @Test("have no more than fifty complaints, and lines of bounded length")
  func bounds() throws {
    let text = "1795683600 02:00:00:00:00:01 10.0.0.1 one *\n"
    let many = try #require(Told(text + String(repeating: "bad\n", count: 1000) + text))
    #expect(many.leases.count == 2)
    #expect(many.complaints.count == 50)
    let long = try #require(Told(text + String(repeating: "x", count: 200_000) + "\n" + text))
    #expect(long.leases.count == 2)
    #expect(long.complaints == ["file, line 2: is longer than 65536 bytes"])
  }
}

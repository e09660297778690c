import Foundation
import ScoutFuzz
import Testing

@Suite("Every fuzz target") struct ReplayTests {
  private static let corpus = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fuzz/Corpus")

  @Test(
    "survives its corpus, and each seed cut short or changed", arguments: fuzzTargets.keys.sorted())
  func replay(name: String) throws {
    let target = try #require(fuzzTargets[name])
    let folder = Self.corpus.appendingPathComponent(name)
    let seeds = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(!seeds.isEmpty)
    for seed in seeds {
      let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(seed)))
      target(bytes)
      // A few hundred neighbours of each seed: the same ones in every run.
      let step = max(1, bytes.count / 100)
      for length in stride(from: 0, to: bytes.count, by: step) { target(Array(bytes[..<length])) }
      for place in stride(from: 0, to: bytes.count, by: step) {
        for value in [0x00, 0x7F, 0xFF, bytes[place] ^ 0x80, bytes[place] &+ 1] as [UInt8] {
          var changed = bytes
          changed[place] = value
          target(changed)
        }
      }
    }
  }

  @Test("has a corpus, and each corpus a target")
  func complete() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.corpus.path)
    #expect(Set(folders) == Set(fuzzTargets.keys))
  }
}

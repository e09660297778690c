import Foundation
import ScoutListen
import Testing

@Suite("Fuzz seeds of the dissector") struct DissectorSeedsTests {
  @Test("are heard without a trap") func replay() throws {
    let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fuzz/Corpus/Dissector")
    let seeds = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    #expect(!seeds.isEmpty)
    for seed in seeds { fuzzDissector([UInt8](try Data(contentsOf: seed))) }
  }
}

import Foundation
import Testing

/// What a person gets who makes a mistake: an exit code, and a sentence that says what to do next.
struct Mistake: Sendable, CustomTestStringConvertible {
  let arguments: String
  let status: Int32
  let says: String

  var testDescription: String { arguments }

  init(_ arguments: String, _ status: Int32, _ says: String) {
    self.arguments = arguments
    self.status = status
    self.says = says
  }
}

@Suite("The command line", .serialized) struct CommandLineTests {
  @Test(
    "answers a mistake with its exit code and with advice",
    arguments: [
      Mistake("assess", 64, "amtscout assess 10.1.0.0/22"),
      Mistake("assess", 64, "amtscout assess --help"),
      Mistake("bogus", 64, "bogus"),
      Mistake("assess 127.0.0.1 --bogus", 64, "--bogus"),
      Mistake("assess nonsense..x", 64, "is not a target"),
      Mistake("assess 127.0.0.1 --rate zz", 64, "--rate"),
      Mistake("assess 127.0.0.1 --ports 0-7", 64, "--ports"),
      Mistake("assess 127.0.0.1 -T9", 64, "0 to 5"),
      Mistake("sweep 127.0.0.1 --cool-down 50ms", 64, "100ms to 60s"),
      Mistake("sweep 127.0.0.1 --cool-down soon", 64, "100ms to 60s"),
      Mistake("assess 127.0.0.1 --dns x", 64, "--dns"),
      Mistake("assess 127.0.0.1 --fail-on never", 64, "--fail-on"),
      Mistake("assess 127.0.0.1 --format pdf", 64, "html, csv and json"),
      Mistake("assess 224.0.0.1", 64, "never sent to"),
      Mistake("assess 127.0.0.0/8", 64, "--yes"),
      Mistake("assess 127.0.0.1 --exclude 127.0.0.0/8", 64, "every target is excluded"),
      Mistake("assess -iL no-such-file", 1, "no-such-file"),
      Mistake("assess 127.0.0.1 --site /proc/x/y", 1, "--site"),
      Mistake("assess 127.0.0.1 --site text", 1, "not a site file"),
      Mistake("assess 127.0.0.1 --profile text", 1, "text"),
      Mistake("assess 127.0.0.1 --output text", 1, "--output"),
      Mistake("report --site none.amtscout", 1, "amtscout assess"),
      Mistake("devices --site text", 1, "not a site file"),
      Mistake("capture", 64, "-i"),
      Mistake("capture -r text", 1, "not a pcap or pcapng file"),
      Mistake("capture -r none.pcap", 1, "no file"),
      Mistake("capture -i no-such-interface", 1, "no-such-interface"),
      Mistake("import none.json", 1, "none.json"),
    ])
  func mistakes(_ mistake: Mistake) throws {
    let folder = try Scratch.folder()
    try Data("this is: neither\n  - one nor: the other: [".utf8)
      .write(to: folder.appendingPathComponent("text"))
    let result = try Program.amtscout(
      mistake.arguments.split(separator: " ").map(String.init), in: folder, within: 20)
    #expect(result.status == mistake.status, "\(result.errors)")
    #expect(result.errors.contains(mistake.says), "\(result.errors)")
    #expect(result.output.isEmpty)
  }

  @Test("sends nothing to where it was not allowed to")
  func stray() throws {
    let result = try Program.amtscout(
      ["assess", "10.0.0.1"], in: Scratch.folder(), within: 20)
    #expect(result.status == 64)
    #expect(result.errors.contains("limited to"))
  }

  @Test("refuses public addresses, and says how to allow them")
  func publicAddresses() throws {
    let result = try Program.run(
      [Program.amtscout, "assess", "198.51.100.7", "--dry-run"], in: Scratch.folder(), within: 20)
    #expect(result.status == 64)
    #expect(result.errors.contains("--allow-public"))
  }

  @Test("shows in a dry run what it would do, and leaves no file behind")
  func dryRun() throws {
    let folder = try Scratch.folder()
    let result = try Program.amtscout(
      ["assess", "127.0.0.0/24", "--exclude", "127.0.0.5", "--dry-run"], in: folder, within: 20)
    #expect(result.status == 0)
    for words in ["255 addresses", "16992", "packets a second", "Nothing was sent."] {
      #expect(result.output.contains(words))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/site.amtscout"))
  }

  @Test("waits as long as it is told to at the end of a sweep")
  func coolDown() throws {
    for (time, says) in [("60s", "1 min"), ("100ms", "3 s")] {
      let result = try Program.amtscout(
        ["sweep", "127.0.0.1", "--cool-down", time, "--retries", "0", "--dry-run"],
        in: Scratch.folder(), within: 20)
      // A connection's three seconds come before.
      #expect(result.output.contains("to \(says)"), "\(result.output)")
    }
  }

  @Test("says in the doctor's answer how much room there is, where there is little")
  func doctor() throws {
    let folder = try Scratch.folder()
    let result = try Program.amtscout(["doctor"], in: folder, within: 20)
    #expect(result.status == 0, "\(result.errors)")
    let attributes = try FileManager.default.attributesOfFileSystem(forPath: folder.path)
    let free = (attributes[.systemFreeSize] as? NSNumber)?.uint64Value ?? 0
    #expect(result.output.contains("MiB free") == (free >> 20 < 512), "\(result.output)")
  }

  @Test("does not mix the targets of two scans in one site file, unless it is told to")
  func otherTargets() throws {
    let folder = try Scratch.folder()
    func sweep(_ arguments: String...) throws -> Program.Result {
      try Program.amtscout(
        ["sweep", "--ports", "9", "--no-udp"] + arguments, in: folder, within: 20)
    }
    #expect(try sweep("127.0.0.1").status == 0)
    let refused = try sweep("127.0.0.2")
    #expect(refused.status == 64)
    #expect(refused.errors.contains("127.0.0.1"), "\(refused.errors)")
    #expect(refused.errors.contains("--add"), "\(refused.errors)")
    #expect(try sweep("127.0.0.2", "--add").status == 0)
    // Both are known now; each may be scanned again.
    #expect(try sweep("127.0.0.1").status == 0)
    #expect(try sweep("127.0.0.2", "--site", "other.amtscout").status == 0)
  }

  @Test("ends with 3 where a finding is as severe as --fail-on", .enabled(if: DemoRun.isPossible))
  func failOn() throws {
    let files = try DemoRun.files.get()
    let out = try Scratch.folder().path
    let report = ["report", "--site", files.site, "--output", out, "--fail-on"]
    #expect(try Program.amtscout(report + ["high"]).status == 3)
  }

  @Test(
    "says so when the disk is full, and what it has is safe",
    .enabled(if: geteuid() == 0, "needs root to make a small disk"))
  func fullDisk() throws {
    let script = """
      set -e
      mkdir disk; mount -t tmpfs -o size=120k none disk
      "$0" assess --demo --site disk/s.amtscout --output disk/out --progress off
      """
    let result = try Program.run(
      ["unshare", "-m", "sh", "-c", script, Program.amtscout],
      environment: Program.onlyTargets(), in: Scratch.folder())
    #expect(result.status == 1)
    #expect(result.errors.contains("the disk is full"))
  }

  @Test(
    "works without privileges, and says what is left out",
    .enabled(if: geteuid() == 0, "needs root to become nobody"))
  func unprivileged() throws {
    let folder = try Scratch.folder()
    chmod(folder.path, 0o777)
    // The program may lie where nobody else may look.
    let copy = folder.appendingPathComponent("amtscout").path
    try FileManager.default.copyItem(atPath: Program.amtscout, toPath: copy)
    let nobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", copy]
    let demo = try Program.run(
      nobody + ["assess", "--demo", "--output", "out", "--progress", "off"],
      environment: Program.onlyTargets(), in: folder)
    #expect(demo.status == 0, "\(demo.errors)")
    #expect(demo.errors.contains("UDP 623 could not be bound"))
    let capture = try Program.run(nobody + ["capture", "-i", "lo", "--for", "1s"], in: folder)
    #expect(capture.status == 1)
    #expect(capture.errors.contains("setcap"))
  }
}

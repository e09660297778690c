import Foundation
import ScoutImport
import ScoutLink
import ScoutModel

/// Reads files of other tools and captures into a site file, each by its content.
package struct FileImport {
  package struct Outcome {
    package var observations = 0
    /// One sentence for each file or line that could not be read.
    package var complaints: [String] = []
  }

  private let site: String
  private let recorder: Recorder

  package init(site: String, recorder: Recorder) {
    self.site = site
    self.recorder = recorder
  }

  /// Reads every file, and every file in every folder; what cannot be read is named and passed over.
  package func take(_ paths: [String]) throws -> Outcome {
    var outcome = Outcome()
    var pending: [Sighting] = []
    for path in paths.flatMap(Self.files) {
      pending += try take(path, &outcome)
      // One transaction for many small files: thousands of them are usual.
      if pending.count >= Self.batch {
        try recorder.record(pending)
        pending = []
      }
    }
    try recorder.record(pending)
    return outcome
  }

  private static let batch = 2000

  /// What one file holds, yet to be recorded; a capture is recorded at once.
  private func take(_ path: String, _ outcome: inout Outcome) throws -> [Sighting] {
    let name = (path as NSString).lastPathComponent
    guard let handle = FileHandle(forReadingAtPath: path) else {
      outcome.complaints.append("\(path) cannot be read; does it exist, and may you read it?")
      return []
    }
    defer { try? handle.close() }
    guard var data = Self.read(handle, NetworkFile.headSize) else {
      outcome.complaints.append("\(path) cannot be read; is it a file?")
      return []
    }
    if Self.isCapture(data) {
      try takeCapture(path, name, &outcome)
      return []
    }
    if let file = NetworkFile(
      head: [UInt8](data), name: name, site: site, time: .written(path))
    {
      try take(file, [UInt8](data), handle, path, &outcome)
      return []
    }
    if data.count == NetworkFile.headSize {
      data += Self.read(handle, HostFile.sizeLimit + 1 - data.count) ?? Data()
    }
    let read = HostFile.read(
      [UInt8](data), name: name, site: site, time: .written(path),
      hint: HostFile.machineName(path: path))
    outcome.complaints += read.complaints
    outcome.observations += read.sightings.count
    return read.sightings
  }

  /// At most so many bytes; `nil` where reading fails.
  private static func read(_ handle: FileHandle, _ count: Int) -> Data? {
    var data = Data()
    do {
      // A pipe hands out less than was asked for.
      while data.count < count, let more = try handle.read(upToCount: count - data.count),
        !more.isEmpty
      { data += more }
    } catch {
      return nil
    }
    return data
  }

  /// Reads a file of a server piece by piece.
  private func take(
    _ file: NetworkFile, _ head: [UInt8], _ handle: FileHandle, _ path: String,
    _ outcome: inout Outcome
  ) throws {
    var file = file
    var piece = head
    while !piece.isEmpty {
      file.take(piece)
      try keep(file.takeSightings(), &outcome)
      guard let more = Self.read(handle, 1 << 18) else {
        outcome.complaints.append("\(path) cannot be read to its end")
        break
      }
      piece = [UInt8](more)
    }
    file.finish()
    try keep(file.takeSightings(), &outcome)
    outcome.complaints += file.complaints
  }

  private func keep(_ sightings: [Sighting], _ outcome: inout Outcome) throws {
    if sightings.isEmpty { return }
    try recorder.record(sightings)
    outcome.observations += sightings.count
  }

  private func takeCapture(_ path: String, _ name: String, _ outcome: inout Outcome) throws {
    let ear = Ear(source: name, site: site, recorder: recorder, batch: 2000)
    do {
      try CaptureFile(path: path).read { head, bytes in
        ear.hear(head, bytes)
        if ear.hasFailed { try ear.finish() }
      }
    } catch let error as LinkError {
      outcome.complaints.append(error.message)
    }
    try ear.finish()
    let counts = ear.counts
    outcome.observations += counts.messages
    try recorder.record([]) { counts.add(to: &$0.coverage) }
  }

  /// The magic numbers of pcap (both byte orders, micro- and nanoseconds) and pcapng.
  private static func isCapture(_ data: Data) -> Bool {
    let magics: [[UInt8]] = [
      [0xD4, 0xC3, 0xB2, 0xA1], [0xA1, 0xB2, 0xC3, 0xD4], [0x4D, 0x3C, 0xB2, 0xA1],
      [0xA1, 0xB2, 0x3C, 0x4D], [0x0A, 0x0D, 0x0D, 0x0A],
    ]
    return magics.contains([UInt8](data.prefix(4)))
  }

  /// A folder's files, sorted; a file stands for itself.
  private static func files(_ path: String) -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue,
      let walk = FileManager.default.enumerator(atPath: path)
    else { return [path] }
    let names = walk.compactMap { $0 as? String }.sorted()
    return names.map { path + "/" + $0 }.filter { file in
      FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) && !isFolder.boolValue
    }
  }
}

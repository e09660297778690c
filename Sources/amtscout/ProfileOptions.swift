import ArgumentParser
import Foundation
import ScoutImport
import ScoutModel
import ScoutTLS

/// What the operator tells of the site.
struct ProfileOptions: ParsableArguments {
  @Option(
    name: .customLong("profile"),
    help: ArgumentHelp(
      "The site profile (YAML): certificates owned, home domains, segments, preferences.",
      valueName: "file"))
  var path: String?

  /// Reads the profile; without a file, one that allows everything.
  func read() throws -> SiteProfile {
    guard let path else { return SiteProfile() }
    let text = try Self.text(path)
    return try explained {
      try SiteProfileFile.parse(text, path: path) { certificate in
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        let file = URL(fileURLWithPath: certificate, relativeTo: folder).path
        return CertificateFact.certificates(pem: try Self.text(file))
      }
    }
  }

  private static func text(_ path: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure("\(path) cannot be read; does it exist, and may you read it?")
    }
    guard data.count <= 4 << 20 else { throw Failure("\(path) is larger than 4 MiB") }
    return String(decoding: data, as: UTF8.self)
  }
}

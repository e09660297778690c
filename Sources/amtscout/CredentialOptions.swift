import ArgumentParser
import Foundation
import Glibc
import ScoutImport
import ScoutModel
import ScoutTLS

/// With which names and passwords configurations are read.
struct CredentialOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read configurations with the names and passwords of a file (YAML, mode 600). Nothing is written to a device.",
      valueName: "file"))
  var credentials: String?

  @Option(
    help: ArgumentHelp(
      "The authorities (PEM) that a device's certificate must lead to before a password is sent.",
      valueName: "file"))
  var ca: String?

  /// The entries and the authorities; both empty without the option.
  func read() throws -> (book: CredentialBook, authorities: CertificateTrust?) {
    let authorities = try ca.map { path in
      try explained {
        do {
          return try CertificateTrust(
            authoritiesPEM: String(decoding: try Self.bytes(path), as: UTF8.self))
        } catch let error as TLSError {
          throw Failure("\(path): \(error.message)")
        }
      }
    }
    guard let credentials else {
      if ca != nil { throw ValidationError("--ca is for --credentials; name that file too") }
      return (CredentialBook(), nil)
    }
    let text = String(decoding: try Self.privateBytes(credentials), as: UTF8.self)
    let book = try explained {
      try CredentialsFile.parse(text, path: credentials, run: Self.output(of:))
    }
    return (book, authorities)
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure("\(path) cannot be read; does it exist, and may you read it?")
    }
    guard data.count <= 4 << 20 else { throw Failure("\(path) is larger than 4 MiB") }
    return [UInt8](data)
  }

  /// Reads a file that nobody but its owner may read; the same open file is judged and read.
  private static func privateBytes(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Failure("\(path) cannot be read; does it exist, and may you read it?")
    }
    defer { close(descriptor) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      throw Failure("\(path) is not a file")
    }
    let mode = facts.st_mode & 0o777
    guard mode & 0o077 == 0 else {
      throw Failure(
        "\(path) can be used by others (mode \(String(mode, radix: 8))); passwords stay in files "
          + "of mode 600: run `chmod 600 \(path)`")
    }
    guard facts.st_size <= CredentialsFile.sizeLimit else {
      throw Failure("\(path) is larger than 1 MiB")
    }
    return [UInt8](FileHandle(fileDescriptor: descriptor).readDataToEndOfFile())
  }

  /// A password command that failed; what it wrote is shown nowhere.
  private struct CommandFailure: Error, CustomStringConvertible {
    let description: String
  }

  /// What a password command writes to its standard output.
  private static func output(of command: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.standardInput = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    do {
      try process.run()
    } catch {
      throw CommandFailure(description: "the command cannot be started")
    }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw CommandFailure(
        description: "the command failed with status \(process.terminationStatus)")
    }
    return String(decoding: data.prefix(65_536), as: UTF8.self)
  }
}

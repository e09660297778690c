import Foundation
import ScoutModel

/// Objects of any of the tools that write JSON: one, a list of them, or many one after the other.
enum JSONHosts {
  static func read(_ text: String, into file: inout HostFile) {
    let bytes = Array(text.utf8)
    var lines = LineCount(bytes)
    var position = 0
    while !file.isHopeless {
      while position < bytes.count, bytes[position].isJSONSpace || bytes[position] == comma {
        position += 1
      }
      guard position < bytes.count else { return }
      let line = lines.line(of: position)
      let opens = bytes[position] == brace || bytes[position] == bracket
      if opens, let end = end(of: position, in: bytes) {
        switch parse(bytes[position..<end]) {
        case .success(let value):
          take(value, line: line, into: &file)
          position = end
          continue
        case .failure(let message): file.complain(line: line, message)
        }
      } else {
        file.complain(
          line: line, opens ? "the object that begins here has no end" : "this is not JSON")
      }
      // Goes on at the next line that begins with an object.
      repeat {
        while position < bytes.count, bytes[position] != newline { position += 1 }
        position += 1
      } while position < bytes.count && bytes[position] != brace
    }
  }

  private static let brace = UInt8(ascii: "{")
  private static let bracket = UInt8(ascii: "[")
  private static let comma = UInt8(ascii: ",")
  private static let newline = UInt8(ascii: "\n")

  /// The position after the value that opens at `start`; `nil` where it never closes.
  private static func end(of start: Int, in bytes: [UInt8]) -> Int? {
    var depth = 0
    var isText = false
    var position = start
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\\") where isText: position += 1
      case UInt8(ascii: "\""): isText.toggle()
      case brace where !isText, bracket where !isText: depth += 1
      case UInt8(ascii: "}") where !isText, UInt8(ascii: "]") where !isText:
        depth -= 1
        if depth == 0 { return position + 1 }
      default: break
      }
      position += 1
    }
    return nil
  }

  private enum Parsed {
    case success(Any)
    case failure(String)
  }

  private static func parse(_ bytes: ArraySlice<UInt8>) -> Parsed {
    do {
      return .success(try JSONSerialization.jsonObject(with: Data(bytes)))
    } catch {
      return .failure("this object is not well-formed JSON")
    }
  }

  private static func take(_ value: Any, line: Int, into file: inout HostFile) {
    if let list = value as? [Any] {
      for (index, element) in list.enumerated() where !file.isHopeless {
        guard let object = element as? [String: Any] else {
          file.complain(line: line, "entry \(index + 1) of the list is not an object")
          continue
        }
        take(object, named: "entry \(index + 1) of the list: ", line: line, into: &file)
      }
    } else if let object = value as? [String: Any] {
      take(object, named: "", line: line, into: &file)
    }
  }

  private static func take(
    _ object: [String: Any], named name: String, line: Int, into file: inout HostFile
  ) {
    let fields = JSONFields(object)
    guard let form = JSONForm.all.first(where: { $0.recognises(fields) }) else {
      let known = JSONForm.all.map(\.name).joined(separator: ", ")
      return file.complain(line: line, name + "no field of a known tool is in it (\(known))")
    }
    form.read(fields, JSONPlace(line: line, entry: name), &file)
  }
}

/// Where an object stands in its file.
struct JSONPlace {
  let line: Int
  /// As in `entry 2 of the list: `, or empty.
  let entry: String
}

/// A kind of object, told by its fields.
struct JSONForm: Sendable {
  let name: String
  let recognises: @Sendable (JSONFields) -> Bool
  let read: @Sendable (JSONFields, JSONPlace, inout HostFile) -> Void

  static let all: [JSONForm] = [
    JSONForm(name: "masscan", recognises: { Masscan.recognises($0) }) {
      Masscan.read($0, $1, into: &$2)
    },
    JSONForm(name: "runZero", recognises: { RunZero.recognises($0) }) {
      RunZero.read($0, $1, into: &$2)
    },
    JSONForm(name: "meshcmd", recognises: { MeshState.recognises($0) }) {
      MeshState.read($0, $1, into: &$2)
    },
    JSONForm(name: "EMAConfigTool", recognises: { EndpointTool.recognises($0) }) {
      EndpointTool.read($0, $1, into: &$2)
    },
    JSONForm(name: "rpc amtinfo", recognises: { AMTInfoJSON.recognises($0) }) {
      AMTInfoJSON.read($0, $1, into: &$2)
    },
  ]
}

/// Counts lines while positions rise.
private struct LineCount {
  private let bytes: [UInt8]
  private var position = 0
  private var count = 1

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func line(of target: Int) -> Int {
    while position < target, position < bytes.count {
      if bytes[position] == UInt8(ascii: "\n") { count += 1 }
      position += 1
    }
    return count
  }
}

extension UInt8 {
  fileprivate var isJSONSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

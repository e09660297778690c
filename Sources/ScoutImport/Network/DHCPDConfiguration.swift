import ScoutModel
import ScoutNet

/// ISC dhcpd's configuration (dhcpd.conf(5)): which options it hands out in which subnet, those of
/// the blocks around a subnet included. Conditions are not evaluated, other files not followed.
struct DHCPDConfiguration: LineReader {
  private enum Kind { case subnet(Prefix), shared, group, pool, other }
  private struct Block {
    var kind: Kind
    var parent: Int
    var line: Int
    var options: ScopeOptions = [:]
  }
  private static let blockLimit = 65_536
  private static let tokenLimit = 256

  private var blocks = [Block(kind: .group, parent: 0, line: 0)]
  private var current = 0
  /// How many blocks deep we are in what is not read.
  private var skipped = 0
  private var statement: [(text: String, line: Int)] = []
  private var lastLine = 0

  mutating func take(_ line: TextLine, _ facts: inout NetworkFacts) {
    lastLine = line.number
    var rest = line.bytes
    while let first = rest.first {
      switch first {
      case UInt8(ascii: "#"): return
      case 0x20, 0x09, UInt8(ascii: ","): rest.removeFirst()
      case UInt8(ascii: "\""):
        let text = rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
        add(text, line.number)
        rest = rest[min(text.endIndex + 1, rest.endIndex)...]
      case UInt8(ascii: ";"):
        rest.removeFirst()
        end(&facts)
      case UInt8(ascii: "{"):
        rest.removeFirst()
        open(line.number, &facts)
      case UInt8(ascii: "}"):
        rest.removeFirst()
        close(line.number, &facts)
      default:
        let word = rest.prefix { !$0.isBlank && !Array(",;{}\"#".utf8).contains($0) }
        add(word, line.number)
        rest = rest[word.endIndex...]
      }
    }
  }

  private mutating func add(_ word: ArraySlice<UInt8>, _ line: Int) {
    if statement.count < Self.tokenLimit { statement.append((word.text, line)) }
  }

  private mutating func open(_ line: Int, _ facts: inout NetworkFacts) {
    let words = statement.map(\.text)
    let begin = statement.first?.line ?? line
    statement = []
    guard skipped == 0, blocks.count < Self.blockLimit else {
      skipped += 1
      return
    }
    var kind = Kind.other
    switch words.first {
    case "subnet":
      guard words.count >= 4, words[2] == "netmask", let address = IPv4Address(words[1]),
        let mask = IPv4Address(words[3]), let prefix = Prefix(address, mask: mask)
      else {
        facts.complain(line: begin, "\(words.joined(separator: " ").quoted) is no subnet")
        break
      }
      kind = .subnet(prefix)
    case "shared-network": kind = .shared
    case "group": kind = .group
    case "pool": kind = .pool
    default: break
    }
    if case .other = kind {
      skipped = 1
      return
    }
    blocks.append(Block(kind: kind, parent: current, line: begin))
    current = blocks.count - 1
  }

  private mutating func close(_ line: Int, _ facts: inout NetworkFacts) {
    statement = []
    if skipped > 0 {
      skipped -= 1
    } else if current == 0 {
      facts.complain(line: line, "this closing brace closes nothing")
    } else {
      current = blocks[current].parent
    }
  }

  private mutating func end(_ facts: inout NetworkFacts) {
    let words = statement.map(\.text)
    let line = statement.first?.line ?? lastLine
    statement = []
    guard skipped == 0, let first = words.first else { return }
    if first == "include" {
      facts.complain(
        line: line, "\((words.dropFirst().first ?? "").quoted) is not followed; import it as well")
    }
    guard first == "option", words.count >= 2 else { return }
    let numbers = [
      "domain-name": 15, "domain-name-servers": 6, "routers": 3, "domain-search": 119,
    ]
    if let number = numbers[words[1]] { blocks[current].options[number] = Array(words[2...]) }
  }

  mutating func finish(_ facts: inout NetworkFacts) {
    if current != 0 || skipped > 0 {
      facts.complain(line: lastLine, "the file ends within a block")
    }
    for (index, block) in blocks.enumerated() {
      switch block.kind {
      case .subnet(let prefix):
        facts.add(.scope(scope(prefix, index)), at: Endpoint(), line: block.line)
      case .pool:
        // A pool matters where it hands out another domain than its subnet.
        guard block.options[15] != nil, case .subnet(let prefix) = blocks[block.parent].kind else {
          continue
        }
        facts.add(.scope(scope(prefix, index)), at: Endpoint(), line: block.line)
      case .shared, .group, .other: continue
      }
    }
  }

  /// What holds in a block: its own options, then those of each block around it.
  private func scope(_ prefix: Prefix, _ index: Int) -> ScopeSighting {
    var scope = ScopeSighting(prefix: prefix, program: "ISC dhcpd")
    scope.take(blocks[index].options)
    var place = index
    while place != 0 {
      place = blocks[place].parent
      scope.inherit(blocks[place].options)
    }
    return scope
  }
}

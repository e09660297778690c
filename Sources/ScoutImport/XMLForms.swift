import ScoutXML

/// Tells the kinds of XML files apart, by their root and by what is in them.
enum XMLForms {
  static func read(_ content: FileText, into file: inout HostFile) {
    let document: XMLDocument
    do {
      // nmap names its grammar before the root; documents with a grammar are not read otherwise.
      document = try XMLDocument(parsing: withoutGrammar(content.text))
    } catch {
      return file.complain("is not XML that can be read: \(error)")
    }
    let root = document.root
    switch root.name {
    case "nmaprun": NmapResult.read(root, into: &file)
    case "SystemDiscovery", "System_Discovery": SystemDiscovery.read(root, into: &file)
    default:
      if EndpointTool.recognises(root) {
        EndpointTool.read(root, into: &file)
      } else if SystemDiscovery.recognises(root) {
        SystemDiscovery.read(root, into: &file)
      } else {
        file.complain(
          "is XML with the root \(root.name.quoted); known are SCS discovery, EMAConfigTool and nmap"
        )
      }
    }
  }

  /// Takes `<!DOCTYPE nmaprun>` out, which names no entities, and nothing else.
  private static func withoutGrammar(_ text: String) -> [UInt8] {
    let plain = "<!DOCTYPE nmaprun>"
    var bytes = Array(text.utf8)
    let head = Array(bytes.prefix(4096))
    let mark = Array(plain.utf8)
    guard head.count >= mark.count else { return bytes }
    for start in 0...(head.count - mark.count)
    where head[start..<start + mark.count].elementsEqual(mark) {
      bytes.removeSubrange(start..<start + mark.count)
      return bytes
    }
    return bytes
  }
}

import ScoutModel

// Entry points for fuzzers, which stand outside the package and see `public` names only.

/// Feeds bytes to the reader of host files; must neither trap nor hang.
package func fuzzHostFile(_ bytes: [UInt8]) {
  let file = HostFile.read(bytes, name: "fuzz", site: "", time: Timestamp(microseconds: 0))
  precondition(file.complaints.count <= HostFile.complaintLimit, "complaints grow without end")
}

/// Feeds bytes to the reader of site profiles; must neither trap nor hang.
package func fuzzSiteProfile(_ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  _ = try? SiteProfileFile.parse(text, path: "fuzz") { _ in [CertificateFact(fingerprint: "00")] }
}

/// Feeds bytes to the reader of servers' files, whole and in small pieces, which must tell the same;
/// must neither trap nor hang.
package func fuzzNetworkFile(_ bytes: [UInt8]) {
  func read(_ size: Int) -> (sightings: [Sighting], complaints: [String])? {
    let head = Array(bytes.prefix(NetworkFile.headSize))
    guard
      var file = NetworkFile(
        head: head, name: "fuzz", site: "", time: Timestamp(microseconds: 0))
    else { return nil }
    var rest = bytes[...]
    while !rest.isEmpty {
      file.take(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    file.finish()
    return (file.takeSightings(), file.complaints)
  }
  let whole = read(max(1, bytes.count))
  let pieces = read(7)
  precondition(whole?.sightings == pieces?.sightings, "pieces are read otherwise than the whole")
  precondition(whole?.complaints.count ?? 0 <= HostFile.complaintLimit, "complaints without end")
}

/// Feeds bytes to one of the readers, past the recognition of forms.
private func fuzz(_ bytes: [UInt8], _ read: (FileText, inout HostFile) -> Void) {
  var file = HostFile(name: "fuzz", site: "", time: Timestamp(microseconds: 0), hint: "fuzz")
  read(FileText(bytes: bytes, text: HostFile.decode(bytes)), &file)
  precondition(file.complaints.count <= HostFile.complaintLimit, "complaints grow without end")
}

package func fuzzDiscoveryTool(_ bytes: [UInt8]) {
  fuzz(bytes) { DiscoveryTool.read($0, into: &$1) }
}

package func fuzzEngineCheck(_ bytes: [UInt8]) { fuzz(bytes) { EngineCheck.read($0, into: &$1) } }

package func fuzzEngineVersion(_ bytes: [UInt8]) {
  fuzz(bytes) { EngineVersion.read($0, into: &$1) }
}

package func fuzzMeshCommand(_ bytes: [UInt8]) { fuzz(bytes) { MeshCommand.read($0, into: &$1) } }

package func fuzzFirmwareTables(_ bytes: [UInt8]) {
  fuzz(bytes) { FirmwareTables.read($0, into: &$1) }
}

package func fuzzManagerTable(_ bytes: [UInt8]) { fuzz(bytes) { ManagerTable.read($0, into: &$1) } }

/// Feeds bytes to the readers of XML files: SCS discovery, EMAConfigTool, nmap.
package func fuzzHostXML(_ bytes: [UInt8]) { fuzz(bytes) { XMLForms.read($0, into: &$1) } }

/// Feeds bytes to the readers of JSON files: rpc, meshcmd, EMAConfigTool, masscan, runZero.
package func fuzzHostJSON(_ bytes: [UInt8]) { fuzz(bytes) { JSONHosts.read($0.text, into: &$1) } }

/// Feeds bytes to the reader of rules files; must neither trap nor hang.
package func fuzzRulesFile(_ bytes: [UInt8]) {
  let bounds = RuleBounds(from: FirmwareVersion(11, 0), below: nil)
  _ = try? RulesFile.parse(
    String(decoding: bytes, as: UTF8.self), path: "fuzz", rules: ["psk-removed": bounds],
    advisories: ["INTEL-SA-00086"])
}

/// Feeds bytes to the reader of accepted findings; must neither trap nor hang.
package func fuzzAcceptedFindings(_ bytes: [UInt8]) {
  _ = try? AcceptedFindingsFile.parse(String(decoding: bytes, as: UTF8.self), path: "fuzz")
}

/// Feeds bytes to the reader of credentials files; must neither trap nor hang, and its errors must
/// not repeat what stands behind `password:`.
package func fuzzCredentialsFile(_ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  let book = try? CredentialsFile.parse(text, path: "fuzz", run: { _ in "secret\n" })
  for entry in book?.entries ?? [] { precondition("\(entry.password)" == "<redacted>") }
}

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

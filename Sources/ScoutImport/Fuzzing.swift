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

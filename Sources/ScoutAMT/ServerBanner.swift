package import ScoutModel

/// The Server header of a web server of the AMT family.
///
/// Only the forms that such servers are known to send are read; everything else is no banner, so
/// that no other server is taken for AMT.
package struct ServerBanner: Hashable, Sendable {
  package var product: Product
  /// To AMT 10 three numbers, from 11 on four; absent in bare forms.
  package var version: FirmwareVersion?
  /// Whether it is the bare `AMT` of some 11.x, under which Standard Manageability may answer too:
  /// the page's title then decides.
  package var isAmbiguous: Bool
  /// Whether it is the service that Intel's software runs in the operating system, as far as known.
  package var isHostSoftware: Bool

  private static let names: [(String, Product)] = [
    ("Intel(R) Active Management Technology", .amt),
    ("Intel(R) Standard Manageability", .ism),
    ("Intel(R) Small Business Technology", .sbt),
    ("Intel(R) Con. Management Engine", .cme),
    ("Intel(R) Management & Security Application", .unknown),
    ("AMT", .amt),
  ]

  /// Reads the header's value, without the white space around it.
  package init?(_ value: String) {
    // Bytes are compared, not characters: all names are ASCII.
    guard let (name, product) = Self.names.first(where: { value.utf8.starts(with: $0.0.utf8) })
    else { return nil }
    let rest = Substring(value.utf8.dropFirst(name.utf8.count))
    if !rest.isEmpty {
      guard rest.first == " ", let version = FirmwareVersion(rest.dropFirst()),
        version.minor != nil
      else { return nil }
      self.version = version
    }
    self.product = product
    isAmbiguous = name == "AMT"
    isHostSoftware = product == .unknown
  }
}

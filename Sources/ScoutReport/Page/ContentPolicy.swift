/// What a browser may do with the page: nothing but its own style and its own two scripts.
///
/// The hashes are of the texts in ``Stylesheet`` and ``Script``; a test says the right ones.
enum ContentPolicy {
  static let style = "sha256-9xPiOjGPSl+scwBFoKkWUMGgyTynyVeIZ3UsNxZhJcQ="
  static let script = "sha256-kmKYiCbiPTY0Vs6uYXd8mb4I14b7WkWjYzFtE8spvA4="
  static let mark = "sha256-PtdI6/36DhPdMEgjNWV5ExIEqFovVcjUHPeOyApfBhs="

  static let text =
    "default-src 'none'; style-src '\(style)'; script-src '\(script)' '\(mark)'; "
    + "base-uri 'none'; form-action 'none'"
}

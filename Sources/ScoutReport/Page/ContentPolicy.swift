/// What a browser may do with the page: nothing but its own style and its own two scripts.
///
/// The hashes are of the texts in ``Stylesheet`` and ``Script``; a test says the right ones.
enum ContentPolicy {
  static let style = "sha256-MM0aQGACSxmn3feGqu7Acorzxe2lME+wH016oEYHyJU="
  static let script = "sha256-ouXHLMHlpMJB9P8I83Jep2MC9A85KmV4APW1CC0ItKQ="
  static let mark = "sha256-PtdI6/36DhPdMEgjNWV5ExIEqFovVcjUHPeOyApfBhs="

  static let text =
    "default-src 'none'; style-src '\(style)'; script-src '\(script)' '\(mark)'; "
    + "base-uri 'none'; form-action 'none'"
}

import Testing

@testable import ScoutReport

@Suite("Texts from elsewhere") struct VisibleTests {
  @Test(
    "show what hides or moves other text",
    arguments: [
      ("plain text, 100%", "plain text, 100%"),
      ("Zürich 東京 עברית", "Zürich 東京 עברית"),
      ("a\nb\r\tc\u{0}", "a⟨U+000A⟩b⟨U+000D⟩⟨U+0009⟩c⟨U+0000⟩"),
      ("\u{202E}gnp.exe", "⟨U+202E⟩gnp.exe"),
      ("a\u{200B}b\u{2066}c\u{FEFF}", "a⟨U+200B⟩b⟨U+2066⟩c⟨U+FEFF⟩"),
      ("a\u{A0}b\u{2028}c\u{85}d", "a⟨U+00A0⟩b⟨U+2028⟩c⟨U+0085⟩d"),
      ("\u{301}a", "⟨U+0301⟩a"),
      ("e\u{301}", "e\u{301}"),
      ("a\u{300}\u{301}\u{302}\u{303}b", "a\u{300}\u{301}\u{302}⟨U+0303⟩b"),
      ("\u{E0041}\u{3164}\u{2800}\u{E000}", "⟨U+E0041⟩⟨U+3164⟩⟨U+2800⟩⟨U+E000⟩"),
      ("", ""),
    ])
  func table(text: String, shown: String) {
    #expect(Visible.text(text) == shown)
  }

  @Test("hold no hidden character, whatever comes in")
  func everyScalar() {
    for value in Array(UInt32(0)...0x1FFFF) + Array(0xE0000...0xE0FFF) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let shown = Visible.text("a" + String(scalar))
      if shown.unicodeScalars.contains(where: Visible.isHidden) {
        Issue.record("U+\(String(value, radix: 16)) is still hidden")
        return
      }
    }
  }

  @Test("are cut at their limit, and say so")
  func limit() {
    #expect(Visible.text("abcdef", limit: 6) == "abcdef")
    #expect(Visible.text("abcdef", limit: 5) == "abcd…")
    #expect(Visible.text(String(repeating: "\n", count: 900)).unicodeScalars.count <= 300)
    #expect(
      Visible.text("ab\n", limit: 9) == "ab…" && Visible.text("ab\n", limit: 10) == "ab⟨U+000A⟩")
    #expect(Visible.text("abc", limit: 1) == "…")
    #expect(Visible.text(String(repeating: "é", count: 301)).unicodeScalars.count == 300)
  }
}

@Suite("Markup") struct MarkupTests {
  @Test(
    "escapes what is put into it",
    arguments: [
      ("<script>", "&lt;script&gt;"),
      ("\" onmouseover=\"x", "&quot; onmouseover=&quot;x"),
      ("' & '", "&#39; &amp; &#39;"),
      // A character is more than its first scalar: a mark must not carry the quote through.
      ("\"\u{301} onmouseover=x", "&quot;\u{301} onmouseover=x"),
      ("<\u{338}b>", "&lt;\u{338}b&gt;"),
    ])
  func escapes(text: String, markup: String) {
    let inText: Markup = "<p>\(text)</p>"
    let inAttribute: Markup = "<a title=\"\(text)\">"
    #expect(inText.text == "<p>\(markup)</p>")
    #expect(inAttribute.text == "<a title=\"\(markup)\">")
    #expect(Markup(text).text == markup)
  }

  @Test("keeps markup that is put into markup")
  func nests() {
    let inner: Markup = "<b>\("<")</b>"
    let outer: Markup = "<p>\(inner)\([inner, inner])\(Optional<Markup>.none)\(7)</p>"
    #expect(outer.text == "<p><b>&lt;</b><b>&lt;</b><b>&lt;</b>7</p>")
    #expect([inner, inner].joined(", ").text == "<b>&lt;</b>, <b>&lt;</b>")
  }

  @Test("links the first appearance of a term, and escapes the rest")
  func glossary() {
    let text = Glossary.linked("Option 15 & AMT: option 15 <b> and AMTS").text
    #expect(
      text == "<a class=\"term\" href=\"#g-option15\">Option 15</a> &amp; "
        + "<a class=\"term\" href=\"#g-amt\">AMT</a>: option 15 &lt;b&gt; and AMTS")
  }

  @Test(
    "links terms of several words, before a full stop, and advisories by their numbers",
    arguments: [
      ("It is in client control mode.", "ccm", "client control mode"),
      ("Renew the DHCP lease.", "dhcp", "DHCP lease"),
      ("See CVE-2017-5689.", "advisory", "CVE-2017-5689"),
      ("INTEL-SA-00075, again", "advisory", "INTEL-SA-00075"),
      ("Update the firmware.", "firmware", "firmware"),
    ])
  func terms(text: String, id: String, word: String) {
    let link = "<a class=\"term\" href=\"#g-\(id)\">\(word)</a>"
    #expect(Glossary.linked(text).text.contains(link), "\(Glossary.linked(text).text)")
  }

  @Test("keeps the glossary in the order of the alphabet, each spelling once")
  func glossaryOrder() {
    let names = Glossary.terms.map { $0.name.lowercased() }
    #expect(names == names.sorted())
    let spellings = Glossary.terms.flatMap { [$0.name] + $0.spellings }.map { $0.lowercased() }
    #expect(Set(spellings).count == spellings.count)
    #expect(Set(Glossary.terms.map(\.id)).count == Glossary.terms.count)
  }

  @Test(
    "shows what stands between backticks as code, and escapes it",
    arguments: [
      ("Run `rpc amtinfo -json` on it.", "Run <code>rpc amtinfo -json</code> on it."),
      ("a ` b", "a ` b"), ("``", "<code></code>"), ("`<b>`", "<code>&lt;b&gt;</code>"),
      ("`a` <i> `", "`a` &lt;i&gt; `"), ("`\u{202E}`", "<code>⟨U+202E⟩</code>"),
    ])
  func prose(text: String, markup: String) {
    #expect(Markup(prose: text).text == markup)
  }
}

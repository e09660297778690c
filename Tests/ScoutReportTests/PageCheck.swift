import Foundation

/// Rules that the page has to keep, and how they are checked.
enum PageCheck {
  /// Prints what is wrong with the page named by its argument; silent where all is well.
  static let script = """
    import re, sys
    from html.parser import HTMLParser
    VOID = {'meta', 'input'}
    KNOWN = set('''html head meta title script style body a header p h1 h2 h3 h4 dl div dt dd span
      nav ul li main section b small ol table caption thead tr th td tbody form label input select
      button code i details summary noscript article figure svg rect path text g defs pattern
      desc circle option bdi fieldset legend'''.split())
    problems, ids, links, stack, levels = [], set(), set(), [], []
    class Page(HTMLParser):
      def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        if tag not in KNOWN: problems.append(f'element {tag} {self.getpos()}')
        if len(names) != len(set(names)): problems.append(f'attribute twice {tag} {self.getpos()}')
        for name, value in attributes:
          if name.startswith('on'): problems.append(f'handler {name} {self.getpos()}')
          if name == 'style': problems.append(f'style attribute {self.getpos()}')
          if name in ('src', 'srcset', 'action', 'xlink:href'):
            problems.append(f'{name} {self.getpos()}')
          if name == 'href':
            if not value.startswith('#'): problems.append(f'link {value}')
            links.add(value[1:])
          if name == 'id':
            if value in ids: problems.append(f'id twice {value}')
            ids.add(value)
        given = dict(attributes)
        if tag == 'th' and 'scope' not in given: problems.append(f'th without scope {self.getpos()}')
        if tag == 'table': self.caption = False
        if tag == 'caption': self.caption = True
        if tag == 'tbody' and not self.caption: problems.append(f'no caption {self.getpos()}')
        if tag == 'svg' and given.get('role') != 'img' and given.get('aria-hidden') != 'true':
          problems.append(f'svg without a role {self.getpos()}')
        if tag == 'html' and given.get('lang') != 'en': problems.append('no language')
        if re.fullmatch('h[1-6]', tag): levels.append(int(tag[1]))
        if tag not in VOID: stack.append(tag)
      def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.handle_endtag(tag)
      def handle_endtag(self, tag):
        if not stack or stack.pop() != tag: problems.append(f'end of {tag} {self.getpos()}')
    page = Page(convert_charrefs=True)
    page.feed(open(sys.argv[1], encoding='utf-8', newline='').read())
    page.close()
    if stack: problems.append(f'not closed: {stack}')
    for link in sorted(links - ids): problems.append(f'leads nowhere: #{link}')
    if levels[:1] != [1] or levels.count(1) != 1: problems.append('not one first heading')
    for before, after in zip(levels, levels[1:]):
      if after > before + 1: problems.append(f'heading {after} after {before}')
    for problem in problems[:12]: print(problem)
    """

  /// The ratio of WCAG 2 between two colours written `#rrggbb`.
  static func contrast(_ first: String, _ second: String) -> Double {
    let pair = [luminance(first), luminance(second)].sorted()
    return (pair[1] + 0.05) / (pair[0] + 0.05)
  }

  private static func luminance(_ colour: String) -> Double {
    var digits = String(colour.dropFirst())
    if digits.count == 3 { digits = digits.map { "\($0)\($0)" }.joined() }
    let value = Int(digits, radix: 16) ?? 0
    let parts = [value >> 16 & 255, value >> 8 & 255, value & 255].map { part -> Double in
      let share = Double(part) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}

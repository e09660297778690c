/// A chart of horizontal bars, drawn as inline SVG; its table stands beside it.
struct BarChart {
  let title: String
  let tallies: [Tally]
  /// A second series, drawn as a mark on each bar; its name.
  var second: (name: String, tallies: [Tally])?
  /// Half as wide, for two charts side by side.
  var isNarrow = false

  private var width: Int { isNarrow ? 460 : 640 }
  private var labelWidth: Int { isNarrow ? 118 : 186 }
  /// Where bars begin: the numbers stand between them and the labels.
  private var start: Int { labelWidth + 52 }
  private let pitch = 28

  init(
    _ title: String, _ tallies: [Tally], second: (name: String, tallies: [Tally])? = nil,
    isNarrow: Bool = false
  ) {
    self.title = title
    self.tallies = tallies
    self.second = second
    self.isNarrow = isNarrow
  }

  func markup(id: String) -> Markup {
    let largest = max(1, (tallies + (second?.tallies ?? [])).map(\.count).max() ?? 1)
    let room = width - start - 4
    let rows: [Markup] = tallies.enumerated().map { index, tally in
      row(tally, index: index, room: room, largest: largest)
    }
    let text = tallies.map { "\($0.word) \($0.count)" }.joined(separator: ", ")
    return """
      <svg class="bars" viewBox="0 0 \(width) \(tallies.count * pitch)" role="img" \
      aria-labelledby="\(id)-t \(id)-d"><title id="\(id)-t">\(title)</title>\
      <desc id="\(id)-d">\(Markup(text, limit: 1000))</desc>\(rows)</svg>
      """
  }

  private func row(_ tally: Tally, index: Int, room: Int, largest: Int) -> Markup {
    let top = index * pitch
    func length(_ count: Int) -> Int {
      count == 0 ? 0 : max(2, Int(Double(room) * Double(count) / Double(largest)))
    }
    var marker: Markup = ""
    if let second, index < second.tallies.count, second.tallies[index].count > 0 {
      let x = start + length(second.tallies[index].count)
      marker = "<path class=\"then\" d=\"M\(x) \(top + 4)v20\"/>"
    }
    return """
      <text class="lab" x="\(labelWidth)" y="\(top + 18)">\(Markup(tally.word, limit: 30))</text>\
      <text class="val" x="\(labelWidth + 40)" y="\(top + 18)">\(grouped(tally.count))</text>\
      <rect class="bar" x="\(start)" y="\(top + 7)" width="\(length(tally.count))" height="14" \
      rx="2"/>\(marker)
      """
  }
}

extension BarChart {
  /// The chart with its table, which holds the same numbers.
  ///
  /// - Parameter number: A number of the first or second series, as the table shows it.
  func figure(
    id: String, name: (Tally) -> Markup = { "\($0.word)" },
    number: (Tally, _ isSecond: Bool) -> Markup
  ) -> Markup {
    let rows: [Markup] = tallies.enumerated().map { index, tally in
      var cells: Markup = "<td class=\"n\">\(number(tally, false))</td>"
      if let second, index < second.tallies.count {
        cells += "<td class=\"n\">\(number(second.tallies[index], true))</td>"
      }
      return "<tr><th scope=\"row\">\(name(tally))</th>\(cells)</tr>\n"
    }
    var head: Markup = "<th scope=\"col\" class=\"n\">Machines</th>"
    var key: Markup = ""
    if let second {
      head =
        "<th scope=\"col\" class=\"n\">Today</th><th scope=\"col\" class=\"n\">\(second.name)</th>"
      key = """
        <p class="key"><svg viewBox="0 0 18 18" aria-hidden="true"><rect class="bar" x="0" y="3" \
        width="18" height="12" rx="2"/></svg> by today’s rules <svg viewBox="0 0 18 18" \
        aria-hidden="true"><path class="then" d="M9 0v18"/></svg> \
        by the guidance of \(second.name)</p>
        """
    }
    return """
      <figure class="chart" aria-labelledby="\(id)-t">
      \(markup(id: id))
      \(key)<details class="twin"><summary>The same as a table</summary>
      <table><caption>\(title)</caption>
      <thead><tr><td></td>\(head)</tr></thead>
      <tbody>
      \(rows)</tbody></table></details>
      </figure>

      """
  }
}

import ScoutModel
import ScoutNet

extension Page {
  /// How many machines are listed in one wave; `amtscout plan` has them all.
  private static let waveLimit = 300

  /// The work in its order: what can be done in one go, what must come before, where to go.
  func writeWaves(to buffer: TextBuffer) throws {
    try buffer.write(
      """
      <section id="waves" aria-labelledby="waves-h">
      <h2 id="waves-h">Waves of work</h2>
      <p class="lede">\(waves.isEmpty ? "There is nothing to do." : Self.waveWords)</p>

      """ as Markup)
    if !waves.isEmpty { try buffer.write(overview(waves)) }
    for (index, wave) in waves.enumerated() { try buffer.write(page(wave, index + 1)) }
    try buffer.write("</section>\n")
  }

  private static let waveWords: Markup =
    "What can be done in one go, in the order in which it is best done. A machine whose "
    + "firmware comes first stands in that wave and in the one that configures it."

  private func overview(_ waves: [Wave]) -> Markup {
    let rows: [Markup] = waves.enumerated().map { index, wave in
      """
      <tr><th scope="row"><a href="#wave-\(index + 1)">\(index + 1). \(wave.title)</a></th>\
      <td class="n">\(machines(of: wave, index + 1))</td><td class="n">\(visits(of: wave, index + 1))</td>\
      <td>\(wave.before.prefix(2).map { "<div>\(Glossary.linked($0.text))</div>" as Markup })</td></tr>

      """
    }
    return """
      <div class="scroll"><table class="wide"><caption>The waves in short</caption>
      <thead><tr><th scope="col">Wave</th><th scope="col" class="n">Machines</th>\
      <th scope="col" class="n">Visits</th><th scope="col">What must come before</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>

      """
  }

  private func machines(of wave: Wave, _ index: Int) -> Markup {
    number(wave.devices.count, Selections.list("wave-\(index)"), "Wave \(index): \(wave.title)")
  }

  private func visits(of wave: Wave, _ index: Int) -> Markup {
    number(wave.touches, Selections.list("visits-\(index)"), "Wave \(index), with a visit")
  }

  private func page(_ wave: Wave, _ number: Int) -> Markup {
    let steps: [Markup] = wave.before.map {
      "<li>\(Glossary.linked($0.text)) <small class=\"src\">\($0.rule)</small></li>\n"
    }
    let before: Markup =
      steps.isEmpty ? "" : "<p>Before it:</p>\n<ol class=\"steps\">\n\(steps)</ol>\n"
    var places: [(segment: Prefix?, devices: [WaveDevice])] = []
    for device in wave.devices.prefix(Self.waveLimit) {
      if let last = places.indices.last, places[last].segment == device.segment {
        places[last].devices.append(device)
      } else {
        places.append((device.segment, [device]))
      }
    }
    let items: [Markup] = places.map { place in
      let name = place.segment.map { segments[$0]?.name ?? $0.description } ?? "in no segment"
      let machines: [Markup] = place.devices.map { entry in
        let visit: Markup = entry.needsTouch ? " <small>visit</small>" : ""
        return "\(machine(entry.id))\(visit)"
      }
      return "<li><b>\(name)</b> \(machines.joined(", "))</li>\n"
    }
    let rest = wave.devices.count - Self.waveLimit
    let more: Markup =
      rest > 0
      ? "<p class=\"aside\">\(grouped(rest)) more; <code>amtscout plan</code> lists them all.</p>\n"
      : ""
    let visits: Markup =
      wave.touches > 0 ? ", \(counted(wave.touches, "visit"))" : ", no visits"
    return """
      <article class="wave" id="wave-\(number)">
      <h3>\(number). \(wave.title)</h3>
      <p>\(counted(wave.devices.count, "machine"))\(visits).</p>
      \(before)<details><summary>Machines by segment</summary><ul class="where">
      \(items)</ul>\(more)</details>
      </article>

      """
  }
}

extension Page {
  /// The questions to ask of a site, with what was seen of each.
  func writeChecks(to buffer: TextBuffer) throws {
    let rows: [Markup] = site.plan.checks.map { check in
      let seen: [Markup] = check.statements.prefix(6).map {
        "<div>\(Glossary.linked($0.text))</div>"
      }
      let rest = check.statements.count - 6
      let more: Markup = rest > 0 ? "<div><small>and \(rest) more</small></div>" : ""
      let action: Markup = check.action.map { Glossary.linked($0) } ?? ""
      return """
        <tr><th scope="row">\(check.id)</th><td>\(check.title)</td>\
        <td><span class="check-\(check.result.rawValue)">\(check.result.sign) \
        \(check.result.word)</span></td><td>\(seen)\(more)</td><td>\(action)</td></tr>

        """
    }
    try buffer.write(
      """
      <section id="checks" aria-labelledby="checks-h">
      <h2 id="checks-h">Checks of the site</h2>
      <p class="lede">What has to be right outside of the machines, with what was seen of it. What no \
      scan can tell is a question to whoever runs the site.</p>
      <div class="scroll"><table class="wide checks"><caption>Checks</caption>
      <thead><tr><th scope="col">No.</th><th scope="col">Check</th><th scope="col">Result</th>\
      <th scope="col">What was seen</th><th scope="col">What to do</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>
      </section>

      """ as Markup)
  }
}

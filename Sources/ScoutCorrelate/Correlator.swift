package import ScoutModel
package import ScoutNet

/// Finds out which observations show the same machine, and what they say of it.
///
/// The result depends on the observations alone, not on the order in which they are added. Addresses
/// name a machine within one site only. Nothing is judged: what sources contradict each other in
/// stays visible as ``Known/conflicting(_:)``.
package struct Correlator {
  private var notes = Notes()

  package init() {}

  /// Takes one more observation.
  package mutating func add(_ observation: Observation) { notes.add(observation) }

  /// What all observations add up to.
  /// - Parameters:
  ///   - knownSegments: Prefixes that the operator named; an empty site fits every label.
  ///   - coverage: What the scans can speak for; handed on as it is.
  package func siteView(
    knownSegments: [(prefix: Prefix, site: String)] = [], coverage: Coverage = Coverage(),
    sideBySide: SideBySide = oneByOne
  ) -> SiteView {
    var survey = SegmentSurvey(notes, known: knownSegments)
    let devices = devices(&survey, sideBySide)
    var view = SiteView(devices: devices, segments: survey.segments(notes))
    view.provisionServers = notes.provisionServerLookups
    view.filters = notes.filterings
    view.coverage = coverage
    return view
  }

  /// So many devices are worked at in one go, and so many goes held at once.
  private static let part = 256
  private static let partsAtOnce = 16

  /// All devices, sorted by id.
  private func devices(_ survey: inout SegmentSurvey, _ sideBySide: SideBySide) -> [Device] {
    let assembly = Assembly(of: notes)
    var devices: [Device] = []
    devices.reserveCapacity(assembly.count)
    Self.forEachPart(of: assembly.count, sideBySide, assembly.drafts) { draft in
      let key = draft.device.address.flatMap { survey.visit($0, site: draft.device.site) }
      devices.append(
        draft.placed(key, key.map { survey.option15($0, notes) } ?? .unknown(.notAsked)))
    }
    if !notes.forwards.isEmpty || !notes.registrations.isEmpty {
      attachNames(to: &devices, sideBySide)
    }
    devices.sort { $0.id < $1.id }
    return devices
  }

  private func attachNames(to devices: inout [Device], _ sideBySide: SideBySide) {
    var names = ForwardNames()
    for name in notes.forwards.keys { names.addLookUp(name) }
    // Found twice rather than kept: all names of all devices at once would be many.
    do {
      let devices = devices
      Self.forEachPart(of: devices.count, sideBySide) {
        devices[$0].map(\.metNames)
      } _: { own in
        for name in own { names.count(name, 1) }
      }
    }
    let (borne, notes, count) = (names, notes, devices.count)
    devices.withUnsafeMutableBufferPointer { devices in
      // SAFETY: each place is touched by one part alone, and by nobody else until all have come back.
      nonisolated(unsafe) let devices = devices
      sideBySide((count + Self.part - 1) / Self.part) { number in
        for place in Self.range(number, of: count) {
          borne.attach(devices[place].metNames, to: &devices[place], notes)
        }
      }
    }
  }

  /// Takes what comes of all numbers below `count`, in their order, made some parts at a time.
  private static func forEachPart<Value: Sendable>(
    of count: Int, _ sideBySide: SideBySide, _ make: @Sendable (Range<Int>) -> [Value],
    _ take: (Value) -> Void
  ) {
    let parts = (count + part - 1) / part
    for start in stride(from: 0, to: parts, by: partsAtOnce) {
      let values = collected(min(partsAtOnce, parts - start), sideBySide) { offset in
        make(range(start + offset, of: count))
      }
      for value in values.joined() { take(value) }
    }
  }

  private static func range(_ part: Int, of count: Int) -> Range<Int> {
    let start = part * Self.part
    return start..<min(start + Self.part, count)
  }

  /// Correlates observations that are at hand all at once.
  package static func correlate(
    _ observations: some Sequence<Observation>,
    knownSegments: [(prefix: Prefix, site: String)] = [], coverage: Coverage = Coverage()
  ) -> SiteView {
    var correlator = Correlator()
    for observation in observations { correlator.add(observation) }
    return correlator.siteView(knownSegments: knownSegments, coverage: coverage)
  }
}

extension Assembly {
  /// The way from notes to devices as their own observations show them.
  init(of notes: Notes) {
    let book = Book(notes)
    var matching = Matching(book)
    self.init(book, &matching)
  }
}

extension Notes {
  var filterings: [Filtering] {
    filters.map { $1.filtering(by: $0) }.sorted { left, right in
      guard let first = left.router, let second = right.router else { return left.router == nil }
      return first < second
    }
  }

  var provisionServerLookups: [Lookup] {
    provisionServers.sorted { $0.key < $1.key }.map(\.value.lookup)
  }
}

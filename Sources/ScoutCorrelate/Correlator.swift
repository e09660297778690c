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

  /// All devices, sorted by id.
  private func devices(_ survey: inout SegmentSurvey, _ sideBySide: SideBySide) -> [Device] {
    let assembly = Assembly(of: notes)
    var devices: [Device] = []
    devices.reserveCapacity(assembly.count)
    let parts = Self.parts(assembly.count)
    inOrder(parts.count, sideBySide) {
      assembly.drafts(parts[$0])
    } _: { drafts in
      for draft in drafts {
        let key = draft.device.address.flatMap { survey.visit($0, site: draft.device.site) }
        devices.append(
          draft.placed(key, key.map { survey.option15($0, notes) } ?? .unknown(.notAsked)))
      }
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
    let parts = Self.parts(devices.count)
    // Found twice rather than kept: all names of all devices at once would be many.
    do {
      let devices = devices
      inOrder(parts.count, sideBySide) {
        devices[parts[$0]].map(\.metNames)
      } _: { met in
        for name in met.joined() { names.count(name, 1) }
      }
    }
    let (borne, notes) = (names, notes)
    devices.withUnsafeMutableBufferPointer { devices in
      // SAFETY: each place is touched by one part alone, and by nobody else until all have come back.
      nonisolated(unsafe) let devices = devices
      sideBySide(parts.count) { number in
        for place in parts[number] {
          borne.attach(devices[place].metNames, to: &devices[place], notes)
        }
      }
    }
  }

  private static func parts(_ devices: Int) -> Parts { Parts(of: devices, by: 256) }

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

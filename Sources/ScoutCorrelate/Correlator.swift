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
    knownSegments: [(prefix: Prefix, site: String)] = [], coverage: Coverage = Coverage()
  ) -> SiteView {
    let book = Book(notes)
    var matching = Matching(book)
    var survey = SegmentSurvey(notes, known: knownSegments)
    let devices = Assembly(book, &matching).devices(survey: &survey)
    var view = SiteView(devices: devices, segments: survey.segments)
    view.provisionServers = notes.provisionServers.sorted { $0.key < $1.key }.map(\.value.lookup)
    view.coverage = coverage
    return view
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

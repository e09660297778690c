import ScoutNet

/// The findings of a site and of its devices in one order, highest severity first, then by id, address
/// and title.
///
/// A large site has near a million of them, so none is copied: the list knows where each one stands.
package struct FindingList: RandomAccessCollection, Sendable {
  /// Where a finding stands: with the site, or with a device.
  private struct Place: Sendable {
    /// The device's place among the assessments; negative for the site's own.
    let owner: Int32
    let index: Int32
  }

  private struct Kind: Hashable, Comparable {
    let severity: Severity
    let id: String

    static func < (left: Self, right: Self) -> Bool {
      left.severity == right.severity ? left.id < right.id : left.severity > right.severity
    }
  }

  private let findings: [Finding]
  private let assessments: [Assessment]
  private var places: [Place] = []

  package init(_ site: SiteAssessment) {
    findings = site.findings
    assessments = site.assessments
    var numbers: [Kind: Int] = [:]
    var kinds: [(kind: Kind, places: [Place])] = []
    func add(_ finding: Finding, _ place: Place) {
      let kind = Kind(severity: finding.severity, id: finding.id)
      if let number = numbers[kind] {
        kinds[number].places.append(place)
      } else {
        numbers[kind] = kinds.count
        kinds.append((kind, [place]))
      }
    }
    for (index, finding) in findings.enumerated() {
      add(finding, Place(owner: -1, index: Int32(truncatingIfNeeded: index)))
    }
    for owner in assessments.indices {
      for index in assessments[owner].findings.indices {
        add(
          assessments[owner].findings[index],
          Place(
            owner: Int32(truncatingIfNeeded: owner), index: Int32(truncatingIfNeeded: index)))
      }
    }
    var sorted: [Place] = []
    sorted.reserveCapacity(kinds.reduce(0) { $0 + $1.places.count })
    for (_, places) in kinds.sorted(by: { $0.kind < $1.kind }) {
      // Devices come by address, so that most of them stand right already; equals keep their order.
      sorted += places.sorted(by: precedes)
    }
    places = sorted
  }

  private func precedes(_ left: Place, _ right: Place) -> Bool {
    switch (self[left].address, self[right].address) {
    case (let first?, let second?) where first != second: first < second
    case (nil, .some): true
    case (.some, nil): false
    default: self[left].title < self[right].title
    }
  }

  private subscript(place: Place) -> Finding {
    _read {
      if place.owner < 0 {
        yield findings[Int(place.index)]
      } else {
        yield assessments[Int(place.owner)].findings[Int(place.index)]
      }
    }
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { places.count }
  package subscript(position: Int) -> Finding { _read { yield self[places[position]] } }
}

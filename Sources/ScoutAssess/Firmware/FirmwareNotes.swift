import ScoutModel

/// What a firmware version alone gives to say: a finding without device, severity and evidence.
struct FirmwareNote: Sendable {
  enum Weight: Sendable {
    /// As the advisory weighs for the device at hand.
    case advisory(Advisory)
    /// Advisories that are open; whether one of them may allow a takeover.
    case open(mayBeTakeover: Bool)
    case usual
  }

  let kind: FindingKind
  let title: String
  let remedy: String
  let weight: Weight

  init(_ kind: FindingKind, _ words: [String], _ weight: Weight = .usual) {
    self.kind = kind
    self.weight = weight
    title = Template.fill(kind.title, with: words)
    remedy = Template.fill(kind.remedy, with: words)
  }

  /// All notes of a version with these verdicts.
  static func notes(
    _ version: String, _ known: [Advisory], _ verdicts: [AdvisoryVerdict], byBuild: AdvisoryVerdict,
    isSupported: Ternary
  ) -> [FirmwareNote] {
    var notes: [FirmwareNote] = []
    var open: [Advisory] = []
    var vague: [String] = []
    var atMachine: [String] = []
    let takeover = known.first ?? Advisories.sa00075
    for (advisory, verdict) in zip(known, verdicts) {
      switch verdict {
      case .notCovered, .fixed: continue
      case .needsBuild: open.append(advisory)
      case .unrecorded: vague.append(advisory.id)
      case .affected(let fixed):
        if let kind = FirmwareFindings.kind(advisory) {
          notes.append(FirmwareNote(kind, [version, fixed.description], .advisory(advisory)))
        } else if advisory.reach != .local {
          notes.append(
            FirmwareNote(
              FirmwareFindings.other,
              [version, fixed.description, advisory.name, advisory.source.date],
              .advisory(advisory)))
        } else {
          atMachine.append(advisory.id)
        }
      }
    }
    switch byBuild {
    case .affected:
      notes.append(
        FirmwareNote(
          FirmwareFindings.takeoverByBuild, [version], .advisory(takeover)))
    case .needsBuild: open.insert(takeover, at: 0)
    case .fixed, .notCovered, .unrecorded: break
    }
    let remote = open.filter { $0.reach != .local }
    if !remote.isEmpty {
      let ids = remote.map(\.id).joined(separator: ", ")
      notes.append(
        FirmwareNote(
          FirmwareFindings.needsBuild, [version, ids],
          .open(mayBeTakeover: remote.contains { $0.gain == .takeover })))
    }
    if !vague.isEmpty {
      notes.append(
        FirmwareNote(FirmwareFindings.unrecorded, [version, vague.joined(separator: ", ")]))
    }
    if !atMachine.isEmpty {
      notes.append(
        FirmwareNote(FirmwareFindings.local, [version, atMachine.joined(separator: ", ")]))
    }
    if isSupported == .no { notes.append(FirmwareNote(FirmwareFindings.outOfSupport, [version])) }
    return notes
  }
}

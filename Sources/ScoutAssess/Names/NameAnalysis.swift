import ScoutModel
import ScoutNet

/// The classes of trouble between names and addresses, by the numbers of the catalogue.
package enum NameTrouble: Int, Hashable, Sendable, CaseIterable {
  case staleAddress = 1
  case stalePointer = 2
  case noPointer = 3
  case noAddress = 4
  case renamed = 5
  case domainMoved = 6
  case disjointNamespace = 7
  case dedicatedName = 8
  case otherIPv6 = 13
  case wirelessRecord = 14
  case vpnRecord = 15
  case otherAdapter = 16
  case duplicate = 17
  case refusedRegistration = 18
  case splitHorizon = 19
  case certificateName = 20
}

/// What the names of a device say together.
struct NameAnalysis {
  struct Sighted {
    let trouble: NameTrouble
    /// For the finding's title.
    let words: [String]
    let evidence: Evidence
  }

  private(set) var verdict: NameVerdict = .unknown
  private(set) var reasons: [Statement] = []
  private(set) var troubles: [Sighted] = []
  let names: NameClaims
  private let detours: NameDetours

  init(_ device: Device, _ index: SiteIndex) {
    names = NameClaims(device)
    detours = NameDetours(device, index)
    if !names.claims.isEmpty {
      comparePairs(names)
      followPointers(names)
      followOwnNames(names)
      compareDomain(device, names)
    }
    for sighted in detours.sideRecords(names) + Namespaces.differing(device, names) {
      troubles.append(sighted)
      if sighted.trouble == .wirelessRecord {
        say(
          "\(sighted.words[0]) leads to \(sighted.words[1]) alone, and AMT answers at "
            + "\(sighted.words[2]).", "name-wireless", sighted.evidence)
      }
    }
    troubles += SplitHorizon.differing(device) + refusedRegistrations(device)
    findDuplicates(device, index)
    if names.hasNoPointer && !index.hasNoReverseZone(device) {
      add(
        .noPointer, [device.address.map(\.description) ?? "it"], names.pointerEvidence)
    }
    if !reasons.isEmpty {
      verdict = .mismatch
      return
    }
    decide(names)
  }

  // MARK: Contradictions

  private mutating func comparePairs(_ names: NameClaims) {
    let pointers = names.named(by: .pointer)
    let certificate = names.named(by: .certificate)
    let amt = names.named(by: .amt)
    let system = names.named(by: .dhcp) + names.named(by: .host)
    let firmware = certificate.isEmpty ? amt : certificate
    var renamed = clash(firmware, system)
    if let (old, new) = renamed {
      if names.bothLeadHere(firmware, system) {
        tellDedicated(old, new)
        renamed = nil
      } else {
        contradict(old, new, .renamed)
      }
    }
    if let (first, second) = clash(names.named(by: .dhcp), names.named(by: .host)) {
      contradict(first, second, .renamed)
    }
    if let (first, second) = clash(certificate, amt) { contradict(first, second, .certificateName) }
    if let (pointer, own) = clash(pointers, system) {
      // One address has one PTR record as a rule; a second name with a record of its own is no
      // contradiction.
      if !names.bothLeadHere(pointers, system) { contradict(pointer, own, .stalePointer) }
    } else if renamed == nil, let (pointer, own) = clash(pointers, firmware) {
      if names.bothLeadHere(pointers, firmware) { return tellDedicated(own, pointer) }
      // Where DNS finds the firmware's name here, it is the PTR record that is wrong.
      let isStale = certificate.isEmpty || firmware.contains { names.location(of: $0) == .here }
      if isStale {
        contradict(pointer, own, .stalePointer)
      } else {
        contradict(own, pointer, .certificateName)
      }
    }
  }

  /// The first of each, where no name of one source is compatible with any of the other.
  private func clash(_ first: [NameClaim], _ second: [NameClaim]) -> (NameClaim, NameClaim)? {
    guard let one = first.first, let other = second.first,
      first.allSatisfy({ claim in second.allSatisfy { claim.contradicts($0) } })
    else { return nil }
    return (one, other)
  }

  private mutating func contradict(
    _ first: NameClaim, _ second: NameClaim, _ trouble: NameTrouble
  ) {
    let words = [
      first.origin.words, clip(first.name.text), second.origin.words, clip(second.name.text),
    ]
    let evidence = first.evidence + second.evidence
    add(trouble, words, evidence)
    say(
      "\(words[0].capitalizedFirst) says \(words[1]), \(words[2]) says \(words[3]).",
      "name-differs", evidence)
  }

  /// AMT's name and another one, both with a record of their own that leads here.
  private mutating func tellDedicated(_ own: NameClaim, _ other: NameClaim) {
    guard !troubles.contains(where: { $0.trouble == .dedicatedName }) else { return }
    add(
      .dedicatedName,
      [clip(own.name.text), other.origin.words, clip(other.name.text)],
      own.evidence + other.evidence + names.evidence(ofLookups: own.name))
  }

  private mutating func followPointers(_ names: NameClaims) {
    let pointers = names.named(by: .pointer)
    guard let pointer = pointers.first(where: { names.location(of: $0.name) == .elsewhere }) else {
      return followMissing(pointers, names)
    }
    let evidence = pointer.evidence + names.evidence(ofLookups: pointer.name)
    let isOwn = names.claims.contains { $0.origin != .pointer && $0.agrees(with: pointer) }
    let found = names.addresses(of: pointer.name).prefix(4).joined(separator: ", ")
    if !troubles.contains(where: { $0.trouble == .stalePointer }) {
      if isOwn {
        troubles.append(detours.sighted(pointer.name, names, evidence))
      } else {
        add(
          .stalePointer,
          ["the PTR record", clip(pointer.name.text), "the forward look-up", found], evidence)
      }
    }
    say(
      "The PTR record says \(clip(pointer.name.text)), and that name resolves to \(found).",
      "name-ptr-elsewhere", evidence)
  }

  /// A PTR record whose name does not exist: nobody reaches the machine by it.
  private mutating func followMissing(_ pointers: [NameClaim], _ names: NameClaims) {
    guard let pointer = pointers.first(where: { names.location(of: $0.name) == .nowhere }) else {
      return
    }
    let evidence = pointer.evidence + names.evidence(ofLookups: pointer.name)
    add(.noAddress, [pointer.origin.words, clip(pointer.name.text)], evidence)
    say(
      "The PTR record says \(clip(pointer.name.text)), and that name has no address.",
      "name-ptr-nowhere", evidence)
  }

  private mutating func followOwnNames(_ names: NameClaims) {
    var told: Set<DomainName> = []
    let certificate = names.named(by: .certificate)
    let isCertifiedHere = certificate.contains { names.location(of: $0) == .here }
    for claim in names.claims where claim.origin != .pointer {
      if claim.origin == .certificate && isCertifiedHere { continue }
      switch names.location(of: claim) {
      case .elsewhere:
        let all = names.fullNames(of: claim)
        guard let name = all.first(where: { names.location(of: $0) == .elsewhere }),
          told.insert(name).inserted
        else { continue }
        let evidence = claim.evidence + names.evidence(ofLookups: name)
        let found = names.addresses(of: name).prefix(4).joined(separator: ", ")
        let isKnown = troubles.contains { $0.trouble.isDetour || $0.trouble == .renamed }
        if !isKnown { troubles.append(detours.sighted(name, names, evidence)) }
        say(
          "\(claim.origin.words.capitalizedFirst) says \(clip(claim.name.text)), and "
            + "\(clip(name.text)) resolves to \(found).", "name-elsewhere", evidence)
      case .nowhere where claim.origin == .certificate || claim.origin == .amt:
        let isTold = troubles.contains { $0.trouble == .noAddress }
        guard claim.hasDomain, !isTold, told.insert(claim.name).inserted else { continue }
        add(
          .noAddress, [claim.origin.words, clip(claim.name.text)],
          claim.evidence + names.evidence(ofLookups: claim.name))
      case .here, .nowhere, .unknown: break
      }
    }
  }

  private mutating func compareDomain(_ device: Device, _ names: NameClaims) {
    let certified = names.named(by: .certificate).filter(\.hasDomain)
    guard !certified.isEmpty, let option = device.option15.value, let domain = DomainName(option),
      domain.parent != nil
    else { return }
    guard let first = certified.first,
      certified.allSatisfy({ claim in
        guard let parent = claim.name.parent else { return false }
        return !parent.isWithin(domain) && !domain.isWithin(parent)
      })
    else { return }
    let evidence = first.evidence + device.option15.evidence
    add(.domainMoved, [clip(first.name.text), clip(domain.text)], evidence)
    // Where DNS confirms the name, the two domains are meant to differ.
    let isConfirmed = certified.contains { claim in
      names.location(of: claim.name) == .here
        || names.named(by: .pointer).contains { $0.name == claim.name }
    }
    if !isConfirmed {
      say(
        "The certificate's domain is not that of DHCP option 15, \(clip(domain.text)).",
        "name-domain-moved", evidence)
    }
  }

  /// A name whose registration was refused, and that does not lead here by another way.
  private func refusedRegistrations(_ device: Device) -> [Sighted] {
    device.names.refusals.prefix(1).compactMap { refusal in
      guard let name = DomainName(refusal.name), names.location(of: name) != .here else {
        return nil
      }
      return Sighted(
        trouble: .refusedRegistration,
        words: [
          clip(name.text), refusal.values.prefix(4).joined(separator: ", "),
          refusal.server?.description ?? "the name server",
        ],
        evidence: refusal.evidence + names.evidence(ofLookups: name))
    }
  }

  private mutating func findDuplicates(_ device: Device, _ index: SiteIndex) {
    if let uuid = device.uuid.value, index.isDuplicated(uuid) {
      add(.duplicate, ["UUID", uuid.description], device.uuid.evidence)
    } else if case .conflicting = device.realm, device.uuid.value != nil {
      add(
        .duplicate, ["UUID", device.uuid.value.map(\.description) ?? ""],
        device.uuid.evidence + device.realm.evidence)
    } else if index.hasDuplicatedName(device) {
      let name = SiteIndex.ownName(of: device) ?? ""
      add(.duplicate, ["name", clip(name)], device.names.dhcp.evidence)
    }
  }

  // MARK: Agreement

  private mutating func decide(_ names: NameClaims) {
    guard let first = names.claims.first else {
      say("No source names the machine.", "name-none", names.pointerEvidence)
      return
    }
    var best: (claim: NameClaim, agreeing: [NameClaim], count: Int)?
    for claim in names.claims {
      let agreeing = names.claims.filter { $0.agrees(with: claim) }
      let count =
        Self.origins(agreeing).count + (names.location(of: claim) == .here ? 1 : 0)
      if count > best?.count ?? 0 { best = (claim, agreeing, count) }
    }
    if let best, best.count >= 2 {
      var origins = Self.origins(best.agreeing)
      var evidence = best.agreeing.flatMap(\.evidence.observations)
      if names.location(of: best.claim) == .here {
        origins.append(.forward)
        for name in names.fullNames(of: best.claim) {
          evidence += names.evidence(ofLookups: name).observations
        }
      }
      let words = origins.map(\.words).joined(separator: ", ")
      say("\(clip(best.claim.name.text)): agreed by \(words).", "name-agree", Evidence(evidence))
      verdict = .consistent
    } else {
      say(
        "Only \(first.origin.words) names the machine, \(clip(first.name.text)), and nothing "
          + "confirms it.", "name-few-sources", first.evidence)
    }
  }

  /// The sources of `claims`, which stand together by source.
  private static func origins(_ claims: [NameClaim]) -> [NameOrigin] {
    var origins: [NameOrigin] = []
    for claim in claims where origins.last != claim.origin { origins.append(claim.origin) }
    return origins
  }

  private mutating func add(_ trouble: NameTrouble, _ words: [String], _ evidence: Evidence) {
    troubles.append(Sighted(trouble: trouble, words: words, evidence: evidence))
  }

  private mutating func say(_ text: String, _ rule: String, _ evidence: Evidence) {
    reasons.append(
      Statement(text, rule: rule, source: Source.sdkNames.description, evidence: evidence))
  }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

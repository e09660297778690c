package import ScoutNet

/// What a site as a whole should buy, change and do, and in which order.
package struct SitePlan: Hashable, Sendable, Codable {
  package var coverage: CertificateCoverage
  /// In the order of the work.
  package var waves: [Wave]
  /// The whole site first, then its segments by prefix, then what lies in no segment.
  package var readiness: [ReadinessShare]
  /// The checks a to m, in that order.
  package var checks: [SiteCheck]

  package init() {
    coverage = CertificateCoverage()
    waves = []
    readiness = []
    checks = []
  }
}

/// Every suffix seen against every certificate.
package struct CertificateCoverage: Hashable, Sendable, Codable {
  package var certificates: [CertificateReview]
  /// Those of most devices first, then by name.
  package var suffixes: [SuffixRow]
  /// Devices that could use a certificate and have no suffix at all.
  package var machinesWithoutSuffix: [DeviceID]
  package var withoutSuffix: Int { machinesWithoutSuffix.count }
  /// Devices that could use a certificate, and whose suffix is not known.
  package var machinesOfUnknownSuffix: [DeviceID]
  package var suffixUnknown: Int { machinesOfUnknownSuffix.count }
  package var purchase: NamesToBuy?

  package init() {
    certificates = []
    suffixes = []
    machinesWithoutSuffix = []
    machinesOfUnknownSuffix = []
  }
}

/// One certificate, looked at by itself.
package struct CertificateReview: Hashable, Sendable, Codable {
  /// As the profile names it.
  package let name: String
  /// The names that devices compare.
  package var names: [String]
  package var notAfter: Timestamp?
  package var checks: [CertificateCheck]
  /// How many devices that are not configured yet have a suffix that it fits.
  package var devicesFitting: Int
  /// How many of them no certificate before it in the list fits.
  package var devicesGained: Int

  package init(name: String) {
    self.name = name
    names = []
    checks = []
    devicesFitting = 0
    devicesGained = 0
  }
}

/// One of the questions a certificate is asked.
package struct CertificateCheck: Hashable, Sendable, Codable {
  /// As in `usage`, `root`, `key`.
  package let id: String
  /// Whether it is in order; unknown where what was given does not tell.
  package let passes: Ternary
  /// Which firmware asks for it, as in `16.0 and later`; `all` for all of them.
  package let firmware: String
  package let statement: Statement

  package init(id: String, passes: Ternary, firmware: String, statement: Statement) {
    self.id = id
    self.passes = passes
    self.firmware = firmware
    self.statement = statement
  }
}

/// One DNS suffix, where it comes from, and which certificates fit it.
package struct SuffixRow: Hashable, Sendable, Codable {
  /// Lower case, without a final dot.
  package let suffix: String
  /// `ordinary`, `privateUse`, `publicSuffix`, `singleLabel`, `notAName`.
  package var kind: String
  /// As in `option 15 in 10.1.0.0/22`, `PKI DNS suffix in the firmware`, `search list in …`.
  package var origins: [String]
  package var evidence: Evidence
  /// Devices that are given it and are not configured yet.
  package var machines: [DeviceID]
  package var devices: Int { machines.count }
  /// One for each certificate, in the order of the list.
  package var fits: [SuffixFit]
  /// What to do about it; `nil` where it is in order.
  package var advice: String?

  package init(suffix: String, kind: String) {
    self.suffix = suffix
    self.kind = kind
    origins = []
    evidence = .none
    machines = []
    fits = []
  }
}

/// Whether one certificate fits one suffix, by the matching rule of each generation.
package struct SuffixFit: Hashable, Sendable, Codable {
  /// Firmware that knows `.com` and `.net` only: 2.6 to 4.0, and 5.0.
  package let early: FitAnswer
  /// Firmware with the table of top-level domains: 4.1 to 4.x, and 5.1 on.
  package let later: FitAnswer

  package init(early: FitAnswer, later: FitAnswer) {
    self.early = early
    self.later = later
  }
}

package struct FitAnswer: Hashable, Sendable, Codable {
  package let fits: Ternary
  /// `equal`, `suffix`, `wildcard`, `sibling`; `nil` where it does not fit.
  package let match: String?
  package let certainty: Certainty

  package init(fits: Ternary, match: String?, certainty: Certainty) {
    self.fits = fits
    self.match = match
    self.certainty = certainty
  }
}

/// The fewest names that a certificate needs, so that it fits the suffixes of most devices.
package struct NamesToBuy: Hashable, Sendable, Codable {
  /// Those that gain most devices first.
  package var names: [NameGain]
  /// Devices that could use a certificate and whose suffix is known.
  package var devices: Int
  package var covered: Int
  /// Whether no smaller set does the same; else it was chosen greedily.
  package var isSmallest: Bool
  /// Suffixes that no vendor's certificate can fit.
  package var beyond: [String]

  package init() {
    names = []
    devices = 0
    covered = 0
    isSmallest = true
    beyond = []
  }
}

package struct NameGain: Hashable, Sendable, Codable {
  package let name: String
  /// Devices that it adds to those of the names before it.
  package let devices: Int
  package let suffixes: [String]

  package init(name: String, devices: Int, suffixes: [String]) {
    self.name = name
    self.devices = devices
    self.suffixes = suffixes
  }
}

/// What is done in one go, for many devices.
package enum WaveKind: String, Hashable, Sendable, Codable, CaseIterable {
  /// Configured devices that anyone can take over: patch or unprovision first.
  case secure
  /// Firmware to be updated before it is configured.
  case firmware
  /// AMT to be switched on, in the BIOS or from the operating system.
  case enable
  /// Software on the host does it now, into client control mode.
  case hostBased = "host-based"
  /// A certificate in hand, or keys that the vendor set, do it now without a visit.
  case remote
  /// As before, once the certificate, option 15 or the wire is as it must be.
  case prepared
  /// Somebody goes to the machine.
  case hands
  /// Something must be measured before it can be decided.
  case measure
  /// Configured devices with maintenance to do.
  case maintain
}

/// One wave of work.
package struct Wave: Hashable, Sendable, Codable {
  package let kind: WaveKind
  package var title: String
  package var devices: [WaveDevice]
  /// How many machines somebody must go to for it.
  package var touches: Int
  /// What must be done once before it can begin, those of most devices first.
  package var before: [Statement]

  package init(_ kind: WaveKind, title: String) {
    self.kind = kind
    self.title = title
    devices = []
    touches = 0
    before = []
  }
}

/// A device in a wave, with where it stands.
package struct WaveDevice: Hashable, Sendable, Codable {
  package let id: DeviceID
  package let address: IPAddress?
  package let segment: Prefix?
  package let needsTouch: Bool
  /// The method of configuration, where the wave configures.
  package let method: ConfigurationMethod?

  package init(
    id: DeviceID, address: IPAddress?, segment: Prefix?, needsTouch: Bool,
    method: ConfigurationMethod?
  ) {
    self.id = id
    self.address = address
    self.segment = segment
    self.needsTouch = needsTouch
    self.method = method
  }
}

/// How much of a place can be configured as things are, and what stands in the way of most.
package struct ReadinessShare: Hashable, Sendable, Codable {
  /// `nil` for the whole site, and for what lies in no segment.
  package let segment: Prefix?
  /// `site`, the segment's name or prefix, or `no segment`.
  package var name: String
  /// Machines with AMT, or which may have it; look-alikes are not among them.
  package var devices = 0
  package var configured = 0
  /// Not configured, and nothing stands in the way; nobody needs to go there.
  package var withoutTouch = 0
  /// Not configured, and nothing stands in the way but the walk.
  package var withTouch = 0
  /// Something must be changed first, or it cannot be configured at all.
  package var blocked = 0
  /// Something must be measured first.
  package var undecided = 0
  /// What stands in the way of most of the blocked devices.
  package var worstBlocker: Statement?
  /// How many devices it stands in the way of.
  package var worstBlockerDevices = 0
  /// For the whole site, the segment with the smallest share.
  package var worstSegment: Prefix?

  package init(segment: Prefix?, name: String) {
    self.segment = segment
    self.name = name
  }

  /// Devices that are not configured.
  package var open: Int { devices - configured }

  /// The share of the open devices that can be configured without a touch, in whole percent, rounded
  /// down; `nil` where none is open.
  package var share: Int? { open > 0 ? withoutTouch * 100 / open : nil }
}

package enum CheckResult: String, Hashable, Sendable, Codable, CaseIterable {
  case good
  /// Something to change or to know.
  case attention
  /// Nothing at hand tells; the action says how to learn it.
  case notMeasured = "not-measured"
  /// No scan can tell: it is a question to the operator.
  case question
}

/// One of the checks of a site.
package struct SiteCheck: Hashable, Sendable, Codable {
  /// `a` to `m`.
  package let id: String
  package let title: String
  package var result: CheckResult
  /// What was seen, in sentences.
  package var statements: [Statement]
  /// What to do or to measure; `nil` where all is well.
  package var action: String?

  package init(id: String, title: String) {
    self.id = id
    self.title = title
    result = .notMeasured
    statements = []
  }
}

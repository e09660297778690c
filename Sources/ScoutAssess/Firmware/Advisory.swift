package import ScoutModel

/// A span of versions that one line of an advisory covers.
package struct AdvisoryBranch: Hashable, Sendable {
  package let from: FirmwareVersion
  /// The first version of the branch that is cured; `nil` where no source at hand records it.
  package let fixed: FirmwareVersion?
  /// Where the branch ends, if ``fixed`` is `nil`.
  package let below: FirmwareVersion?

  /// A branch named by its cure: 11.8.79 stands for everything of 11.8 before it.
  init(fixed: FirmwareVersion, from: FirmwareVersion? = nil) {
    self.from = from ?? FirmwareVersion(fixed.major, fixed.minor ?? 0)
    self.fixed = fixed
    below = nil
  }

  /// A branch whose cure is not recorded.
  init(from: FirmwareVersion, below: FirmwareVersion) {
    self.from = from
    self.below = below
    fixed = nil
  }
}

/// What an advisory means for a version.
package enum AdvisoryVerdict: Hashable, Sendable {
  /// The text says nothing of this branch; that is not the same as safe.
  case notCovered
  case fixed
  case affected(fixedIn: FirmwareVersion)
  /// Affected or fixed, depending on numbers that are not known.
  case needsBuild
  /// In a branch that is affected from some version to another that is not recorded.
  case unrecorded
}

/// A security advisory that a firmware version can flag.
package struct Advisory: Hashable, Sendable {
  /// `INTEL-SA-00075`.
  package let id: String
  package let records: [String]
  package let reach: Reach
  package let gain: Gain
  package let branches: [AdvisoryBranch]
  /// Branches that the advisory's text does not name, judged by build number alone.
  package var buildRules: [BuildRule] = []
  package let source: Source

  /// `INTEL-SA-00075 (CVE-2017-5689)`.
  var name: String { records.isEmpty ? id : "\(id) (\(records.joined(separator: ", ")))" }

  /// Compares inside the branch only.
  package func verdict(for device: Device) -> AdvisoryVerdict {
    var result = AdvisoryVerdict.notCovered
    for branch in branches {
      switch device.isAtLeast(branch.from) {
      case .no: continue
      case .unknown:
        // The generation fits, the branch is open.
        if device.isOfMajor(branch.from.major) { result = .needsBuild }
        continue
      case .yes: break
      }
      if let fixed = branch.fixed {
        // What is later than the branch's last hotfix belongs to another branch.
        let isPast = device.isAtLeast(FirmwareVersion(fixed.major, (fixed.minor ?? 0) + 1))
        if isPast == .yes { continue }
        switch device.isAtLeast(fixed) {
        case .yes: return .fixed
        case .no: return .affected(fixedIn: fixed)
        case .unknown: result = .needsBuild
        }
      } else if let below = branch.below {
        switch device.isAtLeast(below) {
        case .yes: continue
        case .no: return .unrecorded
        case .unknown: result = .needsBuild
        }
      }
    }
    return result
  }

  /// The verdict of the build rules; only where a version is known and the text names no branch.
  package func buildVerdict(for device: Device) -> AdvisoryVerdict {
    guard let version = device.version.value, let minor = version.minor else { return .notCovered }
    for rule in buildRules where rule.major == version.major && rule.minors.contains(minor) {
      guard let build = version.build else { return .needsBuild }
      return rule.affected.contains(build)
        ? .affected(
          fixedIn: FirmwareVersion(version.major, minor, version.hotfix, rule.affected.upperBound))
        : .fixed
    }
    return .notCovered
  }
}

/// Builds of one generation that are affected, whatever the hotfix.
package struct BuildRule: Hashable, Sendable {
  package let major: Int
  package let minors: [Int]
  package let affected: Range<Int>
}

extension Device {
  /// Whether all that is known of the version agrees on its first number.
  func isOfMajor(_ major: Int) -> Bool {
    isAtLeast(FirmwareVersion(major)) == .yes && isAtLeast(FirmwareVersion(major + 1)) == .no
  }
}

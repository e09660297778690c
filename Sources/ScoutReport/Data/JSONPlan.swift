package import ScoutModel
import ScoutNet

// The plan and the explanation of a device as JSON.

extension Report {
  /// The plan on one line; `comparison` where a change was thought of.
  package func jsonLine(_ plan: SitePlan, comparison: PlanComparison?) -> String {
    JSONValue.object([
      ("format", .string("amtscout-plan")), ("schema_version", .string(Self.schemaVersion)),
      ("site", .string(input.site.profile.site)),
      ("rulebooks", .array(input.site.rulebooks.map { JSONValue($0) })),
      ("what_if", comparison.map { JSONValue($0) } ?? .null), ("plan", JSONValue(plan)),
    ]).text
  }

  /// The explanation on one line, the device as in report.json.
  package func jsonLine(_ explanation: Explanation) -> String {
    JSONValue.object([
      ("format", .string("amtscout-explanation")),
      ("schema_version", .string(Self.schemaVersion)),
      (
        "inputs",
        .array(
          explanation.inputs.map {
            [
              "name": .string($0.name), "value": JSONValue($0.value), "source": .string($0.source),
              "evidence": JSONValue($0.evidence),
            ]
          })
      ),
      (
        "gates",
        .array(
          explanation.gates.map {
            [
              "number": JSONValue($0.number), "question": .string($0.question),
              "result": .string($0.result.rawValue), "statements": JSONValue($0.statements),
            ]
          })
      ),
      ("device", JSONValue(explanation.assessment, input)),
    ]).text
  }
}

extension JSONValue {
  init(_ plan: SitePlan) {
    self = [
      "coverage": JSONValue(plan.coverage),
      "waves": .array(plan.waves.map { JSONValue($0) }),
      "readiness": .array(plan.readiness.map { JSONValue($0) }),
      "checks": .array(plan.checks.map { JSONValue($0) }),
    ]
  }

  init(_ coverage: CertificateCoverage) {
    self = [
      "certificates": .array(
        coverage.certificates.map { review in
          [
            "name": .string(review.name), "names": JSONValue(review.names),
            "not_after": JSONValue(review.notAfter?.description),
            "devices_fitting": JSONValue(review.devicesFitting),
            "devices_gained": JSONValue(review.devicesGained),
            "checks": .array(
              review.checks.map { check in
                [
                  "id": .string(check.id), "passes": .string(check.passes.rawValue),
                  "firmware": .string(check.firmware), "statement": JSONValue(check.statement),
                ]
              }),
          ]
        }),
      "suffixes": .array(
        coverage.suffixes.map { row in
          [
            "suffix": .string(row.suffix), "kind": .string(row.kind),
            "origins": JSONValue(row.origins), "devices": JSONValue(row.devices),
            "fits": .array(
              row.fits.map { fit in
                ["early": JSONValue(fit.early), "later": JSONValue(fit.later)]
              }),
            "advice": JSONValue(row.advice), "evidence": JSONValue(row.evidence),
          ]
        }),
      "without_suffix": JSONValue(coverage.withoutSuffix),
      "suffix_unknown": JSONValue(coverage.suffixUnknown),
      "purchase": coverage.purchase.map { JSONValue($0) } ?? .null,
    ]
  }

  init(_ answer: FitAnswer) {
    self = [
      "fits": .string(answer.fits.rawValue), "match": JSONValue(answer.match),
      "certainty": .string(answer.certainty.rawValue),
    ]
  }

  init(_ purchase: NamesToBuy) {
    self = [
      "names": .array(
        purchase.names.map { name in
          [
            "name": .string(name.name), "devices": JSONValue(name.devices),
            "suffixes": JSONValue(name.suffixes),
          ]
        }),
      "devices": JSONValue(purchase.devices), "covered": JSONValue(purchase.covered),
      "is_smallest": .bool(purchase.isSmallest), "beyond": JSONValue(purchase.beyond),
    ]
  }

  init(_ wave: Wave) {
    self = [
      "kind": .string(wave.kind.rawValue), "title": .string(wave.title),
      "touches": JSONValue(wave.touches), "before": JSONValue(wave.before),
      "devices": .array(
        wave.devices.map { device in
          [
            "id": .string(device.id.description), "ip": JSONValue(device.address?.description),
            "segment": JSONValue(device.segment?.description),
            "touch": .bool(device.needsTouch), "method": JSONValue(device.method?.rawValue),
          ]
        }),
    ]
  }

  init(_ share: ReadinessShare) {
    self = [
      "name": .string(share.name), "segment": JSONValue(share.segment?.description),
      "devices": JSONValue(share.devices), "configured": JSONValue(share.configured),
      "without_touch": JSONValue(share.withoutTouch), "with_touch": JSONValue(share.withTouch),
      "blocked": JSONValue(share.blocked), "undecided": JSONValue(share.undecided),
      "share_percent": share.share.map { JSONValue($0) } ?? .null,
      "worst_blocker": share.worstBlocker.map { JSONValue($0) } ?? .null,
      "worst_blocker_devices": JSONValue(share.worstBlockerDevices),
      "worst_segment": JSONValue(share.worstSegment?.description),
    ]
  }

  init(_ check: SiteCheck) {
    self = [
      "id": .string(check.id), "title": .string(check.title),
      "result": .string(check.result.rawValue), "statements": JSONValue(check.statements),
      "action": JSONValue(check.action),
    ]
  }

  init(_ comparison: PlanComparison) {
    func counts(_ counts: [Advice: Int]) -> JSONValue {
      .object(
        Advice.allCases.compactMap { advice in
          counts[advice].map { (advice.rawValue, JSONValue($0)) }
        })
    }
    self = [
      "changes": JSONValue(comparison.changes), "before": counts(comparison.before),
      "after": counts(comparison.after),
      "without_touch_before": JSONValue(comparison.withoutTouchBefore),
      "without_touch_after": JSONValue(comparison.withoutTouchAfter),
      "moves": .array(
        comparison.moves.map { move in
          [
            "id": .string(move.id.description), "from": .string(move.from.rawValue),
            "to": .string(move.to.rawValue), "was_ready": .bool(move.wasReady),
            "is_ready": .bool(move.isReady),
          ]
        }),
    ]
  }
}

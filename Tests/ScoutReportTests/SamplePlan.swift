import ScoutModel
import ScoutNet
import ScoutTestKit

extension SitePlan {
  /// A plan with something of each kind, for the machines of ``SampleSite``.
  static func sample(_ assessments: [Assessment]) -> SitePlan {
    var plan = SitePlan()
    let ids = assessments.map(\.device.id)
    func statement(_ text: String) -> Statement {
      Statement(text, rule: "plan-sample", source: "Intel SDK")
    }
    var review = CertificateReview(name: "provisioning.pem")
    review.names = ["amt.corp.example", "*.corp.example"]
    review.notAfter = moment("2027-01-31T00:00:00Z")
    review.devicesFitting = 5
    review.devicesGained = 5
    review.checks = [
      CertificateCheck(
        id: "usage", passes: .yes, firmware: "all",
        statement: statement("It has the extended key usage for AMT.")),
      CertificateCheck(
        id: "root", passes: .no, firmware: "16.0 and later",
        statement: statement("Its root is not among those that newer firmware trusts.")),
      CertificateCheck(
        id: "key", passes: .unknown, firmware: "all", statement: statement("The key is not known.")),
    ]
    plan.coverage.certificates = [review]
    func answer(_ fits: Ternary, _ match: String? = nil) -> FitAnswer {
      FitAnswer(fits: fits, match: match, certainty: .seen)
    }
    var corp = SuffixRow(suffix: "corp.example", kind: "ordinary")
    corp.origins = ["option 15 in 10.1.0.0/24"]
    corp.machines = ids.prefix(5).sorted()
    corp.fits = [SuffixFit(early: answer(.unknown), later: answer(.yes, "suffix"))]
    var local = SuffixRow(suffix: "corp.local", kind: "privateUse")
    local.origins = ["search list in 10.1.1.0/24"]
    local.machines = ids.dropFirst(5).prefix(4).sorted()
    local.fits = [SuffixFit(early: answer(.no), later: answer(.no))]
    local.advice = "Hand out a registered domain; no vendor issues a certificate for this one."
    plan.coverage.suffixes = [corp, local]
    plan.coverage.machinesWithoutSuffix = Array(ids.dropFirst(9).prefix(4))
    plan.coverage.machinesOfUnknownSuffix = Array(ids.dropFirst(13).prefix(1))
    var purchase = NamesToBuy()
    purchase.names = [NameGain(name: "amt.corp.example", devices: 5, suffixes: ["corp.example"])]
    purchase.devices = 9
    purchase.covered = 5
    purchase.beyond = ["corp.local"]
    plan.coverage.purchase = purchase
    func wave(_ kind: WaveKind, _ title: String, _ advice: Advice, touch: Bool) -> Wave {
      var wave = Wave(kind, title: title)
      wave.devices = assessments.filter { $0.recommendation.advice == advice }.map {
        WaveDevice(
          id: $0.device.id, address: $0.device.address, segment: $0.device.segment,
          needsTouch: touch, method: nil)
      }
      wave.touches = touch ? wave.devices.count : 0
      return wave
    }
    var first = wave(.hostBased, "Set up by software on the machine", .hostBased, touch: false)
    first.before = [statement("Give the package to whatever distributes software.")]
    plan.waves = [
      first, wave(.remote, "Set up by certificate", .pki, touch: false),
      wave(.hands, "Set up with a USB key", .usb, touch: true),
    ]
    var office = ReadinessShare(segment: net("10.1.0.0/24"), name: "Second floor")
    office.devices = 9
    office.configured = 3
    office.withoutTouch = 5
    office.blocked = 1
    office.worstBlocker = statement("The segment hands out no option 15.")
    office.worstBlockerDevices = 1
    plan.readiness = [office]
    var dhcp = SiteCheck(id: "a", title: "DHCP hands out one registered domain")
    dhcp.result = .attention
    dhcp.statements = [statement("10.1.1.0/24 hands out no option 15.")]
    dhcp.action = "Set option 15 in the scope."
    var server = SiteCheck(id: "b", title: "provisionserver resolves")
    server.result = .good
    var clock = SiteCheck(id: "c", title: "Clocks agree")
    clock.action = "Compare the clocks of the servers."
    var owner = SiteCheck(id: "d", title: "Somebody owns the certificate")
    owner.result = .question
    owner.action = "Name who renews it."
    plan.checks = [dhcp, server, clock, owner]
    return plan
  }
}

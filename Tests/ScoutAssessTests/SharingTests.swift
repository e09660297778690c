import Dispatch
import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutAssess

@Suite("What machines share in an assessment") struct SharingTests {
  private func site(_ count: Int) -> (SiteView, SiteAssessment) {
    var devices = (1...count).map { number in
      Device.sample(
        Int64(number), "10.0.0.\(number)", version: "11.8.50.3425", state: .post,
        ports: [16992], option15: "corp.example")
    }
    // Somebody of whom nothing speaks for AMT.
    devices.insert(
      Device(id: DeviceID(ObservationID(500)), firstSeen: .testStart, lastSeen: .testStart), at: 1)
    let view = SiteView(devices: devices, segments: [])
    return (view, Assessor().assess(view, profile: SiteProfile(), at: .testStart))
  }

  @Test("are the words of their statements, not copies of them")
  func sentences() {
    let (_, result) = site(20)
    func sentences(_ assessment: Assessment) -> [Sentence] {
      var statements: [Statement] = []
      for advice in [assessment.recommendation, assessment.recommendation2011] {
        statements += advice.reasons
        statements += advice.blockers
        statements += advice.missing
        statements.append(advice.nextStep)
        for verdict in advice.verdicts { statements += verdict.reasons }
        for verdict in advice.verdicts { statements += verdict.missing }
      }
      return statements.map(\.sentence)
    }
    let first = sentences(result.assessments[0])
    #expect(first.count > 10)
    for assessment in result.assessments {
      let own = sentences(assessment)
      #expect(own == first)
      #expect(zip(own, first).allSatisfy { $0 === $1 })
    }
  }

  @Test("each device is held once, and the view can be had whole again")
  func devices() {
    let (view, result) = site(20)
    #expect(result.assessments.count == 20)
    #expect(result.view.devices.map(\.id) == [DeviceID(ObservationID(500))])
    #expect(result.wholeView.devices == view.devices.sorted { $0.id < $1.id })
    #expect(
      Assessor().assess(result.wholeView, profile: SiteProfile(), at: .testStart) == result)
  }

  @Test("nothing depends on who judges which device, and when")
  func sideBySide() {
    let versions = ["6.2.0", "8.1.30", "11.8.50.3425", "15.0.23.1706", "16.1.25"]
    let devices = (1...3000).map { number in
      Device.sample(
        Int64(number), "10.0.\(number / 250).\(number % 250 + 1)",
        version: versions[number % versions.count], state: number % 3 == 0 ? .post : .pre,
        ports: [16992], option15: number % 7 == 0 ? nil : "corp.example")
    }
    let view = SiteView(devices: devices, segments: [])
    let plain = Assessor().assess(view, profile: SiteProfile(), at: .testStart)
    let crossed = Assessor().assess(view, profile: SiteProfile(), at: .testStart) { count, body in
      DispatchQueue.concurrentPerform(iterations: count) { body(count - 1 - $0) }
    }
    #expect(plain.assessments.count == 3000)
    #expect(crossed == plain)
  }
}

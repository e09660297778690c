import Foundation
import ScoutModel
import ScoutNet
import ScoutTestKit
import ScoutXML
import Testing

@testable import ScoutAMT

@Suite("Answers of WS-Management") struct WSManAnswerTests {
  private static let folder = "amt/wsman"
  private static let names =
    (try? RecordedData.files(below: folder, endingIn: [".xml"])) ?? []

  private func bytes(_ name: String) throws -> [UInt8] {
    try RecordedData.bytes("\(Self.folder)/\(name)")
  }

  /// What the classes of some recorded answers come to.
  private func reading(_ files: [(String, WSManClass)]) throws -> WSManSighting {
    var reading = WSManReading(port: 16993, secure: true, credential: "default")
    for (name, resource) in files {
      switch try WSManAnswer(parsing: bytes(name)).content {
      case .instance(let element): reading.add(element, of: resource)
      case .items(let items, _): for item in items { reading.add(item, of: resource) }
      case let other: Issue.record("\(name): \(other)")
      }
    }
    reading.close()
    return reading.sighting { CertificateFact(fingerprint: "\($0.count)") }
  }

  @Test(
    "every recorded one is read by its action; three are not well-formed",
    .enabled(if: RecordedData.isThere, "the recorded data are not beside the package"))
  func recorded() throws {
    var kinds: [String: Int] = [:]
    var faulty: [String] = []
    for name in Self.names {
      let answer: WSManAnswer
      do {
        answer = try WSManAnswer(parsing: try bytes(name))
      } catch {
        faulty.append(name)
        continue
      }
      let action = answer.action.split(separator: "/").last.map(String.init) ?? ""
      switch (action, answer.content) {
      case ("EnumerateResponse", .context), ("GetResponse", .instance), ("PullResponse", .items):
        break
      case ("EnumerateResponse", _), ("GetResponse", _), ("PullResponse", _):
        Issue.record("\(name): \(action) with \(answer.content)")
      default: break
      }
      kinds[action, default: 0] += 1
    }
    print("recorded answers: \(Self.names.count), not well-formed: \(faulty)")
    #expect(Self.names.count > 180)
    #expect(faulty.count == 3, "\(faulty)")
    #expect(kinds["GetResponse"] ?? 0 > 30 && kinds["PullResponse"] ?? 0 > 30)
  }

  @Test(
    "the configuration that the recorded ones tell",
    .enabled(if: RecordedData.isThere, "the recorded data are not beside the package"))
  func configuration() throws {
    let told = try reading([
      ("amt/general/get.xml", .generalSettings),
      ("cim/software/identity/pull.xml", .softwareIdentity),
      ("amt/setupandconfiguration/get.xml", .setup),
      ("ips/hostbasedsetup/get.xml", .hostBasedSetup),
      ("amt/ethernetport/pull.xml", .ethernetPort), ("amt/tls/settingdata/pull.xml", .tlsSetting),
      ("amt/environmentdetection/get.xml", .environment),
      ("amt/publickey/certificate/pull.xml", .certificate),
      ("amt/redirectionservice/get.xml", .redirection),
      ("ips/kvmredirection/settings/get.xml", .screenSetting),
      ("amt/managementpresence/pull.xml", .presenceServer),
      ("amt/remoteaccess/policyrule/pull.xml", .remotePolicy),
      ("amt/remoteaccess/service/get.xml", .remoteAccess),
      ("amt/ieee8021x/profile/get.xml", .wired8021x),
      ("ips/ieee8021x/settings/pull.xml", .wired8021xNew),
      ("amt/wifiportconfiguration/get.xml", .wirelessService),
      ("cim/wifi/endpointsettings/pull.xml", .wirelessProfile),
      ("ips/hostipsettings/get.xml", .hostAddress),
    ])
    #expect(told.version == FirmwareVersion(12, 0, 67, 1579))
    #expect(told.sku == 16392 && told.product == .amt)
    #expect(told.state == .post && told.controlMode == .admin)
    #expect(told.allowedControlModes == [.admin, .client])
    #expect(told.general?.digestRealm == "Digest:F3EB554784E729164447A89F60B641C5")
    #expect(told.general?.hostName == "Test Host Name" && told.general?.sharedFQDN == true)
    #expect(told.environment?.domains == ["b332bb28-ef3a-43b0-b998-342285ac1e26.com", "test.com"])
    #expect(told.interfaces.map(\.mac?.description) == ["00:be:43:d8:22:a4", nil])
    #expect(told.interfaces.map(\.isWireless) == [false, true])
    #expect(told.interfaces[0].linkPolicy == [1, 14])
    #expect(told.tls.map(\.isRemote) == [true, false])
    #expect(told.tls[0].enabled == false && told.tls[1].acceptsPlain == true)
    #expect(told.certificates.count == 3 && told.certificates[0].isTrustedRoot == true)
    #expect(told.redirection?.listener == true && told.redirection?.serial == true)
    #expect(told.redirection?.vncPort == false && told.redirection?.screenByFirmware == true)
    #expect(told.remoteAccess?.servers == ["192.168.10.196:4433"])
    #expect(told.remoteAccess?.triggers == [2] && told.remoteAccess?.isConnected == false)
    #expect(told.wired8021x?.enabled == false && told.wired8021x?.pxeTimeout == 120)
    #expect(told.wireless?.networks == ["testSSID"])
    #expect(told.hostDHCP == false)
    #expect(told.unread.isEmpty)
  }

  /// What the firmware's list of parts comes to.
  private func parts(_ parts: [(String, String)]) throws -> WSManSighting {
    var reading = WSManReading(port: 16992, secure: false, credential: "default")
    for (name, version) in parts {
      let text =
        "<h:CIM_SoftwareIdentity xmlns:h=\"\(WSManClass.softwareIdentity.uri)\">"
        + "<h:InstanceID>\(name)</h:InstanceID><h:VersionString>\(version)</h:VersionString>"
        + "</h:CIM_SoftwareIdentity>"
      reading.add(try XMLDocument(parsing: Array(text.utf8)).root, of: .softwareIdentity)
    }
    reading.close()
    return reading.sighting { CertificateFact(fingerprint: "\($0.count)") }
  }

  @Test(
    "the SKU is a number up to 2.2, and bits from 2.5 on",
    arguments: [
      ("2.1.3", "0", Product.amt), ("2.2.1", "1", nil), ("2.6.0", "0", nil), ("2.6.0", "8", .amt),
      ("3.2.1", "8", .amt), ("5.0.50", "16", .ism), ("8.1.0", "65536", .sbt),
      ("12.0.67", "16392", .amt), ("12.0.67", "16400", .ism), ("2", "0", nil),
    ] as [(String, String, Product?)])
  func sku(version: String, sku: String, product: Product?) throws {
    #expect(try parts([("AMT", version), ("Sku", sku)]).product == product)
  }

  @Test("the version stands under a second name where the first is absent")
  func coreVersion() throws {
    let told = try parts([("AMT FW Core Version", "16.1.25"), ("Build Number", "1917")])
    #expect(told.version == FirmwareVersion(16, 1, 25, 1917))
  }

  private static let envelope =
    "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "
    + "xmlns:n=\"http://schemas.xmlsoap.org/ws/2004/09/enumeration\"><s:Header/><s:Body>"

  private func parsed(_ body: String) throws -> WSManAnswer.Content {
    try WSManAnswer(parsing: Array((Self.envelope + body + "</s:Body></s:Envelope>").utf8)).content
  }

  @Test("other prefixes, faults, ends of lists, and what is no envelope")
  func forms() throws {
    #expect(
      try parsed("<s:Fault><s:Reason><s:Text>No route.</s:Text></s:Reason></s:Fault>")
        == .fault("No route."))
    #expect(
      try parsed(
        "<n:EnumerateResponse><n:EnumerationContext> 7 </n:EnumerationContext></n:EnumerateResponse>"
      )
        == .context("7"))
    guard
      case .items(let items, let next) = try parsed(
        "<n:PullResponse><n:Items><x/><y/></n:Items><n:EndOfSequence/></n:PullResponse>")
    else {
      Issue.record("no items")
      return
    }
    #expect(items.map(\.name) == ["x", "y"] && next == nil)
    #expect(throws: XMLError.self) { try WSManAnswer(parsing: Array("<html/>".utf8)) }
    #expect(throws: XMLError.self) {
      try WSManAnswer(parsing: Array("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>".utf8))
    }
  }

  @Test("no part of an answer is taken for the whole") func prefixes() {
    let whole = Array((Self.envelope + "<x/></s:Body></s:Envelope>").utf8)
    for end in whole.indices {
      #expect(throws: XMLError.self) { try WSManAnswer(parsing: Array(whole[..<end])) }
    }
  }

  @Test("every request reads: its action is one of four, its class one of the table")
  func requests() throws {
    for resource in WSManClass.allCases {
      for request in [
        WSManRequest.get(resource), .enumerate(resource), .pull(resource, "<&>"),
        .release(resource, "5"),
      ] {
        let root = try XMLDocument(parsing: request.encoded(message: 9)).root
        let header = try #require(root.child("Header"))
        let action = try #require(header.child("Action")?.text.split(separator: "/").last)
        #expect(["Get", "Enumerate", "Pull", "Release"].contains(action))
        #expect(header.child("ResourceURI")?.text == resource.uri)
        #expect(header.child("MessageID")?.text == "9")
      }
    }
  }

  @Test("base64 with breaks and padding; what is none is none") func base64() {
    #expect(Base64.decode("SGVs\r\nbG8=") == Array("Hello".utf8))
    #expect(Base64.decode("SGVsbA==") == Array("Hell".utf8))
    #expect(Base64.decode("SGVs") == Array("Hel".utf8))
    for text in ["S", "SG", "SGV", "SG=V", "SGVs=", "S*Vs"] { #expect(Base64.decode(text) == nil) }
  }
}

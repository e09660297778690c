import ScoutJSON
import ScoutModel
import ScoutNet

// What machines answered, read by hand: each has a few of these, and a report reads them twice.

extension SightingReading {
  private static func raw<Value: RawRepresentable<String>>(
    _ type: Value.Type, _ part: JSONPart?
  ) throws -> Value {
    try need(part?.string.flatMap { Value(rawValue: $0) })
  }

  private static func integer<Value: FixedWidthInteger>(
    _ type: Value.Type, _ part: JSONPart?
  ) throws -> Value {
    try need(part?.integer(type))
  }

  private static func version(_ part: JSONPart) throws -> FirmwareVersion {
    var members = try need(part.members)
    let major = try integer(Int.self, members.take("major"))
    let minor = try members.take("minor").map { try integer(Int.self, $0) }
    let hotfix = try members.take("hotfix").map { try integer(Int.self, $0) }
    let build = try members.take("build").map { try integer(Int.self, $0) }
    try end(members)
    return FirmwareVersion(major, minor, hotfix, build)
  }

  private static func span(_ part: JSONPart) throws -> VersionSpan {
    var members = try need(part.members)
    let lower = try version(need(members.take("lower")))
    let upper = try version(need(members.take("upper")))
    try end(members)
    return VersionSpan(from: lower, below: upper)
  }

  private static func time(_ part: JSONPart) throws -> Timestamp {
    var members = try need(part.members)
    let time = Timestamp(microseconds: try integer(Int64.self, members.take("microseconds")))
    try end(members)
    return time
  }

  private static func hexadecimal(_ part: JSONPart?) throws -> [UInt8] {
    try need(part?.string.flatMap { HexCoded.bytes($0) })
  }

  static func pong(_ value: JSONPart.Members) throws -> PongSighting {
    var members = value
    var pong = PongSighting(
      bytes: try hexadecimal(members.take("bytes")),
      enterprise: try integer(UInt32.self, members.take("enterprise")),
      product: try raw(Product.self, members.take("product")))
    pong.version = try members.take("version").map(version)
    pong.span = try members.take("span").map(span)
    pong.state = try members.take("state").map { try raw(ProvisioningState.self, $0) }
    pong.openPort = try members.take("openPort").map { try integer(UInt16.self, $0) }
    pong.dualPorts = try need(members.take("dualPorts")?.bool)
    try end(members)
    return pong
  }

  static func web(_ value: JSONPart.Members) throws -> WebSighting {
    var members = value
    var web = WebSighting(
      port: try integer(UInt16.self, members.take("port")),
      secure: try need(members.take("secure")?.bool),
      outcome: try raw(Outcome.self, members.take("outcome")))
    web.statuses = try need(members.take("statuses")?.elements).map { try integer(Int.self, $0) }
    web.server = try members.take("server").map(string)
    web.location = try members.take("location").map(string)
    web.realm = try members.take("realm").map(string)
    web.nonce = try members.take("nonce").map(string)
    web.qop = try members.take("qop").map(string)
    web.title = try members.take("title").map(string)
    web.product = try raw(Product.self, members.take("product"))
    web.version = try members.take("version").map(version)
    web.productFrom = try members.take("productFrom").map(string)
    web.hint = try members.take("hint").map(span)
    web.defects = try strings(members.take("defects"))
    web.head = try hexadecimal(members.take("head"))
    try end(members)
    return web
  }

  static func tls(_ value: JSONPart.Members) throws -> TLSSighting {
    var members = value
    var tls = TLSSighting(
      port: try integer(UInt16.self, members.take("port")),
      outcome: try raw(Outcome.self, members.take("outcome")))
    tls.versions = try need(members.take("versions")?.elements).map { part in
      var members = try need(part.members)
      let version = TLSVersion(rawValue: try integer(UInt16.self, members.take("rawValue")))
      try end(members)
      return version
    }
    tls.suite = try members.take("suite").map { try integer(UInt16.self, $0) }
    tls.chain = try need(members.take("chain")?.elements).map(certificate)
    tls.clientCertificateRequested = try members.take("clientCertificateRequested").map {
      try need($0.bool)
    }
    tls.alert = try members.take("alert").map { try integer(UInt8.self, $0) }
    tls.state = try members.take("state").map { try raw(ProvisioningState.self, $0) }
    tls.defects = try strings(members.take("defects"))
    try end(members)
    return tls
  }

  private static func certificate(_ part: JSONPart) throws -> CertificateFact {
    var members = try need(part.members)
    var fact = CertificateFact(fingerprint: try string(need(members.take("fingerprint"))))
    fact.fingerprintSHA1 = try members.take("fingerprintSHA1").map(string)
    fact.fingerprintSHA384 = try members.take("fingerprintSHA384").map(string)
    fact.keyFingerprint = try members.take("keyFingerprint").map(string)
    fact.commonNames = try strings(members.take("commonNames"))
    fact.organizationalUnits = try strings(members.take("organizationalUnits"))
    fact.dnsNames = try strings(members.take("dnsNames"))
    fact.ipAddresses = try need(members.take("ipAddresses")?.elements).map(address)
    fact.issuerCommonName = try members.take("issuerCommonName").map(string)
    fact.serial = try members.take("serial").map(string)
    fact.notBefore = try members.take("notBefore").map(time)
    fact.notAfter = try members.take("notAfter").map(time)
    fact.keyType = try members.take("keyType").map(string)
    fact.keyBits = try members.take("keyBits").map { try integer(Int.self, $0) }
    fact.signatureAlgorithm = try members.take("signatureAlgorithm").map(string)
    fact.extendedKeyUsages = try strings(members.take("extendedKeyUsages"))
    fact.selfSigned = try need(members.take("selfSigned")?.bool)
    fact.defect = try members.take("defect").map(string)
    try end(members)
    return fact
  }
}

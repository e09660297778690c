/// One thing that a device does otherwise than its generation usually does.
///
/// Applied to a machine it changes what it bears on and leaves a machine alone that has nothing of
/// the kind: a pong's quirk means nothing to a machine that answers no ping.
package enum Quirk: String, CaseIterable, Sendable {
  // The presence ping.
  case asfNumber = "asf-number"
  case acknowledgeFirst = "acknowledge-first"
  case pongTwice = "pong-twice"
  case versionInBytes = "version-in-bytes"
  case noDualBit = "no-dual-bit"
  case dualBit = "dual-bit"
  case entitiesBit = "dash-bit-in-entities"
  case noDASHBit = "no-dash-bit"
  case pingOff = "ping-off"
  case setupPortZero = "setup-port-zero"
  // The web server.
  case bareAMT = "bare-amt"
  case noVersion = "no-version"
  case standardTitle = "standard-title"
  case redirect302 = "redirect-302"
  case redirect303 = "redirect-303"
  case webOff = "web-off"
  case noWSMan = "no-wsman"
  case twoQualities = "qop-both"
  case wholeQuality = "qop-auth-int"
  case spacedChallenge = "challenge-without-commas"
  case lowerCase = "headers-lower-case"
  case upperCase = "headers-upper-case"
  case slow = "slow"
  // TLS.
  case onlyTLS10 = "tls-1.0"
  case onlyTLS11 = "tls-1.1"
  case onlyTLS12 = "tls-1.2"
  case onlyTLS13 = "tls-1.3"
  case staticRSA = "suites-rsa"
  case ephemeral = "suites-ecdhe"
  case aes256 = "suites-aes-256"
  case rc4 = "suites-rc4"
  case tripleDES = "suites-3des"
  case nothingInCommon = "suites-none"
  case asksForCertificate = "client-certificate-asked"
  case needsCertificate = "client-certificate-required"
  case selfSigned = "self-signed"
  case leafRCFG = "leaf-amt-rcfg"
  case leafCSMERCFG = "leaf-csme-rcfg"
  case leafOldRCFG = "leaf-old-rcfg"
  case leafWSMan = "leaf-amt-ws-man"
  case leafCSMEWSMan = "leaf-csme-ws-man"
  case leafAudit = "leaf-amt-audit"
  // Redirection, other ports, WS-Management.
  case redirectionBusy = "redirection-busy"
  case redirectionUnsupported = "redirection-unsupported"
  case redirectionError = "redirection-error"
  case redirectionOEM = "redirection-oem"
  case redirectionOff = "redirection-off"
  case dashPorts = "dash-ports"
  case screenPort = "vnc-port"
  case noKVM = "wsman-no-kvm"
  case brokenClass = "wsman-broken-class"

  /// What the machine does, and how sure it is that real devices do.
  package var about: (words: String, certainty: Certainty) {
    switch self {
    case .asfNumber: ("ASF's number 4542 in the pong's header instead of Intel's", .inferred)
    case .acknowledgeFirst: ("an acknowledgement before the pong, though none was asked", .inferred)
    case .pongTwice: ("two pongs for one ping", .inferred)
    case .versionInBytes: ("the version in bytes 22 and 23, none in the nibbles", .inferred)
    case .noDualBit: ("both ports open and the pong's bit for it not set", .inferred)
    case .dualBit: ("the pong's bit for both ports set, whatever is open", .inferred)
    case .entitiesBit: ("the DASH bit among the entities, as 4.x has it", .inferred)
    case .noDASHBit: ("no DASH bit anywhere in the pong", .inferred)
    case .pingOff: ("RMCP switched off: no pong", .seen)
    case .setupPortZero: ("no port in the pong while in setup", .inferred)
    case .bareAMT: ("Server: AMT, and no more", .seen)
    case .noVersion: ("the product's name without version in the Server header", .seen)
    case .standardTitle: ("Standard Manageability in the title of the pages", .seen)
    case .redirect302: ("302 to a URL without a host", .seen)
    case .redirect303: ("303 to /logon.htm", .seen)
    case .webOff: ("the web pages switched off: only /wsman answers", .seen)
    case .noWSMan: ("no /wsman", .inferred)
    case .twoQualities: ("qop=\"auth-int, auth\" in the challenge", .seen)
    case .wholeQuality: ("qop=\"auth-int\" alone in the challenge", .inferred)
    case .spacedChallenge: ("spaces instead of commas in the challenge", .inferred)
    case .lowerCase: ("names of headers in lower case", .inferred)
    case .upperCase: ("names of headers in capitals", .inferred)
    case .slow: ("a byte every four milliseconds", .inferred)
    case .onlyTLS10: ("TLS 1.0 only", .seen)
    case .onlyTLS11: ("TLS 1.1 only", .seen)
    case .onlyTLS12: ("TLS 1.2 only", .seen)
    case .onlyTLS13: ("TLS 1.3 only", .inferred)
    case .staticRSA: ("AES with static RSA only", .seen)
    case .ephemeral: ("ECDHE with AES-GCM only", .seen)
    case .aes256: ("AES-256 with SHA-384 only", .inferred)
    case .rc4: ("TLS 1.0 with RC4 only", .inferred)
    case .tripleDES: ("TLS 1.0 with 3DES only", .inferred)
    case .nothingInCommon: ("a TLS port that takes no certificate suite", .inferred)
    case .asksForCertificate: ("a client certificate asked for, and not missed", .inferred)
    case .needsCertificate: ("a client certificate required", .seen)
    case .selfSigned: ("a certificate signed by itself", .seen)
    case .leafRCFG: ("AMT RCFG in the certificate, as in setup", .seen)
    case .leafCSMERCFG: ("iAMT CSME IDevID RCFG in the certificate, as in setup", .seen)
    case .leafOldRCFG: ("iAMT-RCFG in the certificate, as in setup", .seen)
    case .leafWSMan: ("AMT WS-MAN in the certificate, not of setup", .seen)
    case .leafCSMEWSMan: ("iAMT CSME IDevID WS-MAN in the certificate, not of setup", .seen)
    case .leafAudit: ("AMT AuditL in the certificate, not of setup", .seen)
    case .redirectionBusy: ("redirection in use: status 2", .seen)
    case .redirectionUnsupported: ("redirection not supported: status 3", .seen)
    case .redirectionError: ("redirection refused: status 255", .seen)
    case .redirectionOEM: ("bytes of the maker's own behind the redirection reply", .seen)
    case .redirectionOff: ("the redirection listener switched off", .seen)
    case .dashPorts: ("the web server on 623 and 664 too", .seen)
    case .screenPort: ("5900 open for VNC viewers", .seen)
    case .noKVM: ("no KVM: its classes are faults", .seen)
    case .brokenClass: ("one class whose answer is no XML", .seen)
    }
  }

  /// Changes what `machine` does.
  package func apply(to machine: inout Personality) {
    switch self {
    case .asfNumber, .acknowledgeFirst, .pongTwice, .versionInBytes, .noDualBit, .dualBit,
      .entitiesBit, .noDASHBit, .pingOff, .setupPortZero:
      applyToPing(of: &machine.presence)
    case .bareAMT, .noVersion, .standardTitle, .redirect302, .redirect303, .webOff, .noWSMan,
      .twoQualities, .wholeQuality, .spacedChallenge, .lowerCase, .upperCase, .noKVM, .brokenClass:
      for (port, var service) in machine.services {
        guard case .web(var face) = service.talk else { continue }
        if case .foreign = face.front { continue }
        applyToWeb(&face)
        service.talk = .web(face)
        machine.services[port] = service
      }
    case .slow:
      for port in machine.services.keys { machine.services[port]?.pace = 4 }
    case .onlyTLS10, .onlyTLS11, .onlyTLS12, .onlyTLS13, .staticRSA, .ephemeral, .aes256, .rc4,
      .tripleDES, .nothingInCommon, .asksForCertificate, .needsCertificate, .selfSigned, .leafRCFG,
      .leafCSMERCFG, .leafOldRCFG, .leafWSMan, .leafCSMEWSMan, .leafAudit:
      for (port, var service) in machine.services {
        guard case .tls(let face) = service.channel else { continue }
        service.channel = channel(face)
        machine.services[port] = service
      }
    case .redirectionBusy, .redirectionUnsupported, .redirectionError, .redirectionOEM:
      for (port, var service) in machine.services {
        guard case .redirection(var face) = service.talk else { continue }
        applyToRedirection(&face)
        service.talk = .redirection(face)
        machine.services[port] = service
      }
    case .redirectionOff:
      machine.services[16994] = nil
      machine.services[16995] = nil
    case .dashPorts:
      // Without TLS on 623, with it on 664.
      machine.services[623] = machine.services[16992]
      machine.services[664] = machine.services[16993]
    case .screenPort:
      machine.services[5900] = Service(.greeting(Array("RFB 003.008\n".utf8)), .inferred)
    }
  }
}

import ScoutModel

/// Feeds bytes to the reading of certificates; must neither trap nor hang.
package func fuzzCertificate(_ bytes: [UInt8]) {
  let fact = CertificateFact(der: bytes)
  precondition(fact.fingerprint.utf8.count == 64)
  precondition(fact.dnsNames.count <= CertificateFact.listLimit)
}

/// Feeds bytes to the reading of Certificate messages; must neither trap nor hang.
package func fuzzCertificateMessage(_ bytes: [UInt8]) {
  for isTLS13 in [false, true] {
    let message = CertificateMessage(body: bytes, isTLS13: isTLS13)
    precondition(message.chain.count <= CertificateMessage.limit)
    for certificate in message.chain { fuzzCertificate(certificate) }
  }
}

/// Feeds bytes to a client as the server's side of a conversation; must neither trap nor hang.
package func fuzzTLSMachine(_ bytes: [UInt8]) {
  guard let context = try? TLSClientContext(), let machine = try? TLSMachine(client: context)
  else { return }
  _ = machine.handshakeStep()
  _ = machine.takeOutgoing()
  _ = machine.receive(bytes)
  _ = machine.handshakeStep()
  machine.receiveEnd()
  _ = machine.handshakeStep()
  _ = machine.read()
  _ = machine.facts
}

// Entry points for fuzzers, which live in a package of their own and so see public names alone.

/// Feeds bytes to the DHCPv4 codec, and what it read through the encoder and back; must neither
/// trap nor hang.
package func fuzzDHCPv4(_ bytes: [UInt8]) {
  guard let message = try? DHCPv4Message(parsing: bytes) else { return }
  _ = (message.hostName, message.relayAgent, message.prefixLength, message.clientMAC)
  guard var again = try? DHCPv4Message(parsing: message.encoded()) else {
    preconditionFailure("what was encoded cannot be read")
  }
  again.defects = message.defects
  precondition(again == message, "a DHCPv4 message changes on its way")
}

/// Feeds bytes to the DHCPv6 codec; must neither trap nor hang.
package func fuzzDHCPv6(_ bytes: [UInt8]) {
  guard let message = try? DHCPv6Message(parsing: bytes) else { return }
  precondition(message.relays.count <= DHCPv6Message.maximumRelays)
  _ = (message.searchList, message.fqdn, message.nameServers, message.clientIdentifierMAC)
}

/// Feeds bytes to the codec of router advertisements; must neither trap nor hang.
package func fuzzRouterAdvertisement(_ bytes: [UInt8]) {
  _ = try? RouterAdvertisement(parsing: bytes)
}

/// Feeds bytes to the DNS codec, and what it read through the encoder and back; must neither trap
/// nor hang.
package func fuzzDNS(_ bytes: [UInt8]) {
  roundTrip(bytes, as: .dns)
}

/// Feeds bytes to the NetBIOS name service codec, and what it read through the encoder and back;
/// must neither trap nor hang.
package func fuzzNBNS(_ bytes: [UInt8]) {
  roundTrip(bytes, as: .netBIOS)
}

private func roundTrip(_ bytes: [UInt8], as dialect: DNSDialect) {
  guard let message = try? DNSMessage(parsing: bytes.span.bytes, as: dialect) else { return }
  for question in message.questions {
    precondition(DNSName(question.name.text) == question.name, "a name's text is not the name")
    _ = NBNSName(question.name)
  }
  let encoded = message.encoded()
  guard let again = try? DNSMessage(parsing: encoded.span.bytes, as: dialect) else {
    preconditionFailure("what was encoded cannot be read")
  }
  precondition(again.id == message.id && again.flags == message.flags)
  // Names that pointers had made short may have become too long for one message.
  precondition(message.questions.starts(with: again.questions), "questions change on their way")
  precondition(message.answers.starts(with: again.answers), "answers change on their way")
  precondition(message.authorities.starts(with: again.authorities), "records change on their way")
  precondition(message.additionals.starts(with: again.additionals), "records change on their way")
}

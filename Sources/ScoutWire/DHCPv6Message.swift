package import ScoutNet

/// A DHCPv6 message, with the relays' envelopes it came in (RFC 8415, 8 and 9).
///
/// What can be read is kept and `defects` says what could not.
package struct DHCPv6Message: Hashable, Sendable {
  /// The kind of the innermost message.
  package var type: DHCPv6MessageType
  /// 24 bits; `nil` where the innermost message that could be read is a relay's.
  package var transactionID: UInt32?
  /// The innermost message's options in their order.
  package var options: [DHCPv6Option]
  /// The envelopes, outermost first.
  package var relays: [DHCPv6Relay]
  package var defects: [WireError]

  /// The most envelopes that are opened: the hop limit of RFC 3315.
  package static let maximumRelays = 32
  /// The most options that are read of one message.
  package static let maximumOptions = 1024
}

/// A relay's envelope around a message.
package struct DHCPv6Relay: Hashable, Sendable {
  package var type: DHCPv6MessageType
  package var hopCount: UInt8
  package var linkAddress: IPv6Address
  package var peerAddress: IPv6Address
  /// The options besides the message itself.
  package var options: [DHCPv6Option]
}

/// One option of a DHCPv6 message.
package struct DHCPv6Option: Hashable, Sendable {
  package var code: UInt16
  package var value: [UInt8]

  package init(code: UInt16, value: [UInt8]) {
    self.code = code
    self.value = value
  }
}

/// The kind of a DHCPv6 message, by its number.
package struct DHCPv6MessageType: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let solicit = Self(rawValue: 1)
  package static let reply = Self(rawValue: 7)
  package static let relayForward = Self(rawValue: 12)
  package static let relayReply = Self(rawValue: 13)

  /// The name as RFC 8415 and the documents after it write it; `nil` for a number that has none.
  package var name: String? {
    let names = [
      "SOLICIT", "ADVERTISE", "REQUEST", "CONFIRM", "RENEW", "REBIND", "REPLY", "RELEASE",
      "DECLINE", "RECONFIGURE", "INFORMATION-REQUEST", "RELAY-FORW", "RELAY-REPL", "LEASEQUERY",
      "LEASEQUERY-REPLY", "LEASEQUERY-DONE", "LEASEQUERY-DATA", "RECONFIGURE-REQUEST",
      "RECONFIGURE-REPLY", "DHCPV4-QUERY", "DHCPV4-RESPONSE",
    ]
    let index = Int(rawValue) - 1
    return names.indices.contains(index) ? names[index] : nil
  }

  var isRelay: Bool { self == .relayForward || self == .relayReply }
}

extension DHCPv6Message: WireValue {
  /// Reads the message that fills `bytes`; throws where it ends inside the first header.
  package init(parsing bytes: RawSpan) throws(WireError) {
    var reader = ByteReader(bytes)
    type = DHCPv6MessageType(rawValue: try reader.readUInt8("message type"))
    options = []
    relays = []
    defects = []
    var left = Self.maximumOptions
    while type.isRelay {
      var relay: DHCPv6Relay
      do throws(WireError) {
        relay = try DHCPv6Relay(header: &reader, type: type)
      } catch {
        if relays.isEmpty { throw error }
        defects.append(error)
        return
      }
      let inner = Self.readOptions(&reader, left: &left, into: &relay.options, defects: &defects)
      relays.append(relay)
      guard let inner else {
        // Only an answer to the relay itself comes without a message in it.
        defects.append(WireError(.malformed, "relay message option", at: reader.offset))
        return
      }
      if relays.count == Self.maximumRelays {
        defects.append(WireError(.limitExceeded, "relay message", at: inner.lowerBound))
        return
      }
      do throws(WireError) {
        var outer = try ByteReader(bytes).reader(at: inner.lowerBound, "relay message")
        reader = try outer.readPart(inner.count, "relay message")
        type = DHCPv6MessageType(rawValue: try reader.readUInt8("message type"))
      } catch {
        defects.append(error)
        return
      }
    }
    do throws(WireError) {
      transactionID = try reader.readUInt24("transaction ID")
    } catch {
      if relays.isEmpty { throw error }
      defects.append(error)
      return
    }
    _ = Self.readOptions(&reader, left: &left, into: &options, defects: &defects)
    noteContentDefects()
  }

  /// Reads options to the reader's end; gives back where the relayed message stands, whose option
  /// is not put into `options` unless it is broken.
  @_lifetime(reader: copy reader)
  private static func readOptions(
    _ reader: inout ByteReader, left: inout Int, into options: inout [DHCPv6Option],
    defects: inout [WireError]
  ) -> Range<Int>? {
    var inner: Range<Int>?
    do throws(WireError) {
      while !reader.isAtEnd {
        if left == 0 { throw WireError(.limitExceeded, "option", at: reader.offset) }
        left -= 1
        let code = try reader.readUInt16("option code")
        let length = Int(try reader.readUInt16("option length"))
        if code == DHCPv6OptionCode.relayMessage, inner == nil {
          let start = reader.offset
          try reader.skip(length, "relay message")
          inner = start..<reader.offset
        } else {
          options.append(DHCPv6Option(code: code, value: try reader.readBytes(length, "option")))
        }
      }
    } catch {
      defects.append(error)
    }
    return inner
  }
}

extension DHCPv6Relay {
  @_lifetime(reader: copy reader)
  fileprivate init(header reader: inout ByteReader, type: DHCPv6MessageType) throws(WireError) {
    self.type = type
    hopCount = try reader.readUInt8("hop count")
    linkAddress = try reader.readIPv6Address("link address")
    peerAddress = try reader.readIPv6Address("peer address")
    options = []
  }
}

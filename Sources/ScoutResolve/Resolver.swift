package import ScoutLoop
import ScoutModel
package import ScoutNet
package import ScoutWire

/// How a resolver asks.
package struct ResolverSettings: Sendable {
  /// How long one server has for an answer.
  package var timeout = Duration.seconds(2)
  /// How often the round of servers is made.
  package var tries = 2
  /// Questions on the wire at once.
  package var inFlight = 64
  /// Answers that are kept.
  package var cacheSize = 65_536
  package var options = SocketOptions()

  package init() {}
}

/// Asks chosen name servers, over UDP and, where an answer is cut, over TCP.
///
/// Each question goes out with a random id from a port of its own, and only an answer from the
/// server that was asked, with that id and question, is believed. The same question asked twice at
/// once goes out once. Silence, refusal and "no such name" are answers and are told apart.
package final class Resolver: Sendable {
  private let loop: EventLoop
  private let servers: [NameServer]
  private let table: LoopBound<LookupTable>

  /// - Parameters:
  ///   - servers: asked in this order; none means that every look-up ends with `noAnswer`.
  ///   - generator: where ids come from.
  package init(
    servers: [NameServer], loop: EventLoop, settings: ResolverSettings = ResolverSettings(),
    generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
  ) async throws {
    self.loop = loop
    self.servers = servers
    table = try await loop.perform { loop in
      let table = LookupTable(
        servers: servers, settings: settings, generator: generator, loop: loop)
      loop.whenStopped { [weak table] in table?.stop() }
      return LoopBound(table, to: loop)
    }
  }

  /// Looks one name and type up.
  package func lookUp(_ name: DomainName, _ type: DNSType) async -> Answer {
    let question = Question(name: name, type: type)
    return await withCheckedContinuation { continuation in
      let table = table
      let isTaken = loop.submit { loop in
        table(on: loop).ask(question) { continuation.resume(returning: $0) }
      }
      if !isTaken {
        continuation.resume(returning: .notAsked(question, server: nil, .stopped))
      }
    }
  }

  /// Looks the names of an address up.
  package func lookUp(_ address: IPAddress) async -> Answer {
    guard let name = DomainName(address.reverseName) else {
      return Answer(NameSighting(name: address.reverseName, type: "PTR", outcome: .noAnswer))
    }
    return await lookUp(name, .ptr)
  }

  /// Looks the IPv4 and IPv6 addresses of a name up.
  package func addresses(of name: DomainName) async -> (v4: Answer, v6: Answer) {
    async let v4 = lookUp(name, .a)
    async let v6 = lookUp(name, .aaaa)
    return await (v4, v6)
  }
}

import ScoutAMT

/// Opens a connection (and its TLS session) and says nothing on it.
struct SilentExchange: Exchange {
  mutating func handle(_ event: ExchangeEvent) -> ExchangeAction<Void> { .finish(()) }
}

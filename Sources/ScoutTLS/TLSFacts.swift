package import ScoutModel

/// What a TLS conversation has shown so far, also where it then failed.
package struct TLSFacts: Hashable, Sendable {
  /// The version agreed on; `nil` before a ServerHello came.
  package var version: TLSVersion?
  /// The suite chosen, by its IANA number.
  package var suite: UInt16?
  /// The certificates as sent, leaf first, at most ten.
  package var chain: [[UInt8]] = []
  /// What the library has read of the certificates of ``chain``, in their order: all of them once the
  /// handshake is done, before that none.
  package var certificates: [CertificateFact] = []
  /// Whether more certificates came than are kept, or the list could not be read to its end.
  package var chainIsCut = false
  /// Whether the server asked for a client certificate.
  package var clientCertificateRequested = false
  /// The names of the authorities whose client certificates the server takes, at most 64.
  package var authorities: [String] = []
  /// The last fatal alert that came, by its number.
  package var alertReceived: UInt8?
  /// The last fatal alert that we sent.
  package var alertSent: UInt8?

  package init() {}

  /// What was read of a certificate of ``chain``; `nil` where it is not among those that were read.
  package func certificate(_ der: [UInt8]) -> CertificateFact? {
    zip(chain, certificates).first { $0.0 == der }?.1
  }
}

/// Why a TLS conversation cannot go on.
package struct TLSFailure: Error, Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// The peer ended it with this alert.
    case alert(UInt8)
    /// What came is no TLS record.
    case notTLS
    /// The stream ended within the handshake.
    case endOfStream
    /// What came breaks the protocol, or nothing in common was found on our side.
    case unacceptable
    /// More came than is kept.
    case tooMuch
  }

  package var kind: Kind
  /// The library's word for it.
  package var reason: String

  package init(_ kind: Kind, _ reason: String) {
    self.kind = kind
    self.reason = reason
  }
}

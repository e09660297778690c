import ScoutAMT
import ScoutImport
import ScoutJSON
import ScoutListen
import ScoutResolve
import ScoutSweep
import ScoutTLS
import ScoutWire
import ScoutXML

/// Everything that takes bytes from outside, by the name of its corpus under Fuzz/Corpus.
///
/// Each must return for any input: neither trap, nor hang, nor grow without bound.
public let fuzzTargets: [String: @Sendable ([UInt8]) -> Void] = [
  "AcceptedFindings": { fuzzAcceptedFindings($0) },
  "Answer": { fuzzAnswer($0) },
  "CaptureBlocks": { fuzzCaptureBlocks($0) },
  "Certificate": { fuzzCertificate($0) },
  "CertificateMessage": { fuzzCertificateMessage($0) },
  "CredentialsFile": { fuzzCredentialsFile($0) },
  "DHCPv4": { fuzzDHCPv4($0) },
  "DHCPv6": { fuzzDHCPv6($0) },
  "DNS": { fuzzDNS($0) },
  "DiscoveryTool": { fuzzDiscoveryTool($0) },
  "Dissector": { fuzzDissector($0) },
  "EngineCheck": { fuzzEngineCheck($0) },
  "EngineVersion": { fuzzEngineVersion($0) },
  "FirmwareTables": { fuzzFirmwareTables($0) },
  "Fragments": { fuzzFragments($0) },
  "Frame": { fuzzFrame($0) },
  "Greeting": { fuzzGreeting($0) },
  "HTTPRequest": { fuzzHTTPRequest($0) },
  "HTTPResponse": { fuzzHTTPResponse($0) },
  "Hello": { fuzzHello($0) },
  "HostFile": { fuzzHostFile($0) },
  "HostJSON": { fuzzHostJSON($0) },
  "HostXML": { fuzzHostXML($0) },
  "JSONText": { fuzzJSONText($0) },
  "ManagerTable": { fuzzManagerTable($0) },
  "MeshCommand": { fuzzMeshCommand($0) },
  "NBNS": { fuzzNBNS($0) },
  "NeighbourMessage": { fuzzNeighbourMessage($0) },
  "NetworkFile": { fuzzNetworkFile($0) },
  "Pong": { fuzzPong($0) },
  "RMCP": { fuzzRMCP($0) },
  "Redirection": { fuzzRedirection($0) },
  "RouterAdvertisement": { fuzzRouterAdvertisement($0) },
  "RulesFile": { fuzzRulesFile($0) },
  "SiteProfile": { fuzzSiteProfile($0) },
  "TLSExchange": { fuzzTLSExchange($0) },
  "TLSMachine": { fuzzTLSMachine($0) },
  "TLSServerFlight": { fuzzTLSServerFlight($0) },
  "TargetSpec": { fuzzTargetSpec($0) },
  "WSManAnswer": { fuzzWSManAnswer($0) },
  "WSManExchange": { fuzzWSManExchange($0) },
  "WebExchange": { fuzzWebExchange($0) },
  "WebText": { fuzzWebText($0) },
  "XML": { fuzzXML($0) },
]

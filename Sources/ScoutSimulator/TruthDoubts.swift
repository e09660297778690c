extension SiteTruth {
  /// Where the truth is a judgement that others may judge otherwise: machines, columns, why.
  static let doubts: [(hosts: [String], columns: [String], why: String)] = [
    (
      ["1.9", "1.10"], ["state", "method", "method_2011"],
      "a consumer engine that answers has been set up, yet consumer firmware has no AMT"
    ),
    (["1.45"], ["tls", "tls_name"], "needs a ClientHello that offers RC4"),
    (
      ["2.1"], ["method", "method_2011"],
      "6.1 is below the host-based bound of 6.2; update first, or the next method"
    ),
    (
      ["2.19"], ["method_2011", "state"], "an AMT switched off has no state to speak of"
    ),
    (
      ["2.22", "2.23", "2.24", "2.25", "2.26", "2.27", "2.28"],
      ["method", "method_2011", "control_mode"],
      "in setup: one may also wait for the console that it calls"
    ),
    (
      ["2.21", "2.22", "2.24", "2.25", "2.26", "2.27", "2.28"], ["tls_name", "name_verdict"],
      "a setup certificate names no machine; what the early ones say is not known"
    ),
    (
      ["1.16", "1.34", "2.34", "2.36", "2.52"], ["name_verdict"],
      "a name without an A record: missing or contradicting"
    ),
    (["2.31"], ["name_verdict"], "no PTR record: certificate and A record agree"),
    (
      ["2.39", "2.40", "2.41", "2.46", "2.47", "2.49"], ["name_verdict", "forward", "ptr"],
      "a name by design, without domain, with a wildcard, an alias, or two records"
    ),
    (["2.30", "2.45"], ["forward"], "more than one name was met; all their addresses are given"),
    (["2.48"], ["tls_name"], "written in capitals in the certificate"),
    (["1.50"], ["ip", "other_ips"], "one realm and one key at two addresses: one machine"),
    (["2.9"], ["product"], "the pong says AMT, the host file's SKU Standard Manageability"),
    (["3.3"], ["product"], "DCMI is taken for a controller"),
    (
      ["3.4"], ["realm", "tls_name", "name_verdict"],
      "a card's realm and certificate: what they say of a machine is not known"
    ),
    (
      ["3.9"], ["product", "version", "version_source", "state"], "AMT's banner, another's manners"
    ),
    (
      ["3.10"], ["product", "version", "version_source", "state", "realm"],
      "the host's service: which firmware it stands for is not known"
    ),
    (
      ["3.25", "3.26", "3.27", "3.29", "3.11"], ["product", "method", "method_2011"],
      "not AMT as far as it goes: none or unknown"
    ),
    (["3.31"], ["product", "version", "version_source", "state"], "plain HTTP on the TLS port"),
    (
      ["3.40", "3.41", "3.53"],
      ["product", "version", "version_source", "state", "realm", "method", "method_2011"],
      "AMT's manners, another's banner"
    ),
    (
      ["3.45", "3.46", "3.47", "3.48", "3.49"], ["ptr", "name_verdict", "dhcp_name"],
      "odd bytes may be shown escaped, and such names need not be looked up"
    ),
    (
      ["3.42", "3.43", "3.44", "3.54", "3.7"], ["tls_name", "name_verdict"],
      "odd bytes may be shown escaped, or the text not be taken for a name"
    ),
    (["3.51"], ["realm"], "not a realm AMT would give"),
  ]
}

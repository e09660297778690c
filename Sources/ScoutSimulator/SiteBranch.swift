extension Site {
  /// The second segment, first half: machines before and in their set-up.
  static let branch: [Device] = [
    .pre("2.1", "6.1"),
    .pre("2.2", "6.2"),
    .pre("2.3", "7.1"),
    .pre("2.4", "8.1"),
    .pre("2.5", "9.0"),
    .pre("2.6", "9.5"),
    .pre(
      "2.7", "10.0", header: PongFace.asf,
      note: "AMT 10.0, not set up, with the ASF number in the pong's header"),
    .pre("2.8", "11.0"),
    .pre("2.9", "11.8"),
    .pre("2.10", "12.0"),
    .pre("2.11", "14.0"),
    .pre("2.12", "15.0"),
    .pre("2.13", "16.0"),
    .pre("2.14", "16.1"),
    .pre("2.15", "18.0"),
    .pre("2.16", "19.0"),
    .pre("2.17", "5.2", note: "AMT 5.2, not set up: no port, no pong, nothing to see"),
    .pre(
      "2.18", "8.1", silent: true, note: "Small Business Technology, not set up: nothing to see"),
    .pre("2.19", "16.1", silent: true, note: "AMT 16.1 switched off; only its host file tells"),
    .setup("2.20", "2.6", key: nil),
    .setup("2.21", "3.2", key: .short(8)),
    .setup("2.22", "8.1", key: .short(9)),
    .setup("2.23", "9.0", key: nil),
    .setup("2.24", "11.8.70", key: .long(13)),
    .setup("2.25", "12.0", key: .long(14)),
    .setup("2.26", "15.0", key: .long(15), leaf: "AMT RCFG"),
    .setup("2.27", "16.1", key: .long(16), leaf: "iAMT CSME IDevID RCFG"),
    .setup("2.28", "19.0", key: .long(17), leaf: "AMT RCFG"),
    .pre("2.29", "5.2", note: "AMT 5.2 that looks for its server and finds none"),
  ]

  /// The second segment, second half: set-up machines whose names agree or do not.
  static let branchNames: [Device] = [
    .post(
      "2.30", "12.0.92.2145", [.webTLS], realm: "C02E", key: .long(18),
      note: "the PTR record is an old one and names another machine"),
    .post(
      "2.31", "15.0.42.2235", [.webTLS], realm: "0F3182B7C6D5E4F30213243546576879",
      key: .long(19), note: "no PTR record"),
    .post(
      "2.32", "11.8.94.4494", [.webTLS], realm: "B820",
      plan: CertificatePlan(commonName: "finance-07.branch.example", key: .long(20)),
      note: "renamed since: the certificate has the old name"),
    .post(
      "2.33", "14.1.70.2228", [.webTLS], realm: "E121",
      plan: CertificatePlan(commonName: "pc-2033.corp.example", key: .long(21)),
      note: "the certificate's domain is not the segment's"),
    .post(
      "2.34", "16.0.15.1810", [.webTLS], realm: "1034A1B2C3D4E5F60718293A4B5C6D7E",
      key: .long(22), note: "PTR and certificate agree on a name that has no A record"),
    .post(
      "2.35", "16.1.27.2176", [.webTLS], realm: "1035B2C3D4E5F60718293A4B5C6D7E8F",
      key: .long(23), note: "the A record points elsewhere"),
    .post(
      "2.36", "14.1.71.2250", [.webTLS], realm: "E124", key: .long(24),
      note: "the name stands in the certificate only"),
    .post(
      "2.37", "15.0.45.2411", [.webTLS], realm: "0F37D4E5F60718293A4B5C6D7E8F90A1",
      plan: CertificatePlan(
        commonName: "pc-2037", names: ["pc-2037.branch.example"], key: .long(25)),
      note: "the full name stands in the alternative names only"),
    .post(
      "2.38", "12.0.93.2323", [.webTLS], realm: "C026",
      plan: CertificatePlan(commonName: "IntelAMT-0A1B2C3D4E5F", key: .long(26)),
      note: "a certificate named by a console, not after the machine"),
    .post(
      "2.39", "11.8.95.4551", [.webTLS], realm: "B827",
      plan: CertificatePlan(commonName: "amt-2039.branch.example", key: .long(27)),
      note: "AMT has a name of its own, by design"),
    .post(
      "2.40", "16.0.20.1900", [.webTLS], realm: "1040E5F60718293A4B5C6D7E8F90A1B2",
      plan: CertificatePlan(commonName: "pc-2040", key: .long(28)),
      note: "the certificate has the host name without domain"),
    .post(
      "2.41", "18.0.10.2285", [.webTLS], realm: "1241F60718293A4B5C6D7E8F90A1B2C3",
      plan: CertificatePlan(commonName: "*.branch.example", key: .long(29)),
      note: "a wildcard certificate"),
    .post(
      "2.42", "12.0.81.1753", [.webTLS], realm: "C02A",
      plan: CertificatePlan(
        commonName: "pc-2042.branch.example", key: .long(30), validity: .expired),
      note: "the certificate has expired"),
    .post(
      "2.43", "15.0.41.2142", [.webTLS], realm: "0F430718293A4B5C6D7E8F90A1B2C3D4",
      plan: CertificatePlan(
        commonName: "pc-2043.branch.example", key: .long(31), validity: .notYet),
      note: "the certificate is not valid yet"),
    .post(
      "2.44", "16.1.25.2124", [.webTLS], realm: "104418293A4B5C6D7E8F90A1B2C3D4E5",
      plan: .named("2.44", .long(32)), note: "the first of two clones with one key"),
    .post(
      "2.45", "16.1.25.2124", [.webTLS], realm: "1045293A4B5C6D7E8F90A1B2C3D4E5F6",
      plan: .named("2.44", .long(32)), note: "the second of two clones with one key"),
    .post(
      "2.46", "14.0.45.1389", [.webTLS], realm: "E02E", key: .long(33),
      note: "PTR names an alias"),
    .post(
      "2.47", "11.12.93.4323", [.webTLS], realm: "B02F", key: .long(34), note: "two PTR records"),
    .post(
      "2.48", "15.0.40.2030", [.webTLS], realm: "0F48394A5B6C7D8E9FA0B1C2D3E4F506",
      plan: CertificatePlan(commonName: "PC-2048.BRANCH.EXAMPLE", key: .long(35)),
      note: "the certificate's name is in capitals"),
    .post(
      "2.49", "16.0.30.2010", [.webTLS], realm: "10494A5B6C7D8E9FA0B1C2D3E4F50617",
      key: .long(36), note: "the name has two A records, one of them elsewhere"),
    .post(
      "2.50", "18.1.2.2305", [.webTLS], realm: "12327C6B5A49382716053F4E5D6C7B8A",
      plan: .named("1.50", .long(12)), note: "the laptop of 1.50 again, by its second address"),
    .post(
      "2.51", "19.0.2.1790", [.webTLS], realm: "13515B6C7D8E9FA0B1C2D3E4F5061728",
      plan: CertificatePlan(commonName: "pc-2051.old-branch.example", key: .long(37)),
      note: "all names agree, under the suffix of the segment's second DHCP server"),
    .post(
      "2.52", "18.0.12.2300", [.webTLS], realm: "12526C7D8E9FA0B1C2D3E4F506172839",
      key: .long(38), note: "the name has an AAAA record only"),
    .pre("2.53", "12.0", silent: true, note: "not on the network; only its host file tells"),
  ]
}

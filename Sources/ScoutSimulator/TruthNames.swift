extension SiteTruth {
  /// What the names say: one line a machine, with the site's own name server asked.
  ///
  /// `=` is the machine's usual name or own address, `~` the first label of the usual name, `-`
  /// nothing. forward: the addresses of all names met, as the last two octets. dhcp: what the
  /// capture adds; it takes no part in the verdict here, see `verdictWithCapture`. Words in braces
  /// stand for the texts of `longTexts`.
  ///
  /// The verdict is `mismatch` where two sources contradict each other, be it that the name
  /// service denies a name its own reverse zone gives; a record that is merely missing contradicts
  /// nothing. It is `unknown` where fewer than two sources speak.
  static let names = """
    host | ptr                        | forward   | tls name              | verdict    | dhcp
    1.1  | =                          | =         | =                     | consistent | -
    1.2  | =                          | =         | -                     | consistent | -
    1.3  | =                          | =         | -                     | consistent | -
    1.4  | =                          | =         | =                     | consistent | -
    1.5  | =                          | =         | -                     | consistent | -
    1.6  | =                          | =         | =                     | consistent | -
    1.7  | =                          | =         | -                     | consistent | -
    1.8  | =                          | =         | -                     | consistent | -
    1.9  | =                          | =         | -                     | consistent | -
    1.10 | =                          | =         | -                     | consistent | -
    1.11 | =                          | =         | -                     | consistent | -
    1.12 | =                          | =         | =                     | consistent | -
    1.13 | =                          | =         | -                     | consistent | -
    1.14 | -                          | -         | -                     | unknown    | -
    1.15 | =                          | =         | =                     | consistent | -
    1.16 | pc-1099.corp.example       | -         | -                     | mismatch   | -
    1.17 | =                          | =         | -                     | consistent | -
    1.18 | =                          | =         | =                     | consistent | -
    1.19 | =                          | =         | -                     | consistent | -
    1.20 | =                          | =         | =                     | consistent | -
    1.21 | =                          | =         | -                     | consistent | -
    1.22 | =                          | =         | -                     | consistent | =
    1.23 | =                          | =         | -                     | consistent | -
    1.24 | =                          | =         | -                     | consistent | -
    1.25 | =                          | =         | =                     | consistent | -
    1.26 | =                          | =         | -                     | consistent | -
    1.27 | =                          | =         | -                     | consistent | -
    1.28 | =                          | =         | =                     | consistent | =
    1.29 | =                          | =         | =                     | consistent | =
    1.30 | =                          | =         | -                     | consistent | -
    1.31 | = | = | = | consistent | pc-1931.corp.example
    1.32 | =                          | =         | =                     | consistent | -
    1.33 | =                          | =         | =                     | consistent | =
    1.34 | =                          | 1.60      | -                     | mismatch   | -
    1.35 | =                          | =         | =                     | consistent | -
    1.36 | =                          | =         | =                     | consistent | =
    1.37 | =                          | =         | =                     | consistent | -
    1.38 | =                          | =         | =                     | consistent | =
    1.39 | =                          | =         | =                     | consistent | -
    1.40 | =                          | =         | -                     | consistent | -
    1.41 | =                          | =         | -                     | consistent | -
    1.42 | =                          | =         | =                     | consistent | -
    1.43 | =                          | =         | -                     | consistent | -
    1.44 | =                          | =         | -                     | consistent | -
    1.45 | =                          | =         | =                     | consistent | -
    1.46 | =                          | =         | -                     | consistent | -
    1.47 | =                          | =         | -                     | consistent | -
    1.48 | =                          | =         | -                     | consistent | -
    1.49 | =                          | =         | -                     | consistent | -
    1.50 | =                          | 1.50 2.50 | =                     | consistent | =
    2.1  | =                          | =         | -                     | consistent | -
    2.2  | =                          | =         | -                     | consistent | -
    2.3  | =                          | =         | -                     | consistent | -
    2.4  | =                          | =         | -                     | consistent | =
    2.5  | =                          | =         | -                     | consistent | -
    2.6  | =                          | =         | -                     | consistent | =
    2.7  | =                          | =         | -                     | consistent | -
    2.8  | =                          | =         | -                     | consistent | -
    2.9  | =                          | =         | -                     | consistent | ~
    2.10 | =                          | =         | -                     | consistent | -
    2.11 | =                          | =         | -                     | consistent | ~
    2.12 | =                          | =         | -                     | consistent | =
    2.13 | =                          | =         | -                     | consistent | -
    2.14 | =                          | =         | -                     | consistent | =
    2.15 | =                          | =         | -                     | consistent | -
    2.16 | =                          | =         | -                     | consistent | =
    2.19 | =                          | =         | -                     | consistent | -
    2.20 | =                          | =         | -                     | consistent | -
    2.21 | =                          | =         | localhost             | consistent | -
    2.22 | =                          | =         | localhost             | consistent | -
    2.23 | =                          | =         | -                     | consistent | -
    2.24 | =                          | =         | localhost             | consistent | -
    2.25 | =                          | =         | localhost             | consistent | -
    2.26 | =                          | =         | AMT RCFG              | consistent | =
    2.27 | =                          | =         | iAMT CSME IDevID RCFG | consistent | -
    2.28 | =                          | =         | AMT RCFG              | consistent | -
    2.29 | =                          | =         | -                     | consistent | -
    2.30 | pc-2099.branch.example     | 2.30 2.62 | =                     | mismatch   | =
    2.31 | -                          | =         | =                     | consistent | -
    2.32 | =                          | =         | finance-07.branch.example | mismatch   | =
    2.33 | =                          | =         | pc-2033.corp.example  | mismatch   | =
    2.34 | =                          | -         | =                     | mismatch   | -
    2.35 | =                          | 2.60      | =                     | mismatch   | -
    2.36 | -                          | -         | =                     | unknown    | =
    2.37 | =                          | =         | =                     | consistent | -
    2.38 | =                          | =         | IntelAMT-0A1B2C3D4E5F | mismatch   | -
    2.39 | =                          | =         | amt-2039.branch.example | consistent | -
    2.40 | =                          | =         | pc-2040               | consistent | =
    2.41 | =                          | =         | *.branch.example      | consistent | -
    2.42 | =                          | =         | =                     | consistent | -
    2.43 | =                          | =         | =                     | consistent | -
    2.44 | =                          | =         | =                     | consistent | =
    2.45 | =                          | 2.44 2.45 | pc-2044.branch.example | mismatch   | -
    2.46 | desk-46.branch.example     | =         | =                     | consistent | -
    2.47 | old-2047.branch.example; = | 2.47 2.60 | =                     | mismatch   | -
    2.48 | =                          | =         | =                     | consistent | -
    2.49 | =                          | 2.49 2.61 | =                     | consistent | -
    2.51 | {old} | = | {old} | consistent | {old}
    2.52 | =                          | fd00:77::52 | =                     | mismatch   | -
    2.53 | -                          | -         | -                     | unknown    | -
    3.1  | =                          | =         | -                     | consistent | -
    3.2  | =                          | =         | -                     | consistent | -
    3.3  | =                          | =         | -                     | consistent | -
    3.4  | =                          | =         | rtl-dash              | mismatch   | -
    3.6  | =                          | =         | -                     | consistent | =
    3.7  | =                          | =         | intranet.plant.local  | mismatch   | -
    3.8  | =                          | =         | -                     | consistent | -
    3.9  | =                          | =         | -                     | consistent | -
    3.10 | =                          | =         | -                     | consistent | -
    3.11 | =                          | =         | -                     | consistent | -
    3.20 | =                          | =         | -                     | consistent | -
    3.21 | =                          | =         | -                     | consistent | -
    3.22 | =                          | =         | -                     | consistent | -
    3.23 | =                          | =         | -                     | consistent | ~
    3.24 | =                          | =         | -                     | consistent | -
    3.25 | =                          | =         | -                     | consistent | -
    3.26 | =                          | =         | -                     | consistent | -
    3.27 | =                          | =         | -                     | consistent | -
    3.28 | =                          | =         | -                     | consistent | -
    3.29 | =                          | =         | -                     | consistent | -
    3.30 | =                          | =         | -                     | consistent | -
    3.31 | =                          | =         | -                     | consistent | ~
    3.32 | =                          | =         | =                     | consistent | -
    3.33 | =                          | =         | -                     | consistent | -
    3.34 | =                          | =         | -                     | consistent | -
    3.35 | =                          | =         | -                     | consistent | -
    3.40 | =                          | =         | -                     | consistent | -
    3.41 | =                          | =         | -                     | consistent | -
    3.42 | =                          | =         | {script}              | mismatch   | =
    3.43 | =                          | =         | {rtl}                 | mismatch   | -
    3.44 | =                          | =         | {escape}              | mismatch   | -
    3.45 | {script}.plant.local       | -         | -                     | mismatch   | {formula}
    3.46 | {formula}.plant.local      | -         | -                     | mismatch   | -
    3.47 | {rtl2}                     | -         | -                     | mismatch   | -
    3.48 | {escape2}.plant.local      | -         | -                     | mismatch   | -
    3.49 | {long}.plant.local         | -         | -                     | mismatch   | -
    3.50 | =                          | =         | -                     | consistent | -
    3.51 | =                          | =         | -                     | consistent | -
    3.52 | =                          | =         | -                     | consistent | -
    3.53 | =                          | =         | -                     | consistent | -
    3.54 | =                          | =         | {formula}             | mismatch   | -
    """

  /// Verdicts that the capture changes: the machine was renamed and only its DHCP request knows.
  static let verdictWithCapture = ["1.31": "mismatch"]

  /// What stands for the words in braces.
  static let longTexts = [
    "{script}": "<script>alert(1)</script>",
    "{formula}": "=cmd|' /C calc'!A0",
    "{rtl}": "pc\u{202E}3403.plant.local",
    "{rtl2}": "pc\u{202E}7403.plant.local",
    "{escape}": "\u{1B}[31mpc-3044\u{1B}[0m",
    "{escape2}": "\u{1B}[31mpc-3048\u{1B}[0m",
    "{old}": "pc-2051.old-branch.example",
    "{long}": [String](repeating: String(repeating: "a", count: 63), count: 3)
      .joined(separator: "."),
  ]
}

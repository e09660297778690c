/// The version of the program, as reports and `--version` name it.
enum Version {
  static let text = "0.5.0"
}

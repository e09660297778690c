// swift-tools-version: 6.2
import PackageDescription

// libFuzzer in front of the table in ScoutFuzz. Build and run it with `scripts/fuzz NAME`.
let package = Package(
  name: "fuzz",
  dependencies: [.package(name: "amtscout", path: "..")],
  targets: [
    .executableTarget(
      name: "fuzz",
      dependencies: [.product(name: "ScoutFuzz", package: "amtscout")],
      // libFuzzer brings its own main.
      swiftSettings: [.unsafeFlags(["-parse-as-library"])])
  ],
  swiftLanguageModes: [.v6]
)

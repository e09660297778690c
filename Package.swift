// swift-tools-version: 6.2
import PackageDescription

#if canImport(Glibc)
  import Glibc
#endif

/// What every target of ours is compiled with.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableExperimentalFeature("Lifetimes"),
  .treatAllWarnings(as: .error),
]

/// A Swift module under Sources/ with the tests that stand beside it under Tests/.
func module(
  _ name: String, _ dependencies: [Target.Dependency], testing: [Target.Dependency] = []
) -> [Target] {
  [
    .target(name: name, dependencies: dependencies, swiftSettings: strict),
    .testTarget(
      name: "\(name)Tests", dependencies: [.init(stringLiteral: name)] + dependencies + testing,
      swiftSettings: strict),
  ]
}

/// How the program that users get is linked: it starts with less of itself in memory, see
/// docs/decisions/0022-how-the-program-is-linked.md.
let linking: LinkerSetting = {
  var flags = ["-use-ld=lld"]
  for flag in [
    "--no-export-dynamic", "--no-warn-symbol-ordering",
    "--symbol-ordering-file=\(Context.packageDirectory)/scripts/functions.order",
  ] {
    flags += ["-Xlinker", flag]
  }
  #if canImport(Glibc)
    // Packed relocations are understood from glibc 2.36 on.
    var name = [CChar](repeating: 0, count: 64)
    // Such as "glibc 2.41".
    _ = confstr(Int32(_CS_GNU_LIBC_VERSION), &name, name.count - 1)
    let version = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
      .split { " .".contains($0) }.compactMap { Int($0) }
    if version.count > 1, (version[0], version[1]) >= (2, 36) {
      flags += ["-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"]
    }
  #endif
  return .unsafeFlags(flags, .when(platforms: [.linux], configuration: .release))
}()

let gates: [Target] = [
  .systemLibrary(name: "CPcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"])]),
  .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
  .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
  .target(name: "CScoutShims"),
]

let vocabulary: [Target] =
  module("ScoutNet", [])
  + module("ScoutJSON", [])
  + module("ScoutModel", ["ScoutNet"], testing: ["ScoutTestKit"])

let protocols: [Target] =
  module("ScoutWire", ["ScoutNet"], testing: ["ScoutTestKit"])
  + module("ScoutXML", ["CLibXML2"], testing: ["ScoutTestKit"])
  + module(
    "ScoutAMT", ["ScoutNet", "ScoutModel", "ScoutWire", "ScoutXML"],
    testing: ["ScoutTLS", "ScoutTestKit"])

let judgement: [Target] =
  module(
    "ScoutImport",
    ["ScoutNet", "ScoutModel", "ScoutAMT", "ScoutXML", .product(name: "Yams", package: "Yams")],
    testing: ["ScoutTestKit"])
  + module("ScoutCorrelate", ["ScoutNet", "ScoutModel"], testing: ["ScoutTestKit"])
  + module("ScoutAssess", ["ScoutNet", "ScoutModel"], testing: ["ScoutTestKit"])
  + module("ScoutReport", ["ScoutNet", "ScoutModel"], testing: ["ScoutTestKit"])

let activities: [Target] =
  module("ScoutLoop", ["ScoutNet", "CScoutShims"])
  + module(
    "ScoutLink", ["ScoutNet", "ScoutWire", "CPcap", "CScoutShims"], testing: ["ScoutTestKit"])
  + module("ScoutTLS", ["ScoutNet", "ScoutModel", "COpenSSL"], testing: ["ScoutTestKit"])
  + module(
    "ScoutStore",
    ["ScoutNet", "ScoutModel", "ScoutJSON", .product(name: "GRDB", package: "GRDB.swift")],
    testing: ["ScoutTestKit"])
  + module("ScoutSweep", ["ScoutNet", "ScoutModel", "ScoutWire", "ScoutLoop", "ScoutLink"])
  + module(
    "ScoutListen", ["ScoutNet", "ScoutModel", "ScoutWire", "ScoutAMT", "ScoutLink"],
    testing: ["ScoutTestKit"])
  + module(
    "ScoutGrab", ["ScoutNet", "ScoutModel", "ScoutWire", "ScoutAMT", "ScoutTLS", "ScoutLoop"],
    testing: ["ScoutSimulator", "ScoutXML"])
  + module("ScoutResolve", ["ScoutNet", "ScoutModel", "ScoutWire", "ScoutLoop"])

let whole: [Target] =
  module(
    "ScoutPipeline",
    [
      "ScoutNet", "ScoutModel", "ScoutJSON", "ScoutWire", "ScoutAMT", "ScoutImport",
      "ScoutCorrelate", "ScoutAssess", "ScoutReport", "ScoutLink", "ScoutLoop", "ScoutTLS",
      "ScoutStore", "ScoutSweep", "ScoutListen", "ScoutGrab", "ScoutResolve", "CScoutShims",
    ], testing: ["ScoutSimulator", "ScoutTestKit"])
  + module(
    "ScoutServe",
    [
      "ScoutModel", "ScoutWire", "ScoutReport", "ScoutTLS", "ScoutStore", "ScoutPipeline",
      .product(name: "FlyingSocks", package: "FlyingFox"),
    ], testing: ["ScoutNet", "ScoutTestKit"])
  + module("ScoutSimulator", ["ScoutNet", "ScoutModel", "ScoutTLS"])
  + module(
    "ScoutFuzz",
    [
      "ScoutJSON", "ScoutWire", "ScoutAMT", "ScoutXML", "ScoutImport", "ScoutListen",
      "ScoutResolve", "ScoutSweep", "ScoutTLS",
    ])
  + [
    .target(name: "ScoutTestKit", dependencies: ["ScoutNet", "ScoutModel"], swiftSettings: strict),
    .executableTarget(
      name: "amtscout",
      dependencies: [
        "ScoutNet", "ScoutModel", "ScoutWire", "ScoutAMT", "ScoutImport", "ScoutCorrelate",
        "ScoutAssess", "ScoutReport", "ScoutLink", "ScoutTLS", "ScoutStore", "ScoutLoop",
        "ScoutSweep",
        "ScoutListen", "ScoutGrab", "ScoutResolve", "ScoutPipeline", "ScoutServe",
        "ScoutSimulator",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict, linkerSettings: [linking]),
    .executableTarget(
      name: "scout-bench",
      dependencies: [
        "ScoutNet", "ScoutModel", "ScoutWire", "ScoutAMT", "ScoutCorrelate", "ScoutAssess",
        "ScoutReport", "ScoutLink", "ScoutLoop", "ScoutStore", "ScoutSweep", "ScoutListen",
        "ScoutGrab", "ScoutPipeline", "ScoutSimulator", "ScoutTestKit",
      ], path: "Benchmarks", exclude: ["lab"], swiftSettings: strict, linkerSettings: [linking]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "amtscout", "ScoutNet", "ScoutModel", "ScoutSimulator", "ScoutStore", "ScoutTestKit",
      ],
      swiftSettings: strict),
  ]

let package = Package(
  name: "amtscout",
  products: [
    .executable(name: "amtscout", targets: ["amtscout"]),
    .library(name: "ScoutFuzz", targets: ["ScoutFuzz"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: gates + vocabulary + protocols + judgement + activities + whole,
  swiftLanguageModes: [.v6]
)

// swift-tools-version: 6.2
import PackageDescription

/// Every own target: Swift 6 language mode with the strict upcoming features, warnings as errors.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
  .treatAllWarnings(as: .error),
]

/// Targets that touch C also mark every unsafe expression.
let strictC = strict + [.strictMemorySafety()]

// A target imports only what stands above it here, so the manifest itself keeps the core pure:
// Primitives, Trading, Sync and Desk depend on no C module.
let package = Package(
  name: "sextant",
  products: [.executable(name: "sextant", targets: ["sextant"])],
  targets: [
    .target(name: "Primitives", swiftSettings: strict),
    .target(name: "Trading", dependencies: ["Primitives"], swiftSettings: strict),
    .target(name: "Sync", dependencies: ["Primitives", "Trading"], swiftSettings: strict),
    .target(name: "Desk", dependencies: ["Primitives", "Trading", "Sync"], swiftSettings: strict),

    .systemLibrary(
      name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CSys", cSettings: [.define("_GNU_SOURCE")]),

    .target(
      name: "Platform", dependencies: ["Primitives", "CMicroHTTPD", "CZlib", "CSys"], swiftSettings: strictC),
    .target(
      name: "Ingest",
      dependencies: [
        "Primitives", "Trading", "Sync", "Desk", "Platform", "CLibPQ", "CSQLite", "CZlib", "CSys",
      ],
      exclude: ["Instruments/instruments.json"], swiftSettings: strictC, plugins: ["EmbedFiles"]),
    .target(
      name: "Query",
      dependencies: ["Primitives", "Trading", "Sync", "Desk", "Platform", "Ingest"],
      exclude: ["Page/index.html"], swiftSettings: strict, plugins: ["EmbedFiles"]),
    .target(
      name: "Runners",
      dependencies: ["Primitives", "Trading", "Sync", "Desk", "Platform", "Ingest", "Query"],
      swiftSettings: strict),
    .executableTarget(
      name: "sextant",
      dependencies: ["Primitives", "Trading", "Desk", "Platform", "Ingest", "Query", "Runners"],
      swiftSettings: strict),

    // Measures the writer beside other clients: Benchmarks/store/run.
    .executableTarget(
      name: "StoreBench", dependencies: ["Desk", "Ingest"], path: "Benchmarks/store/Swift",
      swiftSettings: strict),

    // Measures the engine beside other systems: Benchmarks/engine/run.
    .executableTarget(
      name: "EngineBench",
      dependencies: ["Primitives", "Trading", "Desk", "Platform", "Ingest", "Runners"],
      path: "Benchmarks/engine/Swift", swiftSettings: strictC),

    // Puts sql/, the page and the instruments file into the binary.
    .executableTarget(name: "embed", swiftSettings: strict),
    .plugin(name: "EmbedFiles", capability: .buildTool(), dependencies: ["embed"], exclude: ["sql"]),

    .target(
      name: "TestSupport", dependencies: ["Primitives", "Platform", "CZlib"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(
      name: "PrimitivesTests", dependencies: ["Primitives"], exclude: ["Vectors"], swiftSettings: strict),
    .testTarget(
      name: "TradingTests", dependencies: ["Primitives", "Trading", "TestSupport"],
      exclude: ["Model/position_vectors.py", "Indicators/Vectors", "Market/Vectors"], swiftSettings: strict),
    .testTarget(
      name: "SyncTests", dependencies: ["Primitives", "Trading", "Sync", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "DeskTests", dependencies: ["Primitives", "Trading", "Sync", "Desk", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "PlatformTests", dependencies: ["Primitives", "Platform", "CSys", "CZlib", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "IngestTests",
      dependencies: [
        "Primitives", "Trading", "Sync", "Desk", "Platform", "Ingest", "CLibPQ", "CSQLite", "CSys", "CZlib",
        "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "QueryTests",
      dependencies: [
        "Primitives", "Trading", "Sync", "Desk", "Platform", "Ingest", "Query", "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "RunnersTests",
      dependencies: [
        "Primitives", "Trading", "Sync", "Desk", "Platform", "Ingest", "Query", "Runners", "CSQLite",
        "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "SextantTests",
      dependencies: ["Platform", "Ingest", "Query", "Runners", "sextant", "TestSupport"],
      swiftSettings: strict),
    .testTarget(name: "TidyTests", swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

public import Ingest
import Platform
public import Primitives
public import Query
public import Sync
public import Trading

/// Everything a person sets of the service; the command line fills it from options and environment.
public struct ServiceSettings: Sendable {
  /// Where journal and tables live.
  public var dataDirectory = "sextant-data"
  /// Address to listen on.
  public var host = "127.0.0.1"
  /// Port to listen on; 0 takes a free one.
  public var port: UInt16 = 8080
  /// Who may reach the endpoint.
  public var access = AccessSettings()
  /// The admin token of `endpoint.json`; nil makes one at each start.
  public var adminToken: String?
  /// Most event streams at one time; further clients get 503.
  public var maxStreams = 1_000
  /// How real the trading is.
  public var mode = Mode.paper
  /// Where the market comes from.
  public var market = MarketChoice.synthetic
  /// Symbol of a tape; nil: the one in its file name.
  public var symbol: String?
  /// Market seconds a second.
  public var speed = Speed.times(1)
  /// Name in the strategy catalogue; nil: signals come from outside only.
  public var strategy: String? = "ema-cross"
  /// What the strategy of that name is made of; nil: the catalogue's, as it comes.
  public var strategyTerms: StrategyTerms?
  /// Seconds of a bar the strategy builds from ticks; candles of a tape are taken as they are. Nil: 60
  /// on a synthetic market, 5 on a tape.
  public var barSeconds: Int?
  /// End the process once the tape is at its end.
  public var exitsAtEnd = false
  /// Begin a new session although one could be continued.
  public var beginsNewSession = false
  /// Name of the installation: first part of every session id.
  public var instance = "sextant"
  /// The account; with several the first, which balance, leverage, strategy and caps here are of.
  public var account = AccountID("main")
  /// The accounts beside the first, each with a desk of its own.
  public var moreAccounts: [AccountTerms] = []
  /// What a new session starts with, settlement currency.
  public var startingBalance: Fixed = 100_000
  /// Position value over initial margin.
  public var leverage = 10
  /// Seed of everything random in a new session.
  public var seed: UInt64 = 3
  /// The limits in force; a SIGHUP may change them.
  public var caps = TradingCaps()
  /// When a margin ratio is an alert; a SIGHUP may change it.
  public var marginAlarm = MarginAlarm()
  /// What can be traded; nil: the file that comes with the program.
  public var instruments: InstrumentFile?
  /// Market time a synthetic session has behind it when it begins, nanoseconds.
  public var synthesisedHistoryNanos = 12 * Nanos.perHour

  /// Where rows are written beside the journal's own tables.
  public var stores: [StoreSettings] = []
  /// Whether ticks and candles are written there too.
  public var keepsMarket = true
  /// Days the tables keep rows, by wall time; nil: for ever. Says nothing of the journal.
  public var retainedRowDays: Int?
  /// Days the journal keeps events that every store was found to have, by wall time; nil: for ever.
  public var retainedJournalDays: Int?

  /// The defaults of a fresh install.
  public init() {}
}

/// A strategy of the configuration file: one of the catalogue with parameters of its own.
public struct StrategyTerms: Sendable, Hashable {
  /// Name in the catalogue.
  public let kind: String
  /// Its parameters; bars and the pricing of entries come with the market.
  public let settings: StrategySettings

  /// Memberwise.
  public init(kind: String, settings: StrategySettings) {
    self.kind = kind
    self.settings = settings
  }
}

/// A store to write to.
public struct StoreSettings: Sendable, Hashable {
  /// The kind of server.
  public let kind: StoreKind
  /// How to reach it.
  public let connection: ConnectionString
  /// Bring its tables up to date at the start.
  public let mayMigrate: Bool
  /// How long it keeps rows.
  public let ttl: StoreTTL

  /// Memberwise.
  public init(
    kind: StoreKind, connection: ConnectionString, mayMigrate: Bool = true, ttl: StoreTTL = .unchanged
  ) {
    self.kind = kind
    self.connection = connection
    self.mayMigrate = mayMigrate
    self.ttl = ttl
  }
}

/// Where a market comes from.
public enum MarketChoice: Sendable, Hashable, CustomStringConvertible {
  /// Made from a seed.
  case synthetic
  /// A recorded tape.
  case replay(file: String)

  /// As the option takes it; nil for anything else.
  public init?(_ text: String) {
    if text == "synthetic" {
      self = .synthetic
    } else if text.hasPrefix("replay:"), text.utf8.count > 7 {
      self = .replay(file: String(text.dropFirst(7)))
    } else {
      return nil
    }
  }

  /// The same with the file's real path, by which a session knows its tape again.
  public var withCanonicalPath: MarketChoice {
    switch self {
    case .synthetic: self
    case .replay(let file): .replay(file: Files.canonicalPath(file) ?? file)
    }
  }

  /// What rows of the market say of their origin: `synthetic`, or the tape's file name.
  public var sourceName: String {
    switch self {
    case .synthetic: "synthetic"
    case .replay(let file): file.split(separator: "/").last.map(String.init) ?? file
    }
  }

  /// As the option takes it.
  public var description: String {
    switch self {
    case .synthetic: "synthetic"
    case .replay(let file): "replay:" + file
    }
  }
}

/// How fast market time passes.
public enum Speed: Sendable, Hashable {
  /// So many market seconds a second.
  case times(Int)
  /// As fast as decisions can be kept durable: each market event waits for the effects of the one before.
  case max
}

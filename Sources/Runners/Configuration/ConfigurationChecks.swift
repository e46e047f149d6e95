import Ingest
import Primitives
import Query
import Trading

/// What is wrong with a text of a form of its own; nil when nothing is. The sentences follow the key.
enum ConfigurationChecks {
  @Sendable static func text(_ text: String) -> String? { text.isEmpty ? "must not be empty" : nil }

  @Sendable static func path(_ text: String) -> String? {
    text.isEmpty || text.utf8.count > 4_095 ? "must be a path of 1 to 4095 bytes" : nil
  }

  /// Names that become part of ids.
  @Sendable static func name(_ text: String) -> String? {
    isName(text, longest: 24) ? nil : "must be 1 to 24 of a-z, 0-9, - and _"
  }

  @Sendable static func strategyName(_ text: String) -> String? {
    isName(text, longest: 24) ? nil : "must be the name of a strategy: 1 to 24 of a-z, 0-9, - and _"
  }

  /// S4-SAFE-01: live trading is asked for by name and acknowledged, or it is refused.
  @Sendable static func mode(_ text: String) -> String? {
    switch Mode(rawValue: text) {
    case .dryRun, .paper: nil
    case .live:
      "Live trading requested but LIVE_TRADING_ACK=true not set; refusing to start "
        + "(this version refuses it in any case: choose dry-run or paper)"
    case nil: "must be one of dry-run, paper"
    }
  }

  @Sendable static func market(_ text: String) -> String? {
    MarketChoice(text) == nil ? "must be synthetic or replay:FILE" : nil
  }

  @Sendable static func symbol(_ text: String) -> String? {
    Symbol(text) == nil
      ? "must be a symbol: 1 to \(Symbol.maxLength) of A-Z, 0-9, _ . / : and -" : nil
  }

  @Sendable static func speed(_ text: String) -> String? {
    Speed(text) == nil ? "must be max or a whole number from 1 to 1000000" : nil
  }

  @Sendable static func origin(_ text: String) -> String? {
    CrossOrigin(text) != nil
      ? nil : "must be an origin such as https://desk.example, without a path or *"
  }

  @Sendable static func connection(_ text: String) -> String? {
    do throws(PostgresError) {
      _ = try ConnectionString(text)
      return nil
    } catch { return "cannot be understood: \(error.message)" }
  }

  private static func isName(_ text: String, longest: Int) -> Bool {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    return isPlain && (1...longest).contains(text.utf8.count)
  }
}

extension Speed {
  /// As option and file take it; nil for anything else.
  init?(_ text: String) {
    if text == "max" {
      self = .max
    } else if let times = Int(text), (1...1_000_000).contains(times) {
      self = .times(times)
    } else {
      return nil
    }
  }
}

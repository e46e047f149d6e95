import Desk
import Ingest
import Primitives
import Trading

@testable import Runners

/// Replays that several tests run.
enum Replays {
  /// A replay as fast as it goes, which ends the service with the tape.
  static func settings(_ scratch: Scratch, tape: String, data: String = "data") -> ServiceSettings {
    var settings = ServiceSettings()
    settings.dataDirectory = scratch.path + "/" + data
    settings.market = .replay(file: tape)
    settings.speed = .max
    settings.exitsAtEnd = true
    return settings
  }

  /// The digest of the fills a journal holds, reckoned as a backtest does.
  static func fillsDigest(_ data: String) throws -> (digest: String, fills: Int64) {
    let book = try BuiltIn.instruments().book
    var tally = BacktestTally(
      report: BacktestReport(
        strategy: "", symbols: [], currency: "", startingBalance: 0), instruments: book)
    let reader = try JournalReader(path: data + "/sextant.sqlite", instruments: book)
    var cursor: Int64 = 0
    while true {
      let events = try reader.events(after: cursor, limit: 1_000)
      guard let last = events.last else { break }
      for event in events { tally.observe(event.event, at: event.at) }
      cursor = last.seq
    }
    return (tally.fillsDigest, tally.report.fills)
  }
}

import Ingest
import Primitives
import Testing
import Trading

@testable import Query
@testable import Runners

@Suite("The charts of a run")
struct RunChartsTests {
  private func at(_ seconds: Int64) -> Timestamp { Timestamp(nanoseconds: seconds * Nanos.perSecond) }

  @Test("equity and drawdown end together, with the account as it ended")
  func ends() throws {
    let book = try BuiltIn.instruments().book
    var charts = RunCharts(traded: [], instruments: book)
    charts.begin(1_000, gaps: .carry, at: at(0))
    var report = BacktestReport(strategy: "s", symbols: [], currency: "USDT", startingBalance: 1_000)
    report.firstAt = at(0)
    report.lastAt = at(500)
    report.finalEquity = 940
    charts.close(report)
    let page = charts.report(report)
    #expect(page.equity.lastAt == at(500) && page.drawdown.lastAt == at(500))
    #expect(page.equity.buckets.last?.close == 940 && page.drawdown.buckets.last?.close == -60)
    #expect(page.span == at(0)...at(500))
  }
}

/// A question of `sql/questions` and its answer on the fixture, worked out by hand.
///
/// A row is its cells with `|` between them: numbers to four decimals, times without the parts that are
/// zero, nothing for NULL.
struct Question {
  /// The file's name without `.sqlite.sql`, `.questdb.sql` or `.sql`.
  let name: String
  let columns: String
  let rows: [String]

  init(_ name: String, _ columns: String, _ rows: [String]) {
    self.name = name
    self.columns = columns
    self.rows = rows
  }

  static let all: [Question] =
    orders + account + [
      Question(
        "12_fills_and_ticks", "ts|symbol|side|quantity|price|bid|ask|cost_bps|age_ms",
        [
          // No tick of ETHUSDT for a day: the last one is 22 hours old. 10⁴ · (2901 − 2999) / 2901.
          "2024-08-09 10:00:00.051|ETHUSDT|SELL|10|2999|2900|2902|-337.8145|79199050",
          // 10⁴ · 10 / 50 110.
          "2024-08-09 00:00:30|BTCUSDT|SELL|1|50100|50109|50111|1.9956|31000",
          // 10⁴ · 10 / 50 040.
          "2024-08-08 12:20:00.206|BTCUSDT|BUY|1|50050|50039|50041|1.9984|206",
          // 10⁴ · 3 / 49 992.
          "2024-08-08 12:10:00.104|BTCUSDT|BUY|1|49995|49990|49994|0.6001|4",
          // A tick of the same microsecond counts, one behind it does not.
          "2024-08-08 12:00:01.002|BTCUSDT|BUY|1.5|50012|50010|50014|0|0",
          "2024-08-08 12:00:00.502|BTCUSDT|BUY|0.5|50004|49998|50002|0.8|2",
        ])
    ]

  private static let orders: [Question] = [
    Question(
      "02_orders_by_day", "day|symbol|status|reason_code|orders|filled_pct",
      [
        "2024-08-07|SOLUSDT|FILLED||20|100",
        "2024-08-08|BTCUSDT|FILLED||3|100",
        // Filled on the 9th, still an order of the 8th: 1 of 4 contracts.
        "2024-08-08|BTCUSDT|CANCELLED|TIME_TO_LIVE|1|25",
        "2024-08-09|BTCUSDT|FAILED|EXCHANGE_REJECTED|1|0",
        "2024-08-09|ETHUSDT|FILLED||1|100",
      ]),
    Question(
      "03_slippage", "symbol|side|orders|mean_bps|median_bps|p95_bps|worst_bps",
      [
        // (2 − 1 + 10) / 3; the median is the second of −1, 2, 10.
        "BTCUSDT|BUY|3|3.6667|2|10|10",
        "BTCUSDT|SELL|1|-20|-20|-20|-20",
        "ETHUSDT|SELL|1|3.3333|3.3333|3.3333|3.3333",
        // 1 to 20: the tenth and the nineteenth.
        "SOLUSDT|BUY|20|10.5|10|19|20",
      ]),
    Question(
      "04_fill_times", "symbol|order_type|step|orders|share_pct|median_ms|p95_ms|longest_ms",
      [
        // 23:59:00.001 to 00:00:30; never filled whole.
        "BTCUSDT|LIMIT|1 handed off|1|100|1|1|1",
        "BTCUSDT|LIMIT|2 first fill|1|100|89999|89999|89999",
        // 2, 4, 6, 10; 100, 200, 500; 100, 200, 1000: o-1 has a second fill, o-5 has none.
        "BTCUSDT|MARKET|1 handed off|4|100|4|10|10",
        "BTCUSDT|MARKET|2 first fill|3|75|200|500|500",
        "BTCUSDT|MARKET|3 filled whole|3|75|200|1000|1000",
        "ETHUSDT|MARKET|1 handed off|1|100|1|1|1",
        "ETHUSDT|MARKET|2 first fill|1|100|50|50|50",
        "ETHUSDT|MARKET|3 filled whole|1|100|50|50|50",
        "SOLUSDT|MARKET|1 handed off|20|100|10|19|20",
        "SOLUSDT|MARKET|3 filled whole|20|100|100|190|200",
      ]),
    Question(
      "05_shortfall", "strategy_name|order_type|orders|delay|slippage|fees|total|total_bps",
      [
        // A signal over the endpoint has no strategy. 10⁴ · (0 + 10 + 15) / 30 000.
        "|MARKET|1|0|10|15|25|8.3333",
        // Wanted 50 100, the mid was 50 000 by then, and it got its 50 100: the delay's cost came back.
        "ema-cross|LIMIT|1|100|-100|-10|-10|-1.996",
        // −1 · 2; 10 · 2 − 5 + 50; 20 + 25 + 25; 10⁴ · 133 / 200 002.
        "ema-cross|MARKET|3|-2|65|70|133|6.6499",
      ]),
    Question(
      "08_refused_signals", "signal_type|reason_code|signals|share_pct|last_at",
      [
        // Of eight S1 and two ZE1.
        "S1|PRICE_COLLAR|2|25|2024-08-08 14:00:00.250",
        "S1|MAX_ORDER_NOTIONAL|1|12.5|2024-08-08 13:30:00",
        "ZE1|NO_POSITION|1|50|2024-08-08 13:40:00",
      ]),
    Question(
      "09_order_life", "at|stage|what|state|quantity|price|note",
      [
        "2024-08-09 10:00:00|1|S1|ORDERED|10|3000|",
        "2024-08-09 10:00:00|2|CREATED|PENDING|0||",
        "2024-08-09 10:00:00.001|2|HANDED_OFF|PENDING|0||",
        "2024-08-09 10:00:00.051|3|EXECUTION|TAKER|10|2999|t-6",
        "2024-08-09 10:00:00.060|2|ACCEPTED|SUBMITTED|0||",
        "2024-08-09 10:00:00.070|2|FILL|FILLED|10|2999|",
      ]),
  ]

  private static let account: [Question] = [
    Question(
      "01_open_positions",
      "session_id|symbol|side|quantity|entry_price|current_price|unrealized_pnl|margin_ratio"
        + "|liquidation_price|liquidation_distance_pct|updated_at",
      [
        "s-1|ETHUSDT|SHORT|5||||400||8|2024-08-08 13:00:00",
        "s-1|BTCUSDT|LONG|3||||250||20|2024-08-09 00:00:30",
        "s-1|XRPUSDT|LONG|7||||400||30|2024-08-08 14:00:00",
        "s-1|SOLUSDT|LONG|20|||||||2024-08-08 12:00:00",
      ]),
    Question(
      "06_profit_by_day", "day|symbol|fee_asset|fills|turnover|realized_pnl|fees",
      [
        // 25 002 + 75 018 + 49 995 + 50 050; nothing but fees, for nothing was sold.
        "2024-08-08|BTCUSDT|USDT|4|200065|-70|70",
        "2024-08-09|BTCUSDT|USDT|1|50100|93.75|-10",
        "2024-08-09|ETHUSDT|USDT|1|29990|-15|15",
      ]),
    Question(
      "07_equity_by_hour", "hour|session_id|equity|deepest_drawdown_pct|worst_margin_ratio",
      [
        "2024-08-08 12:00:00|s-1|950|10|200",
        "2024-08-08 13:00:00|s-1|1100|0|400",
        "2024-08-08 12:00:00|s-2|50|37.5|",
      ]),
    Question(
      "10_maker_taker", "symbol|liquidity|fills|turnover|share_pct|fees|fee_bps",
      [
        // 75 018 + 50 100 and 25 002 + 49 995 + 50 050 of 250 165; 7.5 − 10 and 12.5 + 25 + 25.
        "BTCUSDT|MAKER|2|125118|50.0142|-2.5|-0.1998",
        "BTCUSDT|TAKER|3|125047|49.9858|62.5|4.9981",
        "ETHUSDT|TAKER|1|29990|100|15|5.0017",
      ]),
    Question(
      "11_alerts", "alert_type|severity|alerts|firing|mean_minutes|longest_minutes|last_at",
      [
        "MARGIN_RATIO_LOW|WARNING|3|1|20|30|2024-08-08 14:00:00",
        "LIQUIDATION_DETECTED|CRITICAL|1|1|||2024-08-09 10:30:00",
      ]),
  ]
}

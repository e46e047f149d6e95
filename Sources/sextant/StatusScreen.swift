import Platform

/// The readable form of a service's answers.
struct StatusScreen {
  private let answers: [String: JSONValue]
  private var lines: [String] = []
  /// Whether the service said everything that is on the screen.
  private(set) var isComplete = true

  /// By the names of `StatusCommand`; what is missing was not known.
  init(_ answers: [String: JSONValue]) {
    self.answers = answers
    addHead()
    addMoney()
    addStores()
    addPositions()
    addOrders()
    addAlerts()
  }

  var text: String { lines.joined(separator: "\n") + "\n" }

  private mutating func addHead() {
    let trading = answers["trading"]
    let state = value(trading?["state"])
    var head = "\(value(trading?["session_id"]))  mode \(value(trading?["mode"]))  trading \(state)"
    if let by = trading?["by"], !by.isNull {
      head += " since \(value(trading?["since"])) by \(value(by))"
      if let reason = trading?["reason"], !reason.isNull { head += ": \(value(reason))" }
    }
    lines.append(head)
    let ready = answers["ready"]
    lines.append("readiness: \(value(ready?["status"]))")
    for check in ready?["checks"]?.object ?? [] {
      lines.append(
        "  \(pad(check.key, 10)) \(pad(value(check.value["status"]), 8)) \(value(check.value["detail"]))")
    }
  }

  private mutating func addMoney() {
    guard let account = answers["account"] else {
      lines.append("money: unknown")
      isComplete = false
      return
    }
    let margin = answers["margin"]
    let ratio = margin?["margin_ratio"]?.string.map { "\($0) %" } ?? "none"
    lines.append(
      "equity \(value(account["equity"])) \(value(account["currency"]))  wallet \(value(account["wallet"]))"
        + "  unrealised \(value(account["unrealized_pnl"]))  drawdown \(value(account["drawdown_pct"])) %")
    lines.append(
      "margin ratio \(ratio) (\(value(margin?["level"])); 100 % is liquidation)"
        + "  desk time \(value(account["desk_time"]))")
  }

  private mutating func addStores() {
    for store in answers["stores"]?["results"]?.array ?? [] {
      lines.append(
        "store \(pad(value(store["store"]), 10)) \(value(store["state"])), \(value(store["lag_events"])) "
          + "events behind")
    }
  }

  private mutating func addPositions() {
    table(
      "positions", answers["positions"]?["results"]?.array,
      [
        "symbol", "side", "quantity", "entry_price", "current_price", "liquidation_price",
        "unrealized_pnl",
      ])
  }

  private mutating func addOrders() {
    let states = ["pending", "submitted", "partially_filled"].map { answers[$0]?["results"]?.array }
    // Of some states only would be too few.
    let orders = states.contains(nil) ? nil : states.flatMap { $0 ?? [] }
    table(
      "working orders", orders,
      [
        "order_id", "symbol", "side", "order_type", "quantity", "filled_quantity", "requested_price",
        "status",
      ])
  }

  private mutating func addAlerts() {
    table(
      "alerts", answers["alerts"]?["results"]?.array,
      ["alert_id", "severity", "state", "acknowledged_by", "message"])
  }

  /// No rows is an answer, nil is none: what is not known is never shown as absent.
  private mutating func table(_ title: String, _ rows: [JSONValue]?, _ columns: [String]) {
    guard let rows else {
      lines.append("\n\(title): unknown")
      isComplete = false
      return
    }
    lines.append("\n\(title): \(rows.count)")
    guard !rows.isEmpty else { return }
    let cells = [columns] + rows.map { row in columns.map { value(row[$0]) } }
    let widths = columns.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    for row in cells {
      let line = zip(row, widths).map { pad($0, $1) }.joined(separator: "  ")
      lines.append("  " + String(line.reversed().drop { $0 == " " }.reversed()))
    }
  }

  private func value(_ value: JSONValue?) -> String {
    guard let text = value?.string ?? value?.numberText else { return "-" }
    return TerminalText.safe(text)
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.count, 0))
  }
}

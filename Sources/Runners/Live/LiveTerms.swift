import Desk
import Platform
import Primitives
import Sync
import Trading

/// What can be changed of a running account.
struct LiveTerms: Sendable, Equatable {
  let caps: TradingCaps
  let marginAlarm: MarginAlarm
}

/// Where new terms wait for the account's thread; of several the newest counts.
final class TermsSlot: Sendable {
  private let waiting = Locked<LiveTerms?>(nil)

  func put(_ terms: LiveTerms) { waiting.withLock { $0 = terms } }

  func take() -> LiveTerms? { waiting.withLock { $0.take() } }
}

extension AccountLoop {
  /// Takes over what a SIGHUP changed; decisions after this are made under it.
  mutating func adoptTerms() {
    guard let terms = account.terms.take() else { return }
    driver.floor.desk.adopt(caps: terms.caps, marginAlarm: terms.marginAlarm)
    logger.info(
      "limits in force",
      [
        "max_order_notional": .decimal(terms.caps.maxOrderNotional.description),
        "price_collar_fraction": .decimal(terms.caps.priceCollarFraction.description),
        "max_orders_per_minute": .int(terms.caps.maxOrdersPerMinute),
        "max_orders": .int(terms.caps.maxOrders), "max_positions": .int(terms.caps.maxPositions),
        "margin_warning_buffer": .decimal(terms.marginAlarm.warningBuffer.description),
        "margin_critical_buffer": .decimal(terms.marginAlarm.criticalBuffer.description),
        "tape_row": .int(Int(driver.tapeRow)),
      ])
  }
}

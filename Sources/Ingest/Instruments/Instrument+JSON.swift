internal import Platform
internal import Primitives
internal import Trading

extension Instrument {
  private static let keys = [
    "symbol", "venue", "kind", "base", "quote", "settle", "tick_size", "lot_step", "min_quantity",
    "max_quantity", "min_notional", "contract_size", "maker_fee_rate", "taker_fee_rate", "tiers",
  ]

  /// An instrument from its JSON object; nil, with the faults, when something is wrong with it.
  convenience init?(_ value: JSONValue, path: String, faults: inout [String]) {
    let before = faults.count
    let fields = JSONFields(value, path: path, known: Self.keys, faults: &faults)
    let symbolText = fields.text("symbol", faults: &faults)
    let symbol = symbolText.flatMap { Symbol($0) }
    if symbolText != nil, symbol == nil {
      faults.append(
        "\(path).symbol must be 1 to \(Symbol.maxLength) characters of A-Z, 0-9, _ . / : and -")
    }
    let venue = fields.text("venue", faults: &faults)
    if let venue, venue != venue.lowercased() { faults.append("\(path).venue must be lower case") }
    let kind: ContractKind? = fields.choice("kind", faults: &faults)
    let base = fields.text("base", faults: &faults)
    let quote = fields.text("quote", faults: &faults)
    let settle = fields.text("settle", faults: &faults)
    let tickSize = fields.positive("tick_size", bound: Bounds.price, faults: &faults)
    let lotStep = fields.positive("lot_step", bound: Bounds.quantity, faults: &faults)
    let minQuantity = fields.positive("min_quantity", bound: Bounds.quantity, faults: &faults)
    let maxQuantity = fields.positive("max_quantity", bound: Bounds.quantity, faults: &faults)
    let minNotional = fields.decimal(
      "min_notional", "a decimal of 0 to \(Bounds.money)", faults: &faults
    ) { !$0.isNegative && $0 <= Bounds.money }
    let contractSize = fields.positive("contract_size", bound: Bounds.quantity, faults: &faults)
    let makerFeeRate = fields.feeRate("maker_fee_rate", faults: &faults)
    let takerFeeRate = fields.feeRate("taker_fee_rate", faults: &faults)
    let elements = fields.array("tiers", faults: &faults) ?? []
    let tiers = MaintenanceTier.ladder(elements, path: path + ".tiers", faults: &faults)
    guard let symbol, let venue, let kind, let base, let quote, let settle, let tickSize, let lotStep,
      let minQuantity, let maxQuantity, let minNotional, let contractSize, let makerFeeRate,
      let takerFeeRate, faults.count == before
    else { return nil }
    self.init(
      symbol: symbol, venue: venue, kind: kind, base: base, quote: quote, settle: settle,
      tickSize: tickSize, lotStep: lotStep, minQuantity: minQuantity, maxQuantity: maxQuantity,
      minNotional: minNotional, contractSize: contractSize, makerFeeRate: makerFeeRate,
      takerFeeRate: takerFeeRate, tiers: tiers)
    checkCoherence(path: path, faults: &faults)
  }

  /// What each field alone cannot show.
  private func checkCoherence(path: String, faults: inout [String]) {
    if !minQuantity.isMultiple(of: lotStep) {
      faults.append("\(path).min_quantity \(minQuantity) must be a multiple of lot_step \(lotStep)")
    }
    if maxQuantity < minQuantity {
      faults.append("\(path).max_quantity \(maxQuantity) is below min_quantity \(minQuantity)")
    }
    let owed = kind == .inverse ? base : quote
    if settle != owed {
      faults.append("\(path).settle must be \(owed) for kind \(kind.rawValue), got \"\(settle)\"")
    }
    if kind == .spot, !tiers.isEmpty { faults.append("\(path).tiers must be empty for kind spot") }
    if kind != .spot, tiers.isEmpty {
      faults.append("\(path).tiers must have at least one element for kind \(kind.rawValue)")
    }
  }
}

extension MaintenanceTier {
  /// Most tiers of one instrument.
  private static let cap = 100

  /// The ladder of an instrument: floors from 0 upwards, rates that never fall.
  fileprivate static func ladder(
    _ elements: [JSONValue], path: String, faults: inout [String]
  ) -> [MaintenanceTier] {
    guard elements.count <= cap else {
      faults.append("\(path) has more than \(cap) elements")
      return []
    }
    var tiers: [MaintenanceTier] = []
    for (index, element) in elements.enumerated() {
      let place = "\(path)[\(index)]"
      guard let tier = MaintenanceTier(element, path: place, faults: &faults) else { continue }
      if index == 0, !tier.floor.isZero { faults.append("\(place).floor must be 0 in the first tier") }
      if let last = tiers.last, tier.floor <= last.floor {
        faults.append("\(place).floor \(tier.floor) must be above \(last.floor) of the tier before")
      }
      if let last = tiers.last, tier.maintenanceRate < last.maintenanceRate {
        faults.append("\(place).maintenance_rate must not be below that of the tier before")
      }
      tiers.append(tier)
    }
    return tiers
  }

  private init?(_ value: JSONValue, path: String, faults: inout [String]) {
    let keys = ["floor", "maintenance_rate", "deduction", "max_leverage"]
    let fields = JSONFields(value, path: path, known: keys, faults: &faults)
    let amount = "a decimal of 0 to \(Bounds.money)"
    let floor = fields.decimal("floor", amount, faults: &faults) {
      !$0.isNegative && $0 <= Bounds.money
    }
    let rate = fields.decimal("maintenance_rate", "a fraction above 0 and below 1", faults: &faults) {
      $0.isPositive && $0 < 1
    }
    let deduction = fields.decimal("deduction", amount, faults: &faults) {
      !$0.isNegative && $0 <= Bounds.money
    }
    let leverage = fields.whole("max_leverage", in: 1...1_000, faults: &faults)
    guard let floor, let rate, let deduction, let leverage else { return nil }
    self.init(floor: floor, maintenanceRate: rate, deduction: deduction, maxLeverage: leverage)
  }
}

extension JSONFields {
  fileprivate func positive(_ key: String, bound: Fixed, faults: inout [String]) -> Fixed? {
    decimal(key, "a positive decimal", faults: &faults) {
      $0.isPositive && $0 <= bound
    }
  }

  /// A fee of a tenth of the value is a misplaced point, not a fee.
  fileprivate func feeRate(_ key: String, faults: inout [String]) -> Fixed? {
    decimal(key, "a fraction between -0.1 and 0.1", faults: &faults) {
      $0.magnitude <= Fixed(mantissa: Fixed.unit / 10)
    }
  }
}

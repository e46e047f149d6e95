internal import Platform
internal import Primitives
internal import Trading

/// Reads a signal from a JSON body: every number from its digits, every fault named.
public enum SignalRequestParser {
  /// Largest body, bytes.
  public static let maxBodyBytes = 65_536
  /// Most indicator values.
  public static let maxIndicators = 64
  /// Longest `strategy_name`, and longest name of an indicator, bytes.
  public static let maxNameBytes = 128
  /// Longest `signal_id`, characters.
  public static let maxSignalIDLength = 128
  /// Longest `time_to_live_ms`: 30 days.
  public static let maxTimeToLiveMillis: Int64 = 30 * 24 * 60 * 60 * 1_000

  /// Fields a signal must have.
  static let required = ["signal_type", "symbol", "side", "quantity"]
  /// Every field a signal may have.
  static let known =
    required + [
      "order_type", "price", "time_in_force", "time_to_live_ms", "confidence", "strategy_name",
      "indicator_values", "signal_id", "bar_time",
    ]

  /// Reads a body.
  public static func parse(_ body: [UInt8]) -> SignalRequest {
    let value: JSONValue
    do throws(JSONError) {
      let limits = JSONLimits(maxDepth: 8, maxBytes: maxBodyBytes, maxStringBytes: maxBodyBytes)
      value = try JSONParser.parse(body, limits: limits)
    } catch {
      return refuse("MALFORMED_JSON", "the body is not JSON: \(error)")
    }
    guard let members = value.object else {
      return refuse("MALFORMED_SIGNAL", "the body is \(value.kind); a signal is an object")
    }
    var fields = SignalFields(members)
    fields.refuseUnknown()
    let type = fields.choice("signal_type", of: SignalType.self)
    let symbol = fields.symbol()
    let side = fields.choice("side", of: Side.self)
    let quantity = fields.decimal("quantity", rule: .quantity)
    let options = SignalOptions(&fields)
    guard let type, let symbol, let side else {
      return .unusable(identified: nil, faults: fields.faults)
    }
    let signal = options.signal(type: type, symbol: symbol, side: side, quantity: quantity ?? 0)
    return fields.faults.isEmpty ? .valid(signal) : .unusable(identified: signal, faults: fields.faults)
  }

  private static func refuse(_ code: String, _ detail: String) -> SignalRequest {
    .unusable(identified: nil, faults: [SignalFault("", code, malformed: true, detail)])
  }
}

/// The fields a signal may leave out.
private struct SignalOptions {
  let orderType: OrderType
  let price: Fixed?
  let timeInForce: TimeInForce
  let timeToLiveMillis: Int64?
  let confidence: Fixed?
  let strategyName: String
  let indicatorValues: [IndicatorValue]
  let id: SignalID?
  let barTime: Timestamp?

  init(_ fields: inout SignalFields) {
    orderType = fields.choice("order_type", of: OrderType.self) ?? .market
    price = fields.decimal("price", rule: .price)
    timeInForce = fields.choice("time_in_force", of: TimeInForce.self) ?? .goodTillCancel
    timeToLiveMillis = fields.timeToLiveMillis()
    confidence = fields.decimal("confidence", rule: .confidence)
    strategyName = fields.strategyName() ?? ""
    indicatorValues = fields.indicators()
    id = fields.signalID()
    barTime = fields.barTime()
  }

  func signal(type: SignalType, symbol: Symbol, side: Side, quantity: Fixed) -> Signal {
    Signal(
      id: id, type: type, symbol: symbol, side: side, quantity: quantity, orderType: orderType,
      price: price, timeInForce: timeInForce,
      timeToLiveNanos: timeToLiveMillis.map { $0 * Nanos.perMillisecond }, confidence: confidence,
      strategyName: strategyName, indicatorValues: indicatorValues, barTime: barTime, source: .api)
  }
}

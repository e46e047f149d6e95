import Primitives
import Trading

/// The exchange of a run.
extension RunFile {
  /// The exchange with what the file changes of its profile.
  var exchange: ExchangeProfile {
    var profile = named
    profile.requestLatency = latency("exchange.request_latency", profile.requestLatency)
    profile.responseLatency = latency("exchange.response_latency", profile.responseLatency)
    profile.rejectsPerMillion =
      whole("exchange.rejects_per_million").map(UInt64.init) ?? profile.rejectsPerMillion
    profile.depth = depth(profile.depth)
    profile.marketPatienceNanos = nanos("exchange.market_patience_ms") ?? profile.marketPatienceNanos
    if let minutes = whole("exchange.funding_interval_minutes") {
      profile.fundingIntervalNanos = Int64(minutes) * Nanos.perMinute
    }
    if let rate = decimal("exchange.funding_rate") { profile.fundingRate = .fixed(rate) }
    if let most = decimal("exchange.funding_rate_most") { profile.fundingRate = .seeded(most: most) }
    profile.liquidationFeeRate = decimal("exchange.liquidation_fee_rate") ?? profile.liquidationFeeRate
    profile.bookedDecimals = whole("exchange.booked_decimals") ?? profile.bookedDecimals
    return profile
  }

  /// The profile that the others are changes of.
  private var named: ExchangeProfile { text("exchange.profile") == "ideal" ? .ideal : .standard }

  private func latency(
    _ path: String, _ standard: ExchangeProfile.Latency
  ) -> ExchangeProfile.Latency {
    let least = nanos(path + "_least_ms") ?? standard.leastNanos
    return ExchangeProfile.Latency(
      leastNanos: least, mostNanos: nanos(path + "_most_ms") ?? max(standard.mostNanos, least))
  }

  private func depth(_ standard: ExchangeProfile.Depth) -> ExchangeProfile.Depth {
    var (value, ticks, levels): (Fixed, Int, Int) = (50_000, 1, 10)
    if case .ladder(let touchValue, let levelStep, let count) = standard {
      (value, ticks, levels) = (touchValue, levelStep, count)
    }
    let isLadder = text("exchange.depth").map { $0 == "ladder" } ?? (standard != .unlimited)
    guard isLadder else { return .unlimited }
    return .ladder(
      touchValue: decimal("exchange.depth_touch_value") ?? value,
      levelStep: whole("exchange.depth_level_ticks") ?? ticks,
      levels: whole("exchange.depth_levels") ?? levels)
  }

  /// What of the exchange contradicts itself, or would be without effect.
  func checkExchange(_ faults: inout ConfigurationFaults) {
    checkLatency("exchange.request_latency", named.requestLatency, &faults)
    checkLatency("exchange.response_latency", named.responseLatency, &faults)
    checkFunding(&faults)
    for key in ["depth_touch_value", "depth_level_ticks", "depth_levels"] {
      let path = "exchange." + key
      let isLadder = text("exchange.depth").map { $0 == "ladder" } ?? (named.depth != .unlimited)
      if let given = file.values[path], !isLadder {
        faults.add(Configuration.line(given, path, "goes with exchange.depth = 'ladder' only"))
      }
    }
  }

  /// The two ends against each other; one that is not given is that of the profile.
  private func checkLatency(
    _ path: String, _ standard: ExchangeProfile.Latency, _ faults: inout ConfigurationFaults
  ) {
    let (leastPath, mostPath) = (path + "_least_ms", path + "_most_ms")
    let (least, most) = (nanos(leastPath) ?? standard.leastNanos, nanos(mostPath) ?? standard.mostNanos)
    guard most < least else { return }
    func ofProfile(_ path: String, _ nanos: Int64) -> String {
      file.values[path] == nil ? ", which is \(nanos / 1_000_000) unless given" : ""
    }
    if let given = file.values[mostPath] {
      let fault = "must not be below \(leastPath)" + ofProfile(leastPath, least)
      faults.add(Configuration.line(given, mostPath, fault))
    } else if let given = file.values[leastPath] {
      let fault = "must not be above \(mostPath)" + ofProfile(mostPath, most)
      faults.add(Configuration.line(given, leastPath, fault))
    }
  }

  private func checkFunding(_ faults: inout ConfigurationFaults) {
    let (rate, most) = ("exchange.funding_rate", "exchange.funding_rate_most")
    if let given = file.values[most], file.values[rate] != nil {
      faults.add(Configuration.line(given, most, "does not go with exchange.funding_rate"))
    }
    let interval = "exchange.funding_interval_minutes"
    let exchange = exchange
    for path in [rate, most] {
      guard let given = file.values[path], exchange.fundingIntervalNanos == 0 else { continue }
      faults.add(Configuration.line(given, path, "has no effect without \(interval) above 0"))
    }
    if let given = file.values[interval], whole(interval) != 0, named.fundingRate == .fixed(0),
      file.values[rate] == nil, file.values[most] == nil
    {
      faults.add(Configuration.line(given, interval, "has no effect without \(rate) or \(most)"))
    }
  }
}

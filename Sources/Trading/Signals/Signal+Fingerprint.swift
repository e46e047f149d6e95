public import Primitives

extension Signal {
  /// A digest of everything the sender said, its id apart: same key, other fingerprint is a conflict.
  public var fingerprint: Digest128 { fingerprint(by: .portable) }

  /// The same, hashed by the given routine.
  public func fingerprint(by compression: SHA256Compression) -> Digest128 {
    var list = ListDigest(by: compression)
    list.add(type.rawValue)
    list.add(symbol.text)
    list.add(side.rawValue)
    list.add(quantity)
    list.add(orderType.rawValue)
    if let price { list.add(price) } else { list.add("") }
    list.add(timeInForce.rawValue)
    list.add(timeToLiveNanos?.description ?? "")
    list.add(strategyName)
    if let confidence { list.add(confidence) } else { list.add("") }
    list.add(barTime?.rfc3339 ?? "")
    for value in indicatorValues {
      list.add(value.name)
      list.add("\(value.value)")
    }
    return list.digest
  }
}

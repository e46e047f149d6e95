import Primitives

/// What one position, or all of them, weighs at the mark; settlement currency.
struct PositionRisk: Hashable, Sendable {
  var value: Fixed = 0
  var unrealised: Fixed = 0
  var initial: Fixed = 0
  var maintenance: Fixed = 0

  static func += (left: inout Self, right: Self) {
    left.value += right.value
    left.unrealised += right.unrealised
    left.initial += right.initial
    left.maintenance += right.maintenance
  }

  static func -= (left: inout Self, right: Self) {
    left.value -= right.value
    left.unrealised -= right.unrealised
    left.initial -= right.initial
    left.maintenance -= right.maintenance
  }
}

import Primitives

/// One side of a book as levels of equal size, each a step worse than the last.
struct BookLadder {
  /// The taker's side.
  let side: Side
  /// Price of the first level.
  let touch: Fixed
  /// From a level to the next worse one, quote currency.
  let step: Fixed
  /// Number of levels.
  let levels: Int
  /// Contracts a level; nil: any quantity at the touch.
  let size: Fixed?
  /// Contracts taken already, from the best level on.
  var taken: Fixed

  /// A piece of liquidity at one price; a quantity of nil is any.
  struct Piece {
    let price: Fixed
    let quantity: Fixed?
  }

  /// The best liquidity left within a limit (nil: any price); nil when there is none.
  func best(within limit: Fixed?) -> Piece? {
    guard let size else { return reaches(touch, limit) ? Piece(price: touch, quantity: nil) : nil }
    let level = Int(clamping: taken.mantissa / size.mantissa)
    guard level < levels else { return nil }
    let price = side == .buy ? touch + step.multiplied(by: level) : touch - step.multiplied(by: level)
    guard price.isPositive, price <= Bounds.price, reaches(price, limit) else { return nil }
    return Piece(price: price, quantity: size.multiplied(by: level + 1) - taken)
  }

  /// Contracts left within a limit; nil: any quantity.
  func available(within limit: Fixed?) -> Fixed? {
    guard size != nil else { return reaches(touch, limit) ? nil : 0 }
    var rest = self
    var total: Fixed = 0
    for _ in 0..<levels {
      guard let quantity = rest.best(within: limit)?.quantity else { break }
      total += quantity
      rest.taken += quantity
    }
    return total
  }

  private func reaches(_ price: Fixed, _ limit: Fixed?) -> Bool {
    guard let limit else { return true }
    return side == .buy ? price <= limit : price >= limit
  }
}

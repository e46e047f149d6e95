extension String {
  /// The texts one after the other, with at most one allocation: what ids are built with.
  public init(joining first: String, _ second: String, _ third: String = "", _ fourth: String = "") {
    let count = first.utf8.count + second.utf8.count + third.utf8.count + fourth.utf8.count
    self.init(unsafeUninitializedCapacity: count) { room in
      var end = String.copy(first, to: room, at: 0)
      end = String.copy(second, to: room, at: end)
      end = String.copy(third, to: room, at: end)
      return String.copy(fourth, to: room, at: end)
    }
  }

  /// A text and a whole number after it, with at most one allocation.
  public init(_ text: String, number: Int64) {
    guard let number = UInt64(exactly: number) else {
      self.init(joining: text, String(number))
      return
    }
    self.init(text, number: number)
  }

  /// The same.
  public init(_ text: String, number: UInt64) {
    let digits = PowersOfTen.digitCount(of: number)
    self.init(unsafeUninitializedCapacity: text.utf8.count + digits) { room in
      let end = String.copy(text, to: room, at: 0)
      DecimalText.put(number, into: room.extracting(end..<end + digits))
      return end + digits
    }
  }

  /// Puts a text's bytes into a room that holds them; where they end.
  private static func copy(
    _ text: String, to room: UnsafeMutableBufferPointer<UInt8>, at start: Int
  ) -> Int {
    let bytes = text.utf8.span
    let part = room.extracting(start..<start + bytes.count)
    bytes.withUnsafeBufferPointer { _ = part.initialize(fromContentsOf: $0) }
    return start + bytes.count
  }
}

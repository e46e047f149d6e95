/// Room for the texts one run of a statement is given: what does not fit goes the other way.
@safe
final class LentTexts {
  private static let capacity = 4_096

  private let bytes: UnsafeMutablePointer<CChar>
  private var used = 0

  init() { unsafe bytes = .allocate(capacity: Self.capacity) }

  deinit { unsafe bytes.deallocate() }

  /// A copy that stays until `takeBack`; nil when there is no room left.
  func keep(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeMutablePointer<CChar>? {
    guard text.count <= Self.capacity - used else { return nil }
    let place = unsafe bytes + used
    if let start = text.baseAddress {
      unsafe UnsafeMutableRawPointer(place).copyMemory(from: start, byteCount: text.count)
    }
    used += text.count
    return unsafe place
  }

  func takeBack() { used = 0 }
}

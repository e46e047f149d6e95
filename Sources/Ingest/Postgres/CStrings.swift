/// Hands Swift strings to C as an array of C strings, all in one buffer that lives for the call.
enum CStrings {
  /// A nil string is a null pointer; the array ends with a further null pointer. Text from the first
  /// NUL on is not seen by C: the caller has ruled it out.
  static func with<Result>(
    _ strings: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result?
  ) -> Result? {
    var bytes: [CChar] = []
    var starts: [Int?] = []
    for string in strings {
      starts.append(string == nil ? nil : bytes.count)
      guard let string else { continue }
      bytes.append(contentsOf: string.utf8.lazy.map { CChar(bitPattern: $0) })
      bytes.append(0)
    }
    return unsafe bytes.withUnsafeBufferPointer { bytes in
      var pointers: [UnsafePointer<CChar>?] = unsafe []
      for start in starts {
        unsafe pointers.append(start.flatMap { start in unsafe bytes.baseAddress.map { unsafe $0 + start } })
      }
      unsafe pointers.append(nil)
      return unsafe pointers.withUnsafeBufferPointer { unsafe $0.baseAddress.flatMap { unsafe body($0) } }
    }
  }
}

internal import Platform
internal import Primitives
internal import Trading

/// What stands behind the `?` of a request, read and checked; every fault is kept, to be told at once.
struct RequestParameters {
  /// The part of a list that is asked for.
  struct Page: Hashable, Sendable {
    /// 1...1000.
    var limit: Int64 = 100
    /// Not negative.
    var offset: Int64 = 0

    static let limits: ClosedRange<Int64> = 1...1_000
    /// Beyond this nothing is listed anyway.
    static let greatestOffset: Int64 = 1_000_000_000
  }

  /// At most this many faults are told.
  static let faultCap = 20

  let request: HTTPRequest
  private(set) var faults: [HTTPResponse.FieldError] = []

  /// Notes what is not known and what stands twice.
  init(_ request: HTTPRequest, known: [String]) {
    self.request = request
    var seen: Set<String> = []
    for item in request.query {
      if !known.contains(item.name) {
        let list = known.isEmpty ? "none is known here" : "known are " + known.joined(separator: ", ")
        fault(item.name, "unknown parameter \(Excerpt.of(item.name)); \(list)")
      } else if !seen.insert(item.name).inserted {
        fault(item.name, "\(item.name) is given twice")
      } else if item.value.isEmpty {
        fault(item.name, "\(item.name) is empty")
      }
    }
  }

  /// Any text of at most 128 bytes.
  mutating func text(_ name: String) -> String? {
    guard let value = value(name) else { return nil }
    guard value.utf8.count <= 128 else {
      fault(name, "\(name) is longer than 128 bytes")
      return nil
    }
    return value
  }

  /// A symbol, in upper case.
  mutating func symbol(_ name: String) -> String? {
    guard let value = value(name) else { return nil }
    guard let symbol = Symbol(value) else {
      fault(name, "\(name) is no symbol: \(Excerpt.of(value))")
      return nil
    }
    return symbol.text
  }

  /// One of a few words, in any case.
  mutating func choice(_ name: String, among choices: [String]) -> String? {
    guard let value = value(name) else { return nil }
    let wanted = Excerpt.upperCased(value)
    guard choices.contains(wanted) else {
      fault(name, "\(name) is one of \(choices.joined(separator: ", ")), not \(Excerpt.of(value))")
      return nil
    }
    return wanted
  }

  /// One of these names, exactly.
  mutating func member(_ name: String, of members: [String], isRequired: Bool) -> String? {
    let list = members.joined(separator: ", ")
    guard let value = value(name) else {
      if isRequired, request.queryValue(name) == nil {
        fault(name, "\(name) is required: one of \(list)")
      }
      return nil
    }
    guard members.contains(value) else {
      fault(name, "\(name) is one of \(list), not \(Excerpt.of(value))")
      return nil
    }
    return value
  }

  /// RFC 3339, as the first microsecond that is not before it.
  mutating func microseconds(_ name: String) -> Int64? {
    guard let value = value(name) else { return nil }
    do throws(TimestampError) {
      let moment = try Timestamp(rfc3339: value)
      return moment.nanoseconds % Nanos.perMicrosecond == 0 ? moment.microseconds : moment.microseconds + 1
    } catch {
      fault(name, "\(name) is no RFC 3339 time: \(error)")
      return nil
    }
  }

  /// `limit` and `offset`.
  mutating func page() -> Page {
    var page = Page()
    if let limit = number("limit", in: Page.limits) { page.limit = limit }
    if let offset = number("offset", in: 0...Page.greatestOffset) { page.offset = offset }
    return page
  }

  /// The way to the next part of a list; nil when this is the last.
  func next(_ page: Page, shown: Int, of count: Int64) -> String? {
    let offset = page.offset + Int64(shown)
    guard shown > 0, offset < count else { return nil }
    let filters = request.query.filter { $0.name != "limit" && $0.name != "offset" }
      .map { "\(URLText.encode($0.name))=\(URLText.encode($0.value))" }
    let items = filters + ["limit=\(page.limit)", "offset=\(offset)"]
    return URLText.encode(path: request.path) + "?" + items.joined(separator: "&")
  }

  /// A whole number of a range.
  mutating func number(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
    guard let value = value(name) else { return nil }
    let isDigits = value.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    guard isDigits, let number = Int64(value), range.contains(number) else {
      let rule = "a whole number from \(range.lowerBound) to \(range.upperBound)"
      fault(name, "\(name) is \(rule), not \(Excerpt.of(value))")
      return nil
    }
    return number
  }

  /// Empty values are a fault already.
  private func value(_ name: String) -> String? {
    request.queryValue(name).flatMap { $0.isEmpty ? nil : $0 }
  }

  private mutating func fault(_ name: String, _ detail: String) {
    guard faults.count < Self.faultCap else { return }
    faults.append(HTTPResponse.FieldError(pointer: JSONPointer.of(name), detail: detail))
  }
}

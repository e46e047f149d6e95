import Primitives
import Testing

@Suite("Timestamps")
struct TimestampTests {
  @Test(
    "text and nanoseconds agree in both directions",
    arguments: [
      ("1970-01-01T00:00:00.000Z", 0), ("2024-08-08T23:54:16.560Z", 1_723_161_256_560_000_000),
      ("2000-02-29T12:30:00.000001Z", 951_827_400_000_001_000),
      ("1969-12-31T23:59:59.999999999Z", -1), ("1900-03-01T00:00:00.000Z", -2_203_891_200_000_000_000),
      ("2262-04-11T23:47:16.854775807Z", .max), ("1677-09-21T00:12:43.145224192Z", .min),
    ] as [(String, Int64)])
  func both(text: String, nanoseconds: Int64) throws {
    #expect(try Timestamp(rfc3339: text).nanoseconds == nanoseconds)
    #expect(Timestamp(nanoseconds: nanoseconds).rfc3339 == text)
    #expect("\(Timestamp(nanoseconds: nanoseconds))" == text)
  }

  @Test(
    "other spellings of a moment are accepted",
    arguments: [
      ("2024-08-08T23:54:16Z", "2024-08-08T23:54:16.000Z"),
      ("2024-08-08t23:54:16.56z", "2024-08-08T23:54:16.560Z"),
      ("2024-08-09T05:24:16.1234567+05:30", "2024-08-08T23:54:16.123456700Z"),
      ("2024-02-28T20:00:00-04:00", "2024-02-29T00:00:00.000Z"),
      ("2024-08-08T23:54:16.000000001-00:00", "2024-08-08T23:54:16.000000001Z"),
    ])
  func spellings(text: String, canonical: String) throws {
    #expect(try Timestamp(rfc3339: text).rfc3339 == canonical)
  }

  @Test(
    "what is not a moment is refused with its cause and place",
    arguments: [
      ("", .malformed, 1), ("2024-08-08", .malformed, 11), ("2024-08-08 23:54:16Z", .malformed, 11),
      ("2024-13-01T00:00:00Z", .month, 6), ("2024-00-01T00:00:00Z", .month, 6),
      ("2024-02-30T00:00:00Z", .day, 9), ("2023-02-29T00:00:00Z", .day, 9),
      ("1900-02-29T00:00:00Z", .day, 9), ("2024-04-31T00:00:00Z", .day, 9), ("2024-06-31T00:00:00Z", .day, 9),
      ("2024-09-31T00:00:00Z", .day, 9), ("2024-11-31T00:00:00Z", .day, 9),
      ("2024-01-32T00:00:00Z", .day, 9),
      ("2024-04-00T00:00:00Z", .day, 9), ("2024-01-01T24:00:00Z", .hour, 12),
      ("2024-01-01T00:60:00Z", .minute, 15), ("2016-12-31T23:59:60Z", .leapSecond, 18),
      ("2024-01-01T00:00:61Z", .second, 18), ("2024-01-01T00:00:00", .malformed, 20),
      ("2024-01-01T00:00:00.Z", .malformed, 21), ("2024-01-01T00:00:00.1234567890Z", .tooPrecise, 30),
      ("2024-01-01T00:00:00+24:00", .offset, 21), ("2024-01-01T00:00:00+0530", .malformed, 23),
      ("2024-01-01T00:00:00ZZ", .malformed, 21), ("2024-1-01T00:00:00Z", .malformed, 7),
      ("+024-01-01T00:00:00Z", .malformed, 1), ("2262-04-11T23:47:16.854775808Z", .outOfRange, nil),
      ("1677-09-21T00:12:43.145224191Z", .outOfRange, nil), ("9999-12-31T23:59:59Z", .outOfRange, nil),
      ("0000-01-01T00:00:00Z", .outOfRange, nil),
    ] as [(String, TimestampError.Code, Int?)])
  func refused(text: String, code: TimestampError.Code, position: Int?) {
    #expect(throws: TimestampError(code, at: position)) { try Timestamp(rfc3339: text) }
  }

  @Test("an error reads as a sentence")
  func errorText() {
    let error = TimestampError(.leapSecond, at: 18)
    #expect(error.description == "leap seconds are not accepted at character 18")
  }

  @Test("every day of the range follows the one before it")
  func calendar() throws {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var day = try Timestamp(rfc3339: "1678-01-01T00:00:00Z").utcDay
    for year in 1678..<2262 {
      let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      for month in 1...12 {
        let count = month == 2 && leap ? 29 : lengths[month - 1]
        for date in [1, count] {
          let moment = try #require(Timestamp(seconds: Int64(day + date - 1) * 86_400))
          let text = "\(year)-\(month < 10 ? "0" : "")\(month)-\(date < 10 ? "0" : "")\(date)"
          #expect(moment.rfc3339 == text + "T00:00:00.000Z")
          #expect(try Timestamp(rfc3339: text + "T00:00:00Z") == moment)
        }
        day += count
      }
    }
  }

  @Test("coarser units round toward the past and refuse what does not fit")
  func units() {
    let early = Timestamp(nanoseconds: -1)
    #expect([early.microseconds, early.milliseconds, early.seconds] == [-1, -1, -1])
    #expect(early.utcDay == -1)
    #expect(early.startOfDay == Timestamp(nanoseconds: -Nanos.perDay))
    #expect(Timestamp(nanoseconds: Nanos.perDay + 5).startOfDay.nanoseconds == Nanos.perDay)
    #expect(Timestamp(nanoseconds: -Nanos.perDay).startOfDay.nanoseconds == -Nanos.perDay)
    #expect(Timestamp.distantPast.startOfDay == .distantPast)
    #expect(Timestamp(milliseconds: 1_723_161_256_560)?.rfc3339 == "2024-08-08T23:54:16.560Z")
    #expect(Timestamp(microseconds: .max) == nil && Timestamp(seconds: .min) == nil)
    #expect(Timestamp(milliseconds: 9_223_372_036_854) != nil)
    #expect(Timestamp(milliseconds: 9_223_372_036_855) == nil)
  }

  @Test("arithmetic is held at the ends of the range")
  func saturation() {
    #expect(Timestamp.distantFuture.adding(nanoseconds: 1) == .distantFuture)
    #expect(Timestamp.distantPast.adding(nanoseconds: -1) == .distantPast)
    #expect(Timestamp.distantFuture - .distantPast == .max)
    #expect(Timestamp.distantPast - .distantFuture == .min)
    #expect(Timestamp.zero - .distantPast == .max)
    #expect(Timestamp.zero.adding(nanoseconds: 7) - .zero == 7)
    #expect(Timestamp.zero < .distantFuture)
  }

  @Test("the microsecond form always has six digits, cut off toward the past")
  func micros() throws {
    #expect(try Timestamp(rfc3339: "2024-08-08T23:54:16.560Z").rfc3339Micros == "2024-08-08T23:54:16.560000Z")
    #expect(Timestamp(nanoseconds: 1_999).rfc3339Micros == "1970-01-01T00:00:00.000001Z")
    #expect(Timestamp(nanoseconds: -1).rfc3339Micros == "1969-12-31T23:59:59.999999Z")
  }
}

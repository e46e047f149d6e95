import Primitives
import Testing

@testable import Platform

@Suite("The log")
struct LoggerTests {
  private func lines(
    _ count: Int, format: LogSink.Format = .json, level: LogLevel = .info, _ write: (Logger) -> Void
  ) -> [String] {
    let pipe = Pipe()
    let sink = LogSink(descriptor: pipe.writing, format: format)
    write(Logger(label: "desk", level: level, sink: sink))
    #expect(sink.flush())
    sink.close()
    return pipe.readLines(count)
  }

  @Test("writes one JSON object a line with its fields in order")
  func jsonLine() throws {
    let line = try #require(lines(1) { $0.info("started", ["mode": .string("paper"), "n": .int(3)]) }.first)
    let value = try JSONParser.parse(Array(line.utf8))
    #expect(
      value.object?.map(\.key) == [
        "@timestamp", "log.level", "message", "service.name", "log.logger", "mode", "n",
      ])
    #expect(value["log.level"]?.string == "info")
    #expect(value["message"]?.string == "started")
    #expect(value["service.name"]?.string == "sextant")
    #expect(value["n"]?.int64 == 3)
    #expect(value["@timestamp"]?.string?.utf8.count == 24)
  }

  @Test("keeps a line whole whatever the message contains", arguments: [LogSink.Format.json, .text])
  func hostileMessages(format: LogSink.Format) throws {
    let evil = "a\nb\r\u{1B}[31m\u{0}\"\\\u{2028}"
    let written = lines(2, format: format) { logger in
      logger.error(evil, ["k": .string(evil)])
      logger.info("next")
    }
    #expect(written.count == 2)
    #expect(!written.joined().utf8.contains { $0 < 0x20 })
    if format == .json {
      #expect(try JSONParser.parse(Array(written[0].utf8))["message"]?.string == evil)
    }
  }

  @Test("writes nested objects and decimals as they are")
  func nested() throws {
    let line = try #require(
      lines(1) { logger in
        logger.emit(
          level: .warning, message: "alert",
          fields: [
            ("labels", .object([("a", .string("x")), ("b", .bool(true))])), ("price", .decimal("0.10")),
          ])
      }.first)
    let value = try JSONParser.parse(Array(line.utf8))
    #expect(value["labels"] == .object([(key: "a", value: .string("x")), (key: "b", value: .bool(true))]))
    #expect(value["price"]?.string == "0.10")
  }

  @Test("does not even make a message below its level")
  func disabledLevels() {
    let written = lines(1, level: .warning) { logger in
      logger.info(
        {
          Issue.record("made")
          return ""
        }())
      logger.warning("seen")
    }
    #expect(written.count == 1)
  }

  @Test("never blocks on a full pipe, drops the least important and says how many")
  func blockedPipe() throws {
    let pipe = Pipe()
    let sink = LogSink(descriptor: pipe.writing, format: .json)
    let logger = Logger(label: "desk", sink: sink)
    let filler = String(repeating: "x", count: 10_000)
    for _ in 0..<300 { logger.info(filler) }
    let dropped = sink.droppedLines
    #expect(dropped > 100)
    logger.critical("always")
    #expect(sink.droppedLines == dropped)
    let written = pipe.readLines(300 - dropped + 2)
    let values = try written.map { try JSONParser.parse(Array($0.utf8)) }
    #expect(values.contains { $0["message"]?.string == "always" })
    #expect(values.last { $0["dropped"] != nil }?["dropped"]?.int64 == Int64(dropped))
    sink.close()
  }

  @Test("ends in time when nobody reads the pipe any more")
  func closesWithBlockedPipe() {
    let pipe = Pipe()
    let sink = LogSink(descriptor: pipe.writing, format: .text)
    let logger = Logger(label: "desk", sink: sink)
    for _ in 0..<200 { logger.info(String(repeating: "x", count: 1_000)) }
    sink.close(upTo: 10_000_000)
    #expect(sink.flush(upTo: 0))
  }

  @Test("knows its levels by name")
  func levels() {
    #expect(LogLevel(name: "warning") == .warning)
    #expect(LogLevel(name: "loud") == nil)
    #expect(LogLevel.allCases.allSatisfy { LogLevel(name: $0.name) == $0 })
  }

  @Test(
    "writes the date of any moment",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
      (1_767_605_400_123, "2026-01-05T09:30:00.123Z"), (-1, "1969-12-31T23:59:59.999Z"),
    ] as [(Int64, String)])
  func dates(milliseconds: Int64, expected: String) throws {
    let line = LogLine(
      time: Timestamp(nanoseconds: milliseconds * 1_000_000), level: .info, label: "l", message: "m",
      fields: [])
    let value = try JSONParser.parse(line.json(serviceName: "s"))
    #expect(value["@timestamp"]?.string == expected)
  }
}

/// What a room writes its log lines with: a label, a level below which nothing is said, a sink.
///
/// Message and fields are closures, so a line below the level costs one comparison.
public struct Logger: Sendable {
  /// The room that speaks, `log.logger` of each line.
  public var label: String
  /// Lines below this are not made.
  public var level: LogLevel

  private let sink: LogSink

  /// A logger for one room.
  public init(label: String, level: LogLevel = .info, sink: LogSink) {
    self.label = label
    self.level = level
    self.sink = sink
  }

  /// The same sink and level under another label.
  public func labelled(_ label: String) -> Logger {
    Logger(label: label, level: level, sink: sink)
  }

  /// Writes a line when the level is on.
  public func log(
    _ level: LogLevel, _ message: @autoclosure () -> String,
    _ fields: @autoclosure () -> LogFields = LogFields([])
  ) {
    guard level >= self.level, level >= sink.level else { return }
    emit(level: level, message: message(), fields: fields().pairs)
  }

  /// Writes a line with fields in a given order, nested objects included: alert lines use it.
  public func emit(level: LogLevel, message: String, fields: [(String, LogValue)]) {
    guard level >= self.level, level >= sink.level else { return }
    sink.write(LogLine(time: WallClock.now(), level: level, label: label, message: message, fields: fields))
  }

  /// Every step, for a developer following one order.
  public func trace(
    _ message: @autoclosure () -> String, _ fields: @autoclosure () -> LogFields = LogFields([])
  ) {
    log(.trace, message(), fields())
  }

  /// Decisions and their inputs, for a developer.
  public func debug(
    _ message: @autoclosure () -> String, _ fields: @autoclosure () -> LogFields = LogFields([])
  ) {
    log(.debug, message(), fields())
  }

  /// What the process does, for its operator.
  public func info(
    _ message: @autoclosure () -> String, _ fields: @autoclosure () -> LogFields = LogFields([])
  ) {
    log(.info, message(), fields())
  }

  /// Something is off and was handled.
  public func warning(
    _ message: @autoclosure () -> String, _ fields: @autoclosure () -> LogFields = LogFields([])
  ) {
    log(.warning, message(), fields())
  }

  /// Something failed; a person should look today.
  public func error(
    _ message: @autoclosure () -> String, _ fields: @autoclosure () -> LogFields = LogFields([])
  ) {
    log(.error, message(), fields())
  }

  /// Money or truth is at risk; a person should look now.
  public func critical(
    _ message: @autoclosure () -> String, _ fields: @autoclosure () -> LogFields = LogFields([])
  ) {
    log(.critical, message(), fields())
  }
}

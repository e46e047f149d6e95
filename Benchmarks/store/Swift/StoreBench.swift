import Desk
import Glibc
import Ingest

/// Writes rows of live_orders the way the service does and prints what it took as one line of JSON.
///
///     StoreBench KIND CONNECTION [ROWS_A_TRANSACTION] < FILE
///
/// Timed is what follows once the rows are there and the connection is open, to the last acknowledgement.
@main
struct StoreBench {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3, let kind = StoreKind(rawValue: arguments[1]) else {
      print("usage: StoreBench questdb|postgres CONNECTION [ROWS_A_TRANSACTION] < FILE")
      exit(64)
    }
    let size = arguments.count > 3 ? Int(arguments[3]) ?? 1_000 : 1_000
    let rows = try RowFile.read()
    var batches: [[Row]] = []
    for start in stride(from: 0, to: rows.count, by: max(size, 1)) {
      batches.append(Array(rows[start..<min(start + size, rows.count)]))
    }
    let connection = try PostgresConnection.open(
      ConnectionString(arguments[2]), timeoutNanos: 10_000_000_000)
    let sender = StoreSender(connection, kind: kind)
    // The others have prepared their statements by now too; these rows go again.
    try sender.send(Array(rows.prefix(sender.preparingRows)))
    try sender.finish()

    let (start, used) = (ContinuousClock.now, processorSeconds())
    for batch in batches { try sender.send(batch) }
    try sender.finish()
    let (took, uses) = (ContinuousClock.now - start, processorSeconds() - used)
    let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
    print("{\"rows\": \(rows.count), \"seconds\": \(seconds), \"cpu_seconds\": \(uses)}")
    connection.close()
  }

  /// User and system time of this process.
  private static func processorSeconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(0) { sum, time in
      sum + Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }
  }
}

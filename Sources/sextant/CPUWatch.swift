import Glibc

/// Processor time of the process, user and system, since it was made.
struct CPUWatch {
  private let start = CPUWatch.now()

  /// Seconds of processor time since.
  var seconds: Double { Self.now() - start }

  private static func now() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(0), &usage)  // the whole process: RUSAGE_SELF has another type here
    let user = Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
    return user + Double(usage.ru_stime.tv_sec) + Double(usage.ru_stime.tv_usec) / 1e6
  }
}

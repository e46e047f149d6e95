import Glibc
import Platform

/// What a section of the program took of this process, all its threads together.
struct Section {
  /// User and system time, seconds.
  let cpuSeconds: Double
  /// Seconds on the wall.
  let wallSeconds: Double
  /// Most memory it held at one time beyond what was held before, bytes.
  let growthBytes: Int
  /// Calls for memory; nil unless `allocations.c` is loaded before us.
  let allocations: Int?

  /// Runs a body and measures it.
  static func measured(_ body: () throws -> Void) rethrows -> Section {
    let counter = AllocationCounter.find()
    forgetPeak()
    let (heldBefore, calls) = (status("VmRSS:"), counter?())
    let (cpu, wall) = (processorSeconds(), MonotonicClock.nowNanoseconds())
    try body()
    let section = Section(
      cpuSeconds: processorSeconds() - cpu,
      wallSeconds: Double(MonotonicClock.nowNanoseconds() - wall) / 1e9,
      growthBytes: status("VmHWM:") - heldBefore,
      allocations: calls.flatMap { before in counter.map { Int($0() - before) } })
    return section
  }

  /// User and system time of this process until now, seconds.
  static func processorSeconds() -> Double {
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(0) { sum, time in
      sum + Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }
  }

  /// From now on the peak is that of what comes.
  private static func forgetPeak() {
    let file = unsafe open("/proc/self/clear_refs", O_WRONLY)
    guard file >= 0 else { return }
    _ = unsafe write(file, "5", 1)
    close(file)
  }

  /// A figure of /proc/self/status, which has it in kilobytes; 0 when it is not there.
  private static func status(_ name: String) -> Int {
    guard let bytes = try? Files.read("/proc/self/status", maxBytes: 1 << 16) else { return 0 }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix(name) {
      return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
        .flatMap { Int($0) }.map { $0 << 10 } ?? 0
    }
    return 0
  }
}

/// The counter of `allocations.c`, where it was loaded before us.
enum AllocationCounter {
  typealias Reader = @convention(c) () -> Int64

  static func find() -> Reader? {
    guard let found = unsafe dlsym(nil, "bench_allocation_count") else { return nil }
    return unsafe unsafeBitCast(found, to: Reader.self)
  }
}

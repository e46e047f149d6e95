internal import Glibc

/// What the process costs the machine, under the names every Prometheus client uses.
///
/// Read from `/proc` at each page; a value that cannot be read is left out.
public struct ProcessMetrics: MetricSource {
  /// Reads nothing yet.
  public init() {}

  /// Memory, processor time, descriptors, threads, start time.
  public func write(to page: inout MetricPage) {
    let fields = Self.statFields()
    let ticks = Double(max(sysconf(Int32(_SC_CLK_TCK)), 1))
    if let user = fields[13], let system = fields[14] {
      page.single(
        "process_cpu_seconds_total", .counter, "Processor time spent in user and system mode, seconds.",
        (user + system) / ticks)
    }
    if let pages = fields[23] {
      page.single(
        "process_resident_memory_bytes", .gauge, "Memory resident in RAM, bytes.",
        pages * Double(sysconf(Int32(_SC_PAGESIZE))))
    }
    if let virtual = fields[22] {
      page.single("process_virtual_memory_bytes", .gauge, "Address space in use, bytes.", virtual)
    }
    if let threads = fields[19] {
      page.single("process_threads", .gauge, "Threads of the process.", threads)
    }
    if let started = fields[21], let boot = Self.bootSeconds() {
      page.single(
        "process_start_time_seconds", .gauge, "When the process began, seconds since 1970 UTC.",
        boot + started / ticks)
    }
    if let open = Self.openDescriptors() {
      page.single("process_open_fds", .gauge, "Open file descriptors.", Int64(open))
    }
    var limit = rlimit()
    if unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
      page.single(
        "process_max_fds", .gauge, "Most file descriptors that may be open.", Double(limit.rlim_cur))
    }
  }

  /// The numbers of `/proc/self/stat` by their place from 0. The second field, a name in parentheses that
  /// may hold anything, is passed over.
  private static func statFields() -> [Int: Double] {
    guard let bytes = try? Files.read("/proc/self/stat", maxBytes: 65_536),
      let end = bytes.lastIndex(of: UInt8(ascii: ")"))
    else { return [:] }
    let rest = String(decoding: bytes[(end + 1)...], as: UTF8.self).split { $0 == " " || $0 == "\n" }
    var fields: [Int: Double] = [:]
    for (place, text) in rest.enumerated() { fields[place + 2] = Double(text) }
    return fields
  }

  private static func bootSeconds() -> Double? {
    guard let bytes = try? Files.read("/proc/stat", maxBytes: 1 << 20) else { return nil }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    where line.hasPrefix("btime ") {
      return Double(line.dropFirst(6))
    }
    return nil
  }

  private static func openDescriptors() -> Int? {
    guard let directory = unsafe opendir("/proc/self/fd") else { return nil }
    defer { unsafe closedir(directory) }
    var count = 0
    while unsafe readdir(directory) != nil { count += 1 }
    // Itself, its parent and the directory just opened.
    return max(count - 3, 0)
  }
}

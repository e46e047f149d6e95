import Foundation
import TestSupport

/// A wall clock for child processes that a test sets: a library put before the C library's, which adds what
/// stands in a file to the time of day. Monotonic time stays.
final class SetClock {
  struct NoCompiler: Error {}

  /// For the environment of a process that is to have it.
  let environment: [String: String]
  private let folder: URL
  private let offset: FileHandle

  private static let source = """
    #define _GNU_SOURCE
    #include <fcntl.h>
    #include <stdlib.h>
    #include <sys/mman.h>
    #include <sys/syscall.h>
    #include <time.h>
    #include <unistd.h>
    static volatile long long *seconds;
    __attribute__((constructor)) static void begin(void) {
      const char *path = getenv("SET_CLOCK_FILE");
      int file = path ? open(path, O_RDONLY) : -1;
      if (file < 0) return;
      void *mapped = mmap(0, sizeof *seconds, PROT_READ, MAP_SHARED, file, 0);
      if (mapped != MAP_FAILED) seconds = mapped;
      close(file);
    }
    int clock_gettime(clockid_t clock, struct timespec *time) {
      int failed = syscall(SYS_clock_gettime, clock, time);
      if (!failed && clock == CLOCK_REALTIME && seconds) time->tv_sec += *seconds;
      return failed;
    }
    """

  /// The clock is right at first. Throws `NoCompiler` where there is no C compiler.
  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("clock-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let (code, library, file) = (
      folder.path + "/clock.c", folder.path + "/clock.so", folder.path + "/seconds"
    )
    try Self.source.write(toFile: code, atomically: true, encoding: .utf8)
    try Data(count: 8).write(to: URL(fileURLWithPath: file))
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = ["cc", "-shared", "-fPIC", "-O1", "-o", library, code]
    try compiler.run()
    compiler.waitUntilExit()
    guard compiler.terminationStatus == 0 else { throw NoCompiler() }
    offset = try FileHandle(forUpdating: URL(fileURLWithPath: file))
    environment = ["LD_PRELOAD": library, "SET_CLOCK_FILE": file]
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Sets the clock of all of them so far from the right time, at once.
  func set(seconds: Int64) throws {
    try offset.seek(toOffset: 0)
    try offset.write(contentsOf: withUnsafeBytes(of: seconds) { Data($0) })
  }
}

import Glibc

/// Starts programs. A child of Foundation's `Process` inherits the signals that the thread of a Swift task
/// blocks, all of them, so that a shell never hears of its own children's end and no server of SIGTERM; and
/// the descriptors of others that are started at the same time.
enum ChildProcess {
  /// Starts `command`, found in PATH, in the root directory, with no descriptor of ours below 1,024 but those
  /// given as its standard input and output; -1 stands for none. Its signals are as for a fresh process.
  static func start(
    _ command: [String], environment: [String: String], input: Int32 = -1, output: Int32 = -1
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    for (descriptor, target) in [(input, Int32(0)), (output, 1), (-1, 2)] {
      if descriptor >= 0 {
        posix_spawn_file_actions_adddup2(&actions, descriptor, target)
      } else {
        posix_spawn_file_actions_addopen(&actions, target, "/dev/null", O_RDWR, 0)
      }
    }
    // Closing one that is not open is no error here.
    for descriptor in Int32(3)..<1_024 { posix_spawn_file_actions_addclose(&actions, descriptor) }
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    let words = ["/bin/sh", "-c", "cd / && exec \"$@\"", "sh"] + command
    var arguments = words.map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var child = pid_t()
    let code = posix_spawn(&child, "/bin/sh", &actions, &attributes, &arguments, &variables)
    guard code == 0 else {
      throw TestServerError("cannot start a shell: error \(code)")
    }
    return child
  }

  /// Waits for the end of a child; true when it ended with code 0.
  @discardableResult
  static func wait(for child: pid_t) -> Bool {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      if errno != EINTR { return false }
    }
    return status == 0
  }
}

#include "csys.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

// Threads ---------------------------------------------------------------------------------------

struct sx_start {
  char name[16];
  void (*body)(void *);
  void *context;
};

static void *sx_thread_main(void *raw) {
  struct sx_start start = *(struct sx_start *)raw;
  free(raw);
  pthread_setname_np(pthread_self(), start.name);
  start.body(start.context);
  return NULL;
}

int sx_thread_start(
    uint64_t *handle, const char *name, size_t stack_bytes, void (*body)(void *), void *context) {
  struct sx_start *start = calloc(1, sizeof *start);
  if (start == NULL) return ENOMEM;
  strncpy(start->name, name, sizeof start->name - 1);
  start->body = body;
  start->context = context;

  pthread_attr_t attributes;
  int code = pthread_attr_init(&attributes);
  if (code == 0) {
    code = pthread_attr_setstacksize(&attributes, stack_bytes);
    pthread_t thread;
    if (code == 0) code = pthread_create(&thread, &attributes, sx_thread_main, start);
    if (code == 0) *handle = (uint64_t)thread;
    pthread_attr_destroy(&attributes);
  }
  if (code != 0) free(start);
  return code;
}

int sx_thread_join(uint64_t handle) { return pthread_join((pthread_t)handle, NULL); }

void sx_thread_give_way(void) { (void)sched_yield(); }

void sx_thread_be_prompt(void) {
  // Whoever chose another policy for the process keeps it.
  if (sched_getscheduler(0) != SCHED_OTHER) return;
  // The kernel's struct sched_attr, version 0; glibc has neither it nor the call.
  struct {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
  } wanted = {
      .size = sizeof wanted, .policy = SCHED_OTHER, .nice = getpriority(PRIO_PROCESS, 0), .runtime = 100000};
  (void)syscall(SYS_sched_setattr, 0, &wanted, 0);
}

// Over all descriptors of a thread.
static _Thread_local size_t pace, unwaited;
static atomic_int hurries;

void sx_thread_pace_writes(size_t bytes) { pace = bytes; }

void sx_hurry_writes(int change) { atomic_fetch_add(&hurries, change); }

ssize_t sx_paced_pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  ssize_t written = pwrite(descriptor, bytes, count, offset);
  if (written <= 0 || pace == 0 || atomic_load_explicit(&hurries, memory_order_relaxed) > 0) return written;
  unwaited += (size_t)written;
  if (unwaited < pace) return written;
  unwaited = 0;
  unsigned all = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
  if (sync_file_range(descriptor, 0, 0, all) == 0) return written;
  // Whatever else it says is the disk's error, which is told once: here, and no more by the fsync after it.
  int isUnavailable = errno == ENOSYS || errno == EINVAL || errno == ESPIPE || errno == EPERM;
  return isUnavailable || errno == EINTR ? written : -1;
}

int sx_thread_detach(uint64_t handle) { return pthread_detach((pthread_t)handle); }

void sx_thread_name(char *name, size_t capacity) {
  if (pthread_getname_np(pthread_self(), name, capacity) != 0 && capacity > 0) name[0] = 0;
}

struct sx_gate {
  pthread_mutex_t mutex;
  pthread_cond_t condition;
  int open;
};

sx_gate *sx_gate_create(void) {
  sx_gate *gate = calloc(1, sizeof *gate);
  if (gate == NULL) abort();
  pthread_mutex_init(&gate->mutex, NULL);
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&gate->condition, &attributes);
  pthread_condattr_destroy(&attributes);
  return gate;
}

void sx_gate_destroy(sx_gate *gate) {
  pthread_cond_destroy(&gate->condition);
  pthread_mutex_destroy(&gate->mutex);
  free(gate);
}

void sx_gate_signal(sx_gate *gate) {
  pthread_mutex_lock(&gate->mutex);
  gate->open = 1;
  pthread_cond_signal(&gate->condition);
  pthread_mutex_unlock(&gate->mutex);
}

int sx_gate_wait(sx_gate *gate, int64_t nanoseconds) {
  struct timespec until = {0, 0};
  if (nanoseconds > 0) {
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += nanoseconds / 1000000000;
    until.tv_nsec += nanoseconds % 1000000000;
    if (until.tv_nsec >= 1000000000) {
      until.tv_sec += 1;
      until.tv_nsec -= 1000000000;
    }
  }
  pthread_mutex_lock(&gate->mutex);
  while (!gate->open && nanoseconds != 0) {
    if (nanoseconds < 0) {
      pthread_cond_wait(&gate->condition, &gate->mutex);
    } else if (pthread_cond_timedwait(&gate->condition, &gate->mutex, &until) == ETIMEDOUT) {
      break;
    }
  }
  int opened = gate->open;
  gate->open = 0;
  pthread_mutex_unlock(&gate->mutex);
  return opened;
}

// Descriptors -----------------------------------------------------------------------------------

static int sx_result(int value) { return value < 0 ? -errno : value; }

int sx_eventfd(void) { return sx_result(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)); }

int sx_eventfd_signal(int descriptor) {
  uint64_t one = 1;
  ssize_t written;
  do written = write(descriptor, &one, sizeof one);
  while (written < 0 && errno == EINTR);
  return written < 0 && errno != EAGAIN ? -errno : 0;
}

int sx_eventfd_drain(int descriptor) {
  uint64_t count = 0;
  ssize_t got;
  do got = read(descriptor, &count, sizeof count);
  while (got < 0 && errno == EINTR);
  return got < 0 && errno != EAGAIN ? -errno : 0;
}

int sx_poll_readable(int first, int second, int milliseconds) {
  struct pollfd set[2] = {{first, POLLIN, 0}, {second, POLLIN, 0}};
  int count;
  do count = poll(set, second < 0 ? 1 : 2, milliseconds);
  while (count < 0 && errno == EINTR && milliseconds < 0);
  if (count < 0) return errno == EINTR ? 0 : -errno;
  return (set[0].revents != 0 ? 1 : 0) | (set[1].revents != 0 ? 2 : 0);
}

int sx_poll_writable(int descriptor, int milliseconds) {
  struct pollfd one = {descriptor, POLLOUT, 0};
  int count = poll(&one, 1, milliseconds);
  if (count < 0) return errno == EINTR ? 0 : -errno;
  return count;
}

int sx_poll_socket(int socket, int wants_write, int wake, int milliseconds) {
  short wanted = wants_write ? POLLIN | POLLOUT : POLLIN;
  struct pollfd set[2] = {{socket, wanted, 0}, {wake, POLLIN, 0}};
  int count = poll(set, wake < 0 ? 1 : 2, milliseconds);
  if (count < 0) return errno == EINTR ? 0 : -errno;
  short got = set[0].revents;
  int failed = got & (POLLERR | POLLHUP | POLLNVAL);
  return ((got & POLLIN) || failed ? 1 : 0) | ((got & POLLOUT) || (failed && wants_write) ? 2 : 0) |
         (set[1].revents != 0 ? 4 : 0);
}

int sx_lock_file(int descriptor) { return sx_result(flock(descriptor, LOCK_EX | LOCK_NB)); }

int64_t sx_descriptor_limit(uint64_t wanted) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return -errno;
  if (limit.rlim_cur < wanted) {
    struct rlimit raised = limit;
    raised.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  }
  return limit.rlim_cur > INT64_MAX ? INT64_MAX : (int64_t)limit.rlim_cur;
}

int sx_send_buffer(int socket, int bytes) {
  return sx_result(setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes));
}

int sx_listen(const char *address, uint16_t port, int backlog, uint16_t *bound_port) {
  union {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
  } name;
  memset(&name, 0, sizeof name);
  socklen_t length;
  if (inet_pton(AF_INET, address, &name.v4.sin_addr) == 1) {
    name.v4.sin_family = AF_INET;
    name.v4.sin_port = htons(port);
    length = sizeof name.v4;
  } else if (inet_pton(AF_INET6, address, &name.v6.sin6_addr) == 1) {
    name.v6.sin6_family = AF_INET6;
    name.v6.sin6_port = htons(port);
    length = sizeof name.v6;
  } else {
    return -EINVAL;
  }
  int descriptor = socket(name.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor < 0) return -errno;
  int on = 1;
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(descriptor, &name.any, length) != 0 || listen(descriptor, backlog) != 0 ||
      getsockname(descriptor, &name.any, &length) != 0) {
    int code = errno;
    close(descriptor);
    return -code;
  }
  // The port stands at the same place in both families.
  *bound_port = ntohs(name.v4.sin_port);
  return descriptor;
}

int sx_terminal_columns(int descriptor) {
  struct winsize size = {0};
  if (!isatty(descriptor) || ioctl(descriptor, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

void sx_error_text(int number, char *text, size_t capacity) {
  char buffer[128];
  // The GNU form: it may answer a constant string instead of filling the buffer.
  const char *words = strerror_r(number, buffer, sizeof buffer);
  if (capacity == 0) return;
  strncpy(text, words, capacity - 1);
  text[capacity - 1] = 0;
}

// Signals ---------------------------------------------------------------------------------------

static void sx_signals(sigset_t *set) {
  sigemptyset(set);
  sigaddset(set, SIGTERM);
  sigaddset(set, SIGINT);
  sigaddset(set, SIGHUP);
}

int sx_signals_unblock(void) {
  sigset_t set;
  sx_signals(&set);
  return -pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

int sx_signals_block(void) {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  sigset_t set;
  sx_signals(&set);
  return -pthread_sigmask(SIG_BLOCK, &set, NULL);
}

int sx_signal_is_ignored(int number) {
  struct sigaction action;
  return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

int sx_signals_descriptor(void) {
  sigset_t set;
  sx_signals(&set);
  return sx_result(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

int sx_signals_next(int descriptor) {
  struct signalfd_siginfo info;
  ssize_t got;
  do got = read(descriptor, &info, sizeof info);
  while (got < 0 && errno == EINTR);
  if (got < 0) return errno == EAGAIN ? 0 : -errno;
  return got == (ssize_t)sizeof info ? (int)info.ssi_signo : 0;
}

// Service manager -------------------------------------------------------------------------------

int sx_notify(const char *path, const char *text, size_t length) {
  struct sockaddr_un name = {.sun_family = AF_UNIX};
  size_t size = strlen(path);
  if (size < 2 || size >= sizeof name.sun_path) return -EINVAL;
  memcpy(name.sun_path, path, size);
  if (path[0] == '@') name.sun_path[0] = 0;
  int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor < 0) return -errno;
  socklen_t used = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size);
  ssize_t sent;
  do sent = sendto(descriptor, text, length, MSG_NOSIGNAL, (struct sockaddr *)&name, used);
  while (sent < 0 && errno == EINTR);
  int code = sent < 0 ? -errno : 0;
  close(descriptor);
  return code;
}

// Hashing ---------------------------------------------------------------------------------------

#if defined(__x86_64__)

int sx_sha256_is_native(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSSE3) || !(c & bit_SSE4_1)) return 0;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA) ? 1 : 0;
}

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/// The letters of the standard lie as its instructions want them: f e b a in one register, h g d c in the
/// other, the first of each in the lowest lane. Four rounds a turn; from the fifth on the schedule's next
/// four words take the place of the oldest.
__attribute__((target("sha,sse4.1,ssse3")))
void sx_sha256_block(uint32_t *state, const uint32_t *block) {
  __m128i low = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xb1);
  __m128i high = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1b);
  __m128i feba = _mm_alignr_epi8(low, high, 8);
  __m128i hgdc = _mm_blend_epi16(high, low, 0xf0);
  const __m128i feba_before = feba, hgdc_before = hgdc;
  __m128i words[4];
  for (int turn = 0; turn < 4; turn++) words[turn] = _mm_loadu_si128((const __m128i *)block + turn);
#pragma clang loop unroll(full)
  for (int turn = 0; turn < 16; turn++) {
    __m128i *now = &words[turn & 3];
    if (turn >= 4) {
      __m128i newest = words[(turn + 3) & 3];
      __m128i sum = _mm_add_epi32(
          _mm_sha256msg1_epu32(*now, words[(turn + 1) & 3]),
          _mm_alignr_epi8(newest, words[(turn + 2) & 3], 4));
      *now = _mm_sha256msg2_epu32(sum, newest);
    }
    __m128i input = _mm_add_epi32(*now, _mm_loadu_si128((const __m128i *)constants + turn));
    hgdc = _mm_sha256rnds2_epu32(hgdc, feba, input);
    feba = _mm_sha256rnds2_epu32(feba, hgdc, _mm_shuffle_epi32(input, 0x0e));
  }
  low = _mm_shuffle_epi32(_mm_add_epi32(feba, feba_before), 0x1b);
  high = _mm_shuffle_epi32(_mm_add_epi32(hgdc, hgdc_before), 0xb1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(low, high, 0xf0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(high, low, 8));
}

#else

int sx_sha256_is_native(void) { return 0; }

void sx_sha256_block(uint32_t *state, const uint32_t *block) {
  (void)state, (void)block;
  abort();
}

#endif

// What Swift's Glibc module does not import, behind plain C functions.
//
// Every function is safe from any thread unless it says otherwise. Results: 0 or a descriptor on
// success, -errno on failure, unless said otherwise.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// Threads ---------------------------------------------------------------------------------------

/// Starts a joinable thread under a kernel name of at most 15 characters. 0, or a positive errno.
int sx_thread_start(
    uint64_t *handle, const char *name, size_t stack_bytes, void (*body)(void *), void *context);
int sx_thread_join(uint64_t handle);
void sx_thread_give_way(void);
// Asks for short turns on the processor, a tenth of a millisecond: a thread that wakes then runs before one in
// the middle of a longer turn. Kernels before 6.12 do not heed it.
void sx_thread_be_prompt(void);
// Lets the calling thread's `sx_paced_pwrite` wait for the disk each time so many bytes were written; 0: never.
void sx_thread_pace_writes(size_t bytes);
// 1 while somebody waits for what is paced: nothing is, until -1 takes it back.
void sx_hurry_writes(int change);
/// As `pwrite`: -1 and errno on failure.
ssize_t sx_paced_pwrite(int descriptor, const void *bytes, size_t count, off_t offset);
int sx_thread_detach(uint64_t handle);
/// The kernel name of the calling thread.
void sx_thread_name(char *name, size_t capacity);

/// A gate is an auto-reset event on the monotonic clock: `signal` opens it for exactly one `wait`,
/// and stays open until someone comes.
typedef struct sx_gate sx_gate;
sx_gate *sx_gate_create(void);
void sx_gate_destroy(sx_gate *gate);
void sx_gate_signal(sx_gate *gate);
/// Negative `nanoseconds`: no limit. 1 when the gate was open, 0 at the time-out.
int sx_gate_wait(sx_gate *gate, int64_t nanoseconds);

// Descriptors -----------------------------------------------------------------------------------

int sx_eventfd(void);
int sx_eventfd_signal(int descriptor);
int sx_eventfd_drain(int descriptor);

/// Waits until one is readable (or hung up). Bit 0: first, bit 1: second; 0 at the time-out.
/// A negative second descriptor is ignored; a negative time-out means no limit.
int sx_poll_readable(int first, int second, int milliseconds);
/// 1 when a write would not block (or would fail at once), 0 at the time-out.
int sx_poll_writable(int descriptor, int milliseconds);

/// Waits for a socket and a wake descriptor at once. Bit 0: the socket is readable (or has failed),
/// bit 1: it is writable (or has failed), asked for by `wants_write`; bit 2: the wake descriptor is
/// readable. 0 at the time-out or after a signal. A negative wake descriptor is ignored; a negative
/// time-out means no limit.
int sx_poll_socket(int socket, int wants_write, int wake, int milliseconds);

/// Takes an exclusive lock of the whole file without waiting. -EWOULDBLOCK when another has it.
int sx_lock_file(int descriptor);

/// Raises the soft limit of open descriptors to what is wanted, at most to the hard one. The soft limit
/// after that, or -errno.
int64_t sx_descriptor_limit(uint64_t wanted);

/// Bounds what the kernel keeps for a socket whose other side does not read; it doubles the number.
int sx_send_buffer(int socket, int bytes);

/// A listening TCP socket on a literal IPv4 or IPv6 address, not blocking; the bound port is stored.
/// -EINVAL for text that is no such address.
int sx_listen(const char *address, uint16_t port, int backlog, uint16_t *bound_port);

/// Columns of the terminal behind a descriptor; 0 when it is none or does not say.
int sx_terminal_columns(int descriptor);

/// The system's words for an error number, cut to the capacity.
void sx_error_text(int number, char *text, size_t capacity);

// Signals ---------------------------------------------------------------------------------------

/// Blocks SIGTERM, SIGINT and SIGHUP in the calling thread (and in all it starts), ignores SIGPIPE
/// and SIGXFSZ.
int sx_signals_block(void);
/// Lets them through again: they end the process.
int sx_signals_unblock(void);
/// A descriptor that delivers those three.
int sx_signals_descriptor(void);
/// 1 when the process was started to ignore a signal, as `nohup` does; blocked, it arrives all the same.
int sx_signal_is_ignored(int number);
/// The next signal's number, 0 when there is none now.
int sx_signals_next(int descriptor);

// Service manager -------------------------------------------------------------------------------

/// Sends a datagram to a Unix socket, `@` at the front for an abstract name; never waits.
int sx_notify(const char *path, const char *text, size_t length);

// Hashing ---------------------------------------------------------------------------------------

/// 1 when the processor has instructions for SHA-256 that `sx_sha256_block` is made of.
int sx_sha256_is_native(void);
/// Takes a block of 16 words, as numbers, into the state of 8 (FIPS 180-4, 6.2.2). Only where the
/// processor has the instructions.
void sx_sha256_block(uint32_t *state, const uint32_t *block);

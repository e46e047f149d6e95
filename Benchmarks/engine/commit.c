// The bar of the journal: a bare SQLite commit of one row, with nothing of ours around it.
//
//     commit FILE COUNT RATE BYTES
//
// A write-ahead log synced at every commit, one prepared insert, one thread. Each commit begins when it is
// due, RATE a second, or at once when that is past (RATE 0: one after the other); its latency is that of
// BEGIN, INSERT and COMMIT. Prints one line of JSON.

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static sqlite3 *database;

static void fail(const char *what) {
  fprintf(stderr, "commit: %s: %s\n", what, database ? sqlite3_errmsg(database) : "");
  exit(1);
}

static void run(const char *sql) {
  if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK) fail(sql);
}

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static double processor_seconds(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec +
         (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static int ascending(const void *left, const void *right) {
  long long a = *(const long long *)left, b = *(const long long *)right;
  return (a > b) - (a < b);
}

int main(int argc, char **argv) {
  if (argc != 5) {
    fprintf(stderr, "usage: commit FILE COUNT RATE BYTES\n");
    return 64;
  }
  int count = atoi(argv[2]), rate = atoi(argv[3]), bytes = atoi(argv[4]);
  if (count < 1 || rate < 0 || bytes < 1) fail("numbers out of bounds");
  long long *latencies = malloc(sizeof *latencies * (size_t)count);
  char *payload = malloc((size_t)bytes);
  if (!latencies || !payload) fail("no memory");
  memset(payload, 'x', (size_t)bytes);
  if (sqlite3_open(argv[1], &database) != SQLITE_OK) fail("open");
  run("PRAGMA journal_mode = WAL");
  run("PRAGMA synchronous = FULL");
  run("CREATE TABLE journal (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, payload TEXT NOT NULL)");
  sqlite3_stmt *insert;
  if (sqlite3_prepare_v2(database, "INSERT INTO journal VALUES (?, ?, ?)", -1, &insert, NULL) != SQLITE_OK)
    fail("prepare");

  double used = processor_seconds();
  long long start = now();
  for (int number = 0; number < count; number++) {
    if (rate > 0) {
      long long due = start + number * 1000000000LL / rate;
      struct timespec time = {due / 1000000000LL, due % 1000000000LL};
      clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
    }
    long long began = now();
    run("BEGIN IMMEDIATE");
    sqlite3_bind_int64(insert, 1, number + 1);
    sqlite3_bind_int64(insert, 2, began);
    sqlite3_bind_text(insert, 3, payload, bytes, SQLITE_STATIC);
    if (sqlite3_step(insert) != SQLITE_DONE) fail("insert");
    sqlite3_reset(insert);
    run("COMMIT");
    latencies[number] = now() - began;
  }
  double seconds = (double)(now() - start) / 1e9;
  used = processor_seconds() - used;
  qsort(latencies, (size_t)count, sizeof *latencies, ascending);
  printf("{\"appends\": %d, \"wall_seconds\": %.6f, \"cpu_seconds\": %.6f, \"p50_ns\": %lld, "
         "\"p99_ns\": %lld, \"longest_ns\": %lld}\n",
         count, seconds, used, latencies[count / 2], latencies[(long long)count * 99 / 100],
         latencies[count - 1]);
  sqlite3_finalize(insert);
  sqlite3_close(database);
  return 0;
}

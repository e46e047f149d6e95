// The bare libpq loop: what C costs at its best, with nothing around it.
//
//   loop KIND CONNECTION FILE ROWS_A_STATEMENT TRANSACTIONS_IN_FLIGHT ROWS_A_TRANSACTION [values|unnest]
//
// Pipeline mode, prepared statements, binary parameters; converting a row to the wire's bytes counts, as it
// does for everybody else. KIND is questdb or postgres. Prints one line of JSON.
#include <endian.h>
#include <libpq-fe.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { columns = 31, most_rows = 2000 };

// In the order of live_orders: s symbol, t text, r real, b boolean, m moment (µs since 1970).
static const char *const names[columns] = {
  "session_id", "order_id", "exchange_order_id", "symbol", "side", "order_type", "quantity",
  "requested_price", "filled_quantity", "average_fill_price", "status", "error_message", "slippage",
  "commission", "created_at", "updated_at", "filled_at", "client_order_id", "signal_id",
  "correlation_id", "account_id", "mode", "time_in_force", "reduce_only", "arrival_price",
  "slippage_bps", "fee_asset", "reason_code", "expires_at", "handed_off_at", "recorded_at"};
static const char kinds[columns + 1] = "sttsttrrrrttrrmmmtttsssbrrssmmm";

typedef struct {
  int is_null;
  int length;  // of text
  union {
    const char *text;
    double real;
    int64_t integer;
  } as;
} Value;

typedef struct {
  Value values[columns];
} Row;

static const int64_t since_2000 = 946684800000000;

static void fail(const char *what, const char *why) {
  fprintf(stderr, "loop: %s: %s\n", what, why);
  exit(1);
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double processor_seconds(void) {
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
         (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

static Row *load(const char *path, size_t *count) {
  FILE *file = fopen(path, "rb");
  if (!file) fail(path, "cannot be read");
  fseek(file, 0, SEEK_END);
  size_t size = (size_t)ftell(file);
  rewind(file);
  char *bytes = malloc(size + 1);
  if (fread(bytes, 1, size, file) != size) fail(path, "cannot be read");
  bytes[size] = 0;
  fclose(file);
  size_t lines = 0;
  for (size_t i = 0; i < size; i++) lines += bytes[i] == '\n';
  Row *rows = calloc(lines, sizeof(Row));
  char *at = bytes;
  for (size_t r = 0; r < lines; r++)
    for (int c = 0; c < columns; c++) {
      char *end = at + strcspn(at, "\t\n");
      Value *value = &rows[r].values[c];
      *end = 0;
      value->is_null = strcmp(at, "\\N") == 0;
      switch (kinds[c]) {
        case 'r': value->as.real = strtod(at, NULL); break;
        case 'm': value->as.integer = strtoll(at, NULL, 10); break;
        case 'b': value->as.integer = *at == 't'; break;
        default:
          value->as.text = at;
          value->length = (int)(end - at);
      }
      at = end + 1;
    }
  *count = lines;
  return rows;
}

static int is_postgres, uses_unnest;
static char *sql;

static const char *type_name(char kind) {
  switch (kind) {
    case 'r': return "float8";
    case 'b': return "bool";
    case 'm': return "timestamptz";
    default: return "text";
  }
}

static Oid type_of(char kind) {
  switch (kind) {
    case 'r': return 701;
    case 'b': return 16;
    case 'm': return is_postgres ? 1184 : 1114;
    // Told no type, QuestDB spares a VARCHAR the way by UTF-16.
    default: return is_postgres ? 25 : 0;
  }
}

static Oid array_of(char kind) {
  switch (kind) {
    case 'r': return 1022;
    case 'b': return 1000;
    case 'm': return 1185;
    default: return 1009;
  }
}

// An upsert of so many rows.
static const char *statement(int rows) {
  char *end = sql;
  end += sprintf(end, "INSERT INTO live_orders (");
  for (int c = 0; c < columns; c++) end += sprintf(end, "%s%s", c ? "," : "", names[c]);
  if (uses_unnest) {
    end += sprintf(end, ") SELECT * FROM unnest(");
    for (int c = 0; c < columns; c++)
      end += sprintf(end, "%s$%d::%s[]", c ? "," : "", c + 1, type_name(kinds[c]));
    end += sprintf(end, ")");
  } else {
    end += sprintf(end, ") VALUES ");
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++)
        end += sprintf(end, "%s$%d", c ? "," : r ? ",(" : "(", r * columns + c + 1);
      end += sprintf(end, ")");
    }
  }
  if (!is_postgres) return sql;
  end += sprintf(end, " ON CONFLICT (created_at, order_id) DO UPDATE SET ");
  for (int c = 0, first = 1; c < columns; c++) {
    if (c == 1 || c == 14) continue;
    end += sprintf(end, "%s%s=EXCLUDED.%s", first ? "" : ",", names[c], names[c]);
    first = 0;
  }
  return sql;
}

static const char *pointers[most_rows * columns];
static int lengths[most_rows * columns], formats[most_rows * columns];
static uint64_t wire[most_rows * columns];

static void put32(char **at, uint32_t value) {
  value = htobe32(value);
  memcpy(*at, &value, 4);
  *at += 4;
}

static uint64_t wire_word(const Value *value, char kind) {
  uint64_t word = 0;
  if (kind == 'r') memcpy(&word, &value->as.real, 8);
  else word = (uint64_t)(value->as.integer - since_2000);
  return htobe64(word);
}

// Each column as one array.
static void send_arrays(PGconn *db, const char *name, const Row *rows, int count) {
  static char *buffer;
  if (!buffer) buffer = malloc(64 << 20);
  char *at = buffer;
  for (int c = 0; c < columns; c++) {
    char *start = at;
    put32(&at, 1);
    put32(&at, 1);
    put32(&at, type_of(kinds[c]));
    put32(&at, (uint32_t)count);
    put32(&at, 1);
    for (int r = 0; r < count; r++) {
      const Value *value = &rows[r].values[c];
      if (value->is_null) {
        put32(&at, UINT32_MAX);
        continue;
      }
      switch (kinds[c]) {
        case 'r':
        case 'm': {
          uint64_t word = wire_word(value, kinds[c]);
          put32(&at, 8);
          memcpy(at, &word, 8);
          at += 8;
          break;
        }
        case 'b':
          put32(&at, 1);
          *at++ = (char)value->as.integer;
          break;
        default:
          put32(&at, (uint32_t)value->length);
          memcpy(at, value->as.text, (size_t)value->length);
          at += value->length;
      }
    }
    pointers[c] = start;
    lengths[c] = (int)(at - start);
    formats[c] = 1;
  }
  if (!PQsendQueryPrepared(db, name, columns, pointers, lengths, formats, 0))
    fail("send", PQerrorMessage(db));
}

static void send_rows(PGconn *db, const char *name, const Row *rows, int count) {
  int n = 0;
  for (int r = 0; r < count; r++)
    for (int c = 0; c < columns; c++, n++) {
      const Value *value = &rows[r].values[c];
      if (value->is_null) {
        pointers[n] = NULL;
        continue;
      }
      switch (kinds[c]) {
        case 'r':
        case 'm':
          wire[n] = wire_word(value, kinds[c]);
          pointers[n] = (const char *)&wire[n];
          lengths[n] = 8;
          break;
        case 'b':
          *(char *)&wire[n] = (char)value->as.integer;
          pointers[n] = (const char *)&wire[n];
          lengths[n] = 1;
          break;
        default:
          pointers[n] = value->as.text;
          lengths[n] = value->length;
      }
    }
  if (!PQsendQueryPrepared(db, name, n, pointers, lengths, formats, 0)) fail("send", PQerrorMessage(db));
}

static void prepare(PGconn *db, const char *name, const char *text, int rows) {
  static Oid types[most_rows * columns];
  int count = uses_unnest ? columns : rows * columns;
  if (!*text || !strncmp(text, "BEGIN", 5) || !strncmp(text, "COMMIT", 6)) count = 0;
  for (int i = 0; i < count; i++)
    types[i] = uses_unnest ? array_of(kinds[i]) : type_of(kinds[i % columns]);
  PGresult *result = PQprepare(db, name, text, count, types);
  if (PQresultStatus(result) != PGRES_COMMAND_OK) fail("prepare", PQerrorMessage(db));
  PQclear(result);
}

// Reads one transaction's answers: of so many statements, then the sync.
static void receive(PGconn *db) {
  for (;;) {
    PGresult *result = PQgetResult(db);
    if (!result) continue;
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_PIPELINE_SYNC) fail("answer", PQerrorMessage(db));
    PQclear(result);
    if (status == PGRES_PIPELINE_SYNC) return;
  }
}

int main(int argc, char **argv) {
  if (argc < 7) fail("usage", "KIND CONNECTION FILE ROWS_A_STATEMENT IN_FLIGHT ROWS_A_TRANSACTION [unnest]");
  is_postgres = !strcmp(argv[1], "postgres");
  int a_statement = atoi(argv[4]), most_in_flight = atoi(argv[5]);
  size_t a_transaction = (size_t)atoi(argv[6]);
  uses_unnest = argc > 7 && !strcmp(argv[7], "unnest");
  size_t count;
  Row *rows = load(argv[3], &count);
  sql = malloc(4096 + (size_t)a_statement * columns * 8);
  for (int i = 0; i < most_rows * columns; i++) formats[i] = 1;

  PGconn *db = PQconnectdb(argv[2]);
  if (PQstatus(db) != CONNECTION_OK) fail("connect", PQerrorMessage(db));
  int remainder = (int)(a_transaction % (size_t)a_statement);
  int last = (int)(count % a_transaction % (size_t)a_statement);
  prepare(db, "b", "BEGIN", 0);
  prepare(db, "c", "COMMIT", 0);
  prepare(db, "full", statement(a_statement), a_statement);
  if (remainder && !uses_unnest) prepare(db, "rest", statement(remainder), remainder);
  if (last && !uses_unnest) prepare(db, "last", statement(last), last);
  if (!PQenterPipelineMode(db)) fail("pipeline", PQerrorMessage(db));

  double processor = processor_seconds(), start = seconds();
  int in_flight = 0;
  for (size_t r = 0; r < count;) {
    if (in_flight == most_in_flight) {
      receive(db);
      in_flight--;
    }
    PQsendQueryPrepared(db, "b", 0, NULL, NULL, NULL, 0);
    size_t end = r + a_transaction < count ? r + a_transaction : count;
    while (r < end) {
      int n = (int)(end - r) < a_statement ? (int)(end - r) : a_statement;
      if (uses_unnest) send_arrays(db, "full", rows + r, n);
      else send_rows(db, n == a_statement ? "full" : n == remainder ? "rest" : "last", rows + r, n);
      r += (size_t)n;
    }
    PQsendQueryPrepared(db, "c", 0, NULL, NULL, NULL, 0);
    if (!PQpipelineSync(db)) fail("sync", PQerrorMessage(db));
    in_flight++;
  }
  for (; in_flight; in_flight--) receive(db);
  double took = seconds() - start, used = processor_seconds() - processor;
  printf("{\"rows\": %zu, \"seconds\": %.6f, \"cpu_seconds\": %.6f}\n", count, took, used);
  PQfinish(db);
  return 0;
}

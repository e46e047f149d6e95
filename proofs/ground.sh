# Shared by the proofs: the program, a place to work in, what to compare.
cd "$(dirname "$0")/.."

# The program: SEXTANT_PROGRAM, else the newest build there is.
program=${SEXTANT_PROGRAM:-}
if [ -z "$program" ]; then
  for build in .build/release/sextant .build/debug/sextant; do
    if [ -x "$build" ] && { [ -z "$program" ] || [ "$build" -nt "$program" ]; }; then program=$build; fi
  done
fi
[ -x "$program" ] || { echo "build first: ./run, or swift build" >&2; exit 1; }

work=$(mktemp -d)
running=
trap 'kill -KILL ${running:-} 2>/dev/null || true; rm -rf "$work"' EXIT

# A tape of our own: a walk of BTCUSDT quotes with swings, the same at every call.
make_tape() {
  awk -v rows="$2" 'BEGIN {
    srand(7); at = 1700000000000000000; price = 600000; drift = 3
    print "ts_ns,bid,bid_size,ask,ask_size"
    for (row = 0; row < rows; row++) {
      step += 0.1 + 0.4 * rand()
      if (row % 150 == 0) drift = -drift
      price += drift + int(41 * rand()) - 20
      printf "%d%09d,%d.%d,0.5,%d.%d,0.5\n", 1700000000 + int(step), 1000000000 * (step - int(step)),
        int(price / 10), price % 10, int((price + 1) / 10), (price + 1) % 10
    }
  }' >"$1"
}

# Every table without what tells when and in which order it was written, to be compared as text.
dump_tables() {
  local table columns
  for table in live_orders live_positions signal_history fills order_events risk_events equity \
    operator_commands; do
    columns=$("$program" sql --data "$1" --csv "SELECT group_concat(name, ', ') FROM (SELECT name
      FROM pragma_table_info('$table') WHERE name NOT IN ('recorded_at', 'seq'))" | tail -n +2 | tr -d '"\r')
    echo "$table"
    "$program" sql --data "$1" --csv "SELECT $columns FROM $table" | LC_ALL=C sort
  done
}

# One number out of the tables.
count() { "$program" sql --data "$1" --csv "$2" | tail -n 1 | tr -d '\r'; }

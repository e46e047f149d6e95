# Shared by the proofs that need a QuestDB: a server of their own, a service that writes to it, and questions
# to both. After proofs/ground.sh.
. tools/servers.sh

end_all() {
  kill -KILL ${running:-} 2>/dev/null || true
  stop_servers
  rm -rf "$work"
}
trap end_all EXIT

command -v curl >/dev/null || { echo "needs curl" >&2; exit 1; }
if ! can_start_questdb; then
  echo "needs a QuestDB: Java, and its start script (DIR PG_PORT HTTP_PORT) in SEXTANT_TEST_QUESTDB_START" >&2
  exit 1
fi

# The tables that come from the journal.
tables="live_orders live_positions signal_history fills order_events risk_events equity operator_commands"

fail() {
  echo "$(basename "$0"): $1" >&2
  [ ! -e "$work/service.log" ] || tail -n 5 "$work/service.log" | cut -c 1-400 >&2
  exit 1
}

# start_service OPTIONS...: sextant serve on $work/data with the server; sets running and address.
start_service() {
  "$program" serve --port 0 --data "$work/data" --log json --questdb "$questdb_connection" "$@" \
    2>>"$work/service.log" &
  running=$!
  for _ in $(seq 1 600); do
    address=$(sed -n 's/.*listening on \(http:[^"]*\)".*/\1/p' "$work/service.log" | tail -n 1)
    if [ -n "$address" ] && curl -sf -m 5 -o /dev/null "$address/health/ready"; then return; fi
    kill -0 "$running" 2>/dev/null || fail "the service ended at its start"
    sleep 0.1
  done
  fail "the service is not ready within 60 s"
}

stop_service() {
  kill -TERM "$running"
  wait "$running" || fail "SIGTERM ended the service with code $?"
  running=
}

# What /api/stores says of one field of the writer: a number, or a text with its JSON escapes.
store() {
  curl -sf -m 5 "$address/api/stores" |
    sed -n -e 's/.*"'"$1"'":"\(\([^"\\]\|\\.\)*\)".*/\1/p' -e 's/.*"'"$1"'":\(-\{0,1\}[0-9][0-9.]*\).*/\1/p'
}

# until_true SECONDS WHAT COMMAND...: waits until the command succeeds; the proof fails when it does not.
until_true() {
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    [ -z "$running" ] || kill -0 "$running" 2>/dev/null || fail "the service ended while waiting: $what"
    [ "$SECONDS" -lt "$deadline" ] || fail "not in time: $what; the writer: $(store state), $(store detail)"
    sleep 0.2
  done
}

# Whether the server has acknowledged all that the journal holds.
caught_up() {
  local answer
  answer=$(curl -sf -m 5 "$address/api/stores") || return 1
  [ "$(sed -n 's/.*"acknowledged_seq":\([0-9]*\).*/\1/p' <<<"$answer")" = \
    "$(sed -n 's/.*"journal_seq":\([0-9]*\).*/\1/p' <<<"$answer")" ]
}

# One statement to the server, as one of its users would run it; the answer as CSV without its header.
questdb_sql() {
  local status
  status=$(curl -s -m 120 -G -o "$work/answer.csv" -w '%{http_code}' --data-urlencode "query=$1" \
    "http://127.0.0.1:$questdb_http_port/exp") || return 1
  [ "$status" = 200 ] || { head -c 300 "$work/answer.csv" >&2; return 1; }
  tail -n +2 "$work/answer.csv" | tr -d '\r"'
}

# One DDL statement to the server.
questdb_ddl() {
  local answer
  answer=$(curl -s -m 60 -G --data-urlencode "query=$1" "http://127.0.0.1:$questdb_http_port/exec") || return 1
  case $answer in *'"ddl":"OK"'*) ;; *) echo "$1: $(head -c 300 <<<"$answer")" >&2; return 1 ;; esac
}

kill_questdb() { end_server "$questdb_server"; }

restart_questdb() {
  run_questdb "$questdb_directory" "$questdb_pg_port" "$questdb_http_port" || fail "the server does not come back"
  questdb_server=$server
}

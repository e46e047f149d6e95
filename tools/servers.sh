# Sourced by ./test and the proofs from the root of the repository: database servers of their own.
#
# Every server listens on loopback only, on free ports, and keeps its data under a temporary directory. It ends
# with the script that started it, however that ends: stop_servers belongs into the script's EXIT trap, and the
# kernel ends a server whose script was killed. Servers somebody else started are never touched.

servers_directory=
# SIGNAL/PID of each: how it is ended at the end.
servers=

# Where a server may live; made at the first call. Another user's server must be able to walk through it.
make_servers_directory() {
  [ -z "$servers_directory" ] || return 0
  servers_directory=$(mktemp -d)
  chmod 711 "$servers_directory"
}

# Ends every server started here and removes what they wrote.
stop_servers() {
  local entry
  for entry in $servers; do kill -"${entry%/*}" "${entry#*/}" 2>/dev/null || true; done
  for entry in $servers; do wait "${entry#*/}" 2>/dev/null || true; done
  servers=
  [ -z "$servers_directory" ] || rm -rf "$servers_directory"
  servers_directory=
}

# Sets port to one that is free, as is the third after it (QuestDB takes both), below the ports the kernel gives
# to clients: a client that tries again and again to reach a dead server would sooner or later be given the
# server's own port, and be connected to itself.
free_port() {
  local turn
  for turn in $(seq 1 100); do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 10000))
    if ! answers_on "$port" && ! answers_on $((port + 3)); then return 0; fi
  done
  echo "no free port between 20000 and 30000" >&2
  return 1
}

# Whether anything listens on a port of this machine.
answers_on() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# run_server LOG SIGNAL USER_OPTIONS COMMAND...: starts it in the background and sets server. setpriv makes the
# kernel end it with the signal when this script is killed.
run_server() {
  local log=$1 ending=$2 user=$3
  shift 3
  setpriv --pdeathsig "$ending" $user "$@" >>"$log" 2>&1 </dev/null &
  server=$!
  servers="$servers $ending/$server"
}

# end_server PID [SIGNAL]: by default the hard way, as a crash ends it; waits until it is gone.
end_server() {
  local entry rest=
  kill -"${2:-KILL}" "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
  for entry in $servers; do [ "${entry#*/}" = "$1" ] || rest="$rest $entry"; done
  servers=$rest
}

# await_server PID SECONDS COMMAND...: until the command succeeds; fails when the server ends or time is up.
await_server() {
  local pid=$1 deadline=$((SECONDS + $2))
  shift 2
  until "$@" >/dev/null 2>&1; do
    kill -0 "$pid" 2>/dev/null || return 1
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}

# Whether a QuestDB can be started: SEXTANT_TEST_QUESTDB_START names its start script (DIR PG_PORT HTTP_PORT).
can_start_questdb() {
  [ -x "${SEXTANT_TEST_QUESTDB_START:-}" ] || return 1
  command -v setpriv >/dev/null && command -v curl >/dev/null || return 1
  command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java" >/dev/null
}

questdb_ready() {
  [ "$(curl -s -m 2 -o /dev/null -w '%{http_code}' "http://127.0.0.1:$2/ping")" = 204 ] && answers_on "$1"
}

# run_questdb DIRECTORY PG_PORT HTTP_PORT: starts it, sets server, and waits until it answers. Fails with the
# last words of the server. Also how one that was killed comes back.
run_questdb() {
  QUESTDB_JAVA_OPTIONS="-Xmx512m -XX:+UseSerialGC" run_server "$1.log" KILL "" \
    "$SEXTANT_TEST_QUESTDB_START" "$@"
  await_server "$server" 60 questdb_ready "$2" "$3" && return 0
  tail -n 5 "$1.log" >&2
  end_server "$server"
  return 1
}

# Starts a new QuestDB: sets questdb_server, questdb_directory, questdb_pg_port, questdb_http_port and
# questdb_connection. Somebody else may take a port between the look and the start: a few tries.
start_questdb() {
  local turn port
  make_servers_directory
  for turn in 1 2 3; do
    free_port && questdb_pg_port=$port && free_port && questdb_http_port=$port || return 1
    questdb_directory=$(mktemp -d "$servers_directory/questdb.XXXXXX")
    if run_questdb "$questdb_directory" "$questdb_pg_port" "$questdb_http_port"; then
      questdb_server=$server
      questdb_connection="host=127.0.0.1 port=$questdb_pg_port user=admin password=quest dbname=qdb"
      return 0
    fi
  done
  return 1
}

# The programs of the newest PostgreSQL; Debian keeps them out of PATH. Sets postgres_programs.
find_postgres() {
  postgres_programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
  [ -n "$postgres_programs" ] || postgres_programs=$(dirname "$(command -v initdb || echo /none/initdb)")
  [ -x "$postgres_programs/initdb" ] && [ -x "$postgres_programs/postgres" ] && command -v setpriv >/dev/null
}

# PostgreSQL refuses to run as root. Sets postgres_user to who runs it, empty for ourselves, and
# postgres_user_options to what setpriv wants to hear for it.
choose_postgres_user() {
  postgres_user=
  postgres_user_options=
  [ "$(id -u)" -eq 0 ] || return 0
  postgres_user=postgres
  id "$postgres_user" >/dev/null 2>&1 || postgres_user=nobody
  postgres_user_options="--reuid=$postgres_user --regid=$(id -g "$postgres_user") --clear-groups"
}

# run_postgres DIRECTORY PORT: starts the server on a directory that initdb made, sets server, waits.
run_postgres() {
  # SIGQUIT lets it take its shared memory with it. No socket file: its directory may be somebody else's.
  run_server "$1.log" QUIT "$postgres_user_options" "$postgres_programs/postgres" -D "$1" -p "$2" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers=32MB
  await_server "$server" 60 "$postgres_programs/pg_isready" --quiet --host 127.0.0.1 --port "$2" && return 0
  tail -n 5 "$1.log" >&2
  end_server "$server"
  return 1
}

# Starts a new PostgreSQL: sets postgres_server, postgres_directory, postgres_port and postgres_connection.
# It asks for its password, so that a wrong one can be tried.
start_postgres() {
  local turn port password=sextant-test
  make_servers_directory
  choose_postgres_user
  postgres_directory=$(mktemp -d "$servers_directory/postgres.XXXXXX")
  printf '%s\n' "$password" >"$postgres_directory.password"
  [ -z "$postgres_user" ] || chown "$postgres_user" "$postgres_directory" "$postgres_directory.password"
  if ! (cd / && setpriv $postgres_user_options "$postgres_programs/initdb" --pgdata="$postgres_directory" --username=sextant \
    --pwfile="$postgres_directory.password" --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync) \
    >"$postgres_directory.log" 2>&1; then
    tail -n 5 "$postgres_directory.log" >&2
    return 1
  fi
  for turn in 1 2 3; do
    free_port && postgres_port=$port || return 1
    if run_postgres "$postgres_directory" "$postgres_port"; then
      postgres_server=$server
      postgres_connection="host=127.0.0.1 port=$postgres_port user=sextant password=$password dbname=postgres"
      return 0
    fi
  done
  return 1
}

# Starts the servers that tests use and nobody gave, and exports how to reach them. What cannot be had here is
# no failure: its tests skip and say so. A server that is there and does not start is one.
start_test_servers() {
  if [ -z "${SEXTANT_TEST_QUESTDB:-}" ] && can_start_questdb; then
    start_questdb || { echo "QuestDB does not start" >&2; return 1; }
    export SEXTANT_TEST_QUESTDB="$questdb_connection"
  fi
  if [ -z "${SEXTANT_TEST_POSTGRES:-}" ] && find_postgres; then
    start_postgres || { echo "PostgreSQL does not start" >&2; return 1; }
    export SEXTANT_TEST_POSTGRES="$postgres_connection"
  fi
}

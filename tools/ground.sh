# Sourced by ./run and ./test from the root of the repository: the ground a build stands on.

# What `swift build` needs of Debian 12: the first line for the package manager, the second for the compiler
# and linker, the third our C libraries, the last what a running service reads.
build_packages="libcurl4 libncurses6 libsqlite3-0 libxml2
  binutils libc6-dev libstdc++-12-dev pkg-config
  libmicrohttpd-dev libpq-dev libsqlite3-dev zlib1g-dev
  ca-certificates tzdata"

# What ./test needs beside: the proofs ask the running service; the row writer is tried against real servers,
# PostgreSQL and, where its archive is at hand, QuestDB, which needs a Java.
test_packages="curl postgresql openjdk-17-jre-headless"

# The oldest Swift that can read our manifest.
swift_wanted=6.2

# Ends the script unless a Swift toolchain is in PATH. Asks nothing of it: on a bare system it does not even
# start before the packages are there.
require_swift() {
  if ! command -v swift >/dev/null; then
    echo "No Swift toolchain in PATH. Sextant needs $swift_wanted or newer: take the Debian 12 archive from" >&2
    echo "swift.org, unpack it to /opt/swift, then: export PATH=/opt/swift/usr/bin:\$PATH" >&2
    exit 1
  fi
}

# Ends the script unless the toolchain is new enough; after the packages.
require_swift_version() {
  local wanted=$swift_wanted found
  found=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p') || true
  if [ -z "$found" ]; then
    echo "The Swift toolchain in PATH does not start:" >&2
    swift --version >&2 || true
    exit 1
  fi
  if [ "$(printf '%s\n' "$wanted" "$found" | sort -V | head -n 1)" != "$wanted" ]; then
    echo "Swift $found is too old: Sextant needs $wanted or newer (swift.org)." >&2
    exit 1
  fi
}

# Installs the Debian packages given that are missing; quick when there are none.
require_packages() {
  local missing="" package install
  if ! command -v dpkg-query >/dev/null; then
    echo "Not a Debian system: make sure that the likes of these are there:" $* >&2
    return 0
  fi
  for package in $*; do
    if ! dpkg-query --show --showformat='${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^.i'; then
      missing="$missing $package"
    fi
  done
  [ -n "$missing" ] || return 0
  install="apt-get install --yes --no-install-recommends$missing"
  echo "Installing:$missing" >&2
  if [ "$(id -u)" -eq 0 ]; then
    as_root="env"
  elif command -v sudo >/dev/null; then
    as_root="sudo env"
  else
    echo "Neither root nor sudo. As root: apt-get update && $install" >&2
    exit 1
  fi
  before_install "$missing"
  if ! { $as_root DEBIAN_FRONTEND=noninteractive apt-get update --quiet=2 &&
    $as_root DEBIAN_FRONTEND=noninteractive $install --quiet=2 >/dev/null; }; then
    after_install
    echo "That failed. As root: apt-get update && $install" >&2
    exit 1
  fi
  after_install
}

# Debian's postgresql makes and starts a cluster on port 5432 when it comes unless this file says otherwise;
# we want the programs only.
no_cluster=/etc/postgresql-common/createcluster.d/sextant-test.conf

# before_install PACKAGES: what some of them want to find.
before_install() {
  case $1 in
    # Slim images leave the manual pages out, and Java's package stumbles over the missing folder.
    *openjdk*) $as_root mkdir -p /usr/share/man/man1 ;;
  esac
  case $1 in
    *postgresql*)
      $as_root mkdir -p "$(dirname "$no_cluster")"
      echo "create_main_cluster = false" | $as_root tee "$no_cluster" >/dev/null
      ;;
  esac
}

# Later installations are none of our business.
after_install() { [ ! -e "$no_cluster" ] || $as_root rm -f "$no_cluster"; }

# quietly NAME COMMAND...: runs it with its output in .build/NAME.log, shown only when it fails.
quietly() {
  local log=".build/$1.log"
  shift
  mkdir -p .build
  "$@" >"$log" 2>&1 || { cat "$log" >&2; return 1; }
}

# A PostgreSQL server for the tests, on a free port of 127.0.0.1 and in a folder of its own, both gone when it is stopped.
# To be sourced: start_postgres exports DOWNBEAT_TEST_POSTGRES unless it is set; stop_postgres ends what start_postgres began.

postgres_folder=

# The newest there is: on the path, where Debian keeps it, or installed now.
find_postgres() {
  local found
  found=$(command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)
  [ -n "$found" ] && dirname "$(readlink -f "$found")"
}

install_postgres() {
  local sudo=
  command -v apt-get >/dev/null || return 1
  if [ "$(id -u)" -ne 0 ]; then
    sudo="sudo -n"
    $sudo true 2>/dev/null || return 1
  fi

  # Debian would start a server of its own; nobody needs it.
  $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o Dpkg::Options::=--force-confold postgresql >/dev/null
}

# The server refuses to run as root.
as_postgres() {
  if [ "$(id -u)" -ne 0 ]; then
    "$@"
  elif command -v runuser >/dev/null; then
    runuser -u "$postgres_user" -- "$@"
  else
    setpriv --reuid="$postgres_user" --regid="$postgres_user" --clear-groups -- "$@"
  fi
}

start_postgres() {
  [ -n "${DOWNBEAT_TEST_POSTGRES:-}" ] && return 0
  local bin port
  bin=$(find_postgres) || { install_postgres && bin=$(find_postgres); } || true
  if [ -z "$bin" ]; then
    echo "No PostgreSQL was found and none could be installed; the tests that need it are skipped (CI=true: they fail)." >&2
    return 0
  fi

  postgres_user=$(id -un)
  if [ "$(id -u)" -eq 0 ]; then
    postgres_user=$(getent passwd postgres nobody | head -n 1 | cut -d: -f1)
  fi

  postgres_folder=$(mktemp -d /tmp/downbeat-postgres.XXXXXX)
  postgres_bin=$bin
  chmod 755 "$postgres_folder"
  chown "$postgres_user" "$postgres_folder" 2>/dev/null
  (
    cd "$postgres_folder" || exit 1
    as_postgres "$bin/initdb" --pgdata data --auth trust --username downbeat --encoding UTF8 --locale C.UTF-8 --no-sync >initdb.log 2>&1
  ) || { cat "$postgres_folder/initdb.log" >&2; return 1; }

  # Nothing of it has to survive, so nothing waits for the disk. A port that somebody takes first is tried again with another.
  for _ in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 20000))
    cat >>"$postgres_folder/data/postgresql.conf" <<CONF
port = $port
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 500
shared_buffers = 128MB
fsync = off
full_page_writes = off
autovacuum_naptime = 10s
log_min_messages = fatal
CONF
    if (cd "$postgres_folder" && as_postgres "$bin/pg_ctl" --pgdata data --log server.log --wait --timeout 60 start >/dev/null 2>&1); then
      export DOWNBEAT_TEST_POSTGRES="postgresql://downbeat@127.0.0.1:$port/postgres"
      return 0
    fi
  done

  cat "$postgres_folder/server.log" >&2
  return 1
}

stop_postgres() {
  [ -z "$postgres_folder" ] && return 0
  (cd "$postgres_folder" && as_postgres "$postgres_bin/pg_ctl" --pgdata data --mode immediate --wait stop >/dev/null 2>&1)
  rm -rf "$postgres_folder"
  postgres_folder=
}

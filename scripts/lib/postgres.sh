# Private PostgreSQL clusters: one in .state/pg that survives power cuts (run), one in .state/test/pg (tests).
# They listen on a Unix socket only, in a folder closed to others. PG* variables switch all this off.
# shellcheck shell=bash

own_postgres() { [ -z "${PGHOST:-}${PGHOSTADDR:-}${PGPORT:-}${PGUSER:-}${PGSERVICE:-}" ] || [ -n "${PARKDESK_OWN_POSTGRES:-}" ]; }

as_postgres() {
  if is_root; then (cd / && runuser -u postgres -- env -u HOME "$@"); else "$@"; fi
}

# pg_find_bin [MAJOR]: the folder of the server's programs, the newest unless MAJOR is given
pg_find_bin() {
  local folder
  folder=$(compgen -G "/usr/lib/postgresql/${1:-*}/bin/initdb" | sort -V | tail -n 1)
  [ -n "$folder" ] || folder=$(compgen -G "$CACHE/postgres/usr/lib/postgresql/${1:-*}/bin/initdb" | sort -V | tail -n 1)
  [ -n "$folder" ] || { command -v pg_config >/dev/null && [ -x "$(pg_config --bindir)/initdb" ] && folder=$(pg_config --bindir)/initdb; }
  [ -n "$folder" ] && dirname "$folder"
}

# Without root and without PostgreSQL: Debian's packages, unpacked; the programs find their own files.
fetch_postgres() {
  [ -d "$CACHE/postgres" ] && return 0
  REMEDY="ask an administrator: apt-get install postgresql; or name a server in PGHOST, PGPORT, PGUSER" \
    step "Fetching PostgreSQL (20 MB)" unpack_postgres
}

unpack_postgres() {
  local work=$CACHE/unpack-postgres major deb
  major=$(apt-cache depends postgresql | sed -n 's/.*Depends: postgresql-\([0-9]*\)$/\1/p')
  rm -rf "$work"
  mkdir -p "$work/debs" "$work/root"
  cd "$work/debs"
  apt-get download -q "postgresql-$major" "postgresql-client-$major" libpq5
  for deb in *.deb; do dpkg -x "$deb" "$work/root"; done
  mv -T "$work/root" "$CACHE/postgres"
  rm -rf "$work"
}

# pg_home FOLDER: make the cluster's folder; elsewhere, behind a link, where user postgres cannot reach it
pg_home() {
  local folder=$1 parent away
  [ -e "$folder" ] && return 0
  parent=$(dirname "$folder")
  mkdir -p "$parent"
  rm -f "$folder"
  if ! is_root; then mkdir -m 700 "$folder"; return 0; fi
  id postgres >/dev/null 2>&1 || die "there is no user postgres" "apt-get install postgresql"
  chmod 711 "$parent"
  if as_postgres test -x "$parent"; then
    mkdir "$folder"
  else
    away=/var/lib/parkdesk/$(printf '%s' "$folder" | short_hash)
    mkdir -p "$away"
    ln -s "$away" "$folder"
  fi
  chown postgres: "$folder/"
  chmod 700 "$folder/"
}

# pg_socket FOLDER: print the socket folder; in /tmp where the path would be too long for a socket
pg_socket() {
  local real owner
  real=$(readlink -f "$1")
  if [ "${#real}" -le 80 ]; then echo "$real"; return 0; fi
  owner=$(id -u)
  if is_root; then owner=$(id -u postgres); fi
  real=/tmp/parkdesk-$owner-$(printf '%s' "$real" | short_hash)
  as_postgres mkdir -m 700 "$real" 2>/dev/null || true
  [ "$(stat -c '%u %a %F' "$real")" = "$owner 700 directory" ] || die "$real is not ours" "remove it and try again"
  echo "$real"
}

# pg_create FOLDER: initdb with data checksums; renamed into place when whole
pg_create() {
  local folder bin
  folder=$(readlink -f "$1")
  [ -e "$folder/data/PG_VERSION" ] && return 0
  bin=$(pg_find_bin) || die "no PostgreSQL server programs found" "apt-get install postgresql, or set PGHOST, PGPORT, PGUSER"
  as_postgres rm -rf "$folder/data.new"
  as_postgres "$bin/initdb" -D "$folder/data.new" -k -U postgres -A trust -E UTF8 --locale=C.UTF-8
  as_postgres mv -T "$folder/data.new" "$folder/data"
}

# pg_settings durable|fast : server settings as options
pg_settings() {
  printf -- '-c %s ' "listen_addresses=''" max_connections=120 shared_buffers=256MB jit=off \
    idle_in_transaction_session_timeout=15min log_timezone=UTC
  if [ "$1" = fast ]; then
    printf -- '-c %s ' fsync=off synchronous_commit=off full_page_writes=off
  else
    printf -- '-c %s ' fsync=on synchronous_commit=on full_page_writes=on
  fi
}

pg_cluster_bin() { pg_find_bin "$(cat "$1/data/PG_VERSION")" || die "the cluster in $1 needs PostgreSQL $(cat "$1/data/PG_VERSION")" "apt-get install postgresql-$(cat "$1/data/PG_VERSION")"; }

pg_answers() { "$(pg_cluster_bin "$1")/pg_isready" -q -h "$(pg_socket "$1")"; }

pg_running() { [ -e "$1/data/PG_VERSION" ] && as_postgres "$(pg_cluster_bin "$1")/pg_ctl" -D "$(readlink -f "$1")/data" status >/dev/null 2>&1; }

# pg_start FOLDER durable|fast : start unless running, and make the role the server logs in as
pg_start() {
  local folder bin socket
  pg_home "$1"
  pg_create "$1"
  folder=$(readlink -f "$1")
  bin=$(pg_cluster_bin "$folder")
  socket=$(pg_socket "$folder")
  # Running and not answering: it is recovering, or just ended and not yet gone.
  for _ in $(seq 120); do
    if pg_answers "$folder"; then break; fi
    pg_running "$folder" ||
      as_postgres "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 120 -s start -o "-k '$socket' $(pg_settings "$2")" 7>&- 8>&- 9>&-
    sleep 0.5
  done
  "$bin/psql" -X -q -h "$socket" -U postgres -d postgres -v ON_ERROR_STOP=1 <<'SQL'
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'odoo') THEN CREATE ROLE odoo LOGIN CREATEDB; END IF;
END $$;
SQL
}

# pg_stop FOLDER [fast|immediate|smart]
pg_stop() {
  pg_running "$1" || return 0
  as_postgres "$(pg_cluster_bin "$1")/pg_ctl" -D "$(readlink -f "$1")/data" -m "${2:-fast}" -w -s stop
}

# pg_use FOLDER : let this script and its children talk to the cluster
pg_use() {
  PATH=$(pg_cluster_bin "$1"):$PATH
  PGHOST=$(pg_socket "$1") PGPORT=5432 PGUSER=odoo
  export PATH PGHOST PGPORT PGUSER PARKDESK_OWN_POSTGRES=1
}

# ensure_postgres FOLDER durable|fast : start the cluster, or check the server that PG* names
ensure_postgres() {
  if own_postgres; then
    { pg_running "$1" && pg_answers "$1"; } ||
      REMEDY="look at $1/log; if the disk is full, free some space; then run again" \
      step "Starting PostgreSQL" pg_start "$1" "$2"
    pg_use "$1"
    return 0
  fi
  psql -XqtAc 'SELECT 1' postgres >/dev/null ||
    die "the PostgreSQL of your PG* variables does not answer (PGHOST=${PGHOST:-})" "start it or unset PGHOST to use a private one; the role needs CREATEDB and must not be called postgres"
}

# Databases: created under a temporary name and renamed when whole, updated when an addon's files change.
# shellcheck shell=bash

sql() { psql -XqtA -v ON_ERROR_STOP=1 "$@"; }

db_exists() {
  local answer
  answer=$(sql -d postgres -c "SELECT count(*) FROM pg_database WHERE datname = '$1'")
  [ "$answer" = 1 ]
}

db_drop() {
  PGOPTIONS='-c client_min_messages=warning' dropdb --if-exists --force "$1"
  rm -rf "$DATA_DIR/filestore/$1"
}

# db_rename OLD NEW : filestore first; a database that does not exist has no filestore worth keeping
db_rename() {
  rm -rf "$DATA_DIR/filestore/$2"
  [ ! -d "$DATA_DIR/filestore/$1" ] || mv -T "$DATA_DIR/filestore/$1" "$DATA_DIR/filestore/$2"
  sql -d postgres -c "ALTER DATABASE \"$1\" RENAME TO \"$2\""
}

# db_clone FROM TO : filestore by hard links
db_clone() {
  db_drop "$2"
  createdb -T "$1" "$2"
  [ ! -d "$DATA_DIR/filestore/$1" ] || cp -al "$DATA_DIR/filestore/$1" "$DATA_DIR/filestore/$2"
}

# write_conf FILE DATA_DIR DB [LINE...] : one place for the server's settings
write_conf() {
  local file=$1
  DATA_DIR=$2
  mkdir -p "$DATA_DIR"
  {
    printf '[options]\naddons_path = %s\ndata_dir = %s\ndb_name = %s\n' "$(tree_addons),$ROOT/addons" "$2" "$3"
    if own_postgres_in_use; then
      printf 'db_host = %s\ndb_port = %s\ndb_user = %s\n' "$PGHOST" "$PGPORT" "$PGUSER"
    fi
    printf '%s\n' 'http_interface = 127.0.0.1' 'list_db = False' 'server_wide_modules = base,rpc,web'
    shift 3
    [ $# = 0 ] || printf '%s\n' "$@"
  } >"$file.new"
  mv "$file.new" "$file"
  export ODOO_RC=$file
}

own_postgres_in_use() { [ -n "${PARKDESK_OWN_POSTGRES:-}" ]; }

# The database name must come from the caller, never from a stray PGDATABASE.
odoo_cli() { env -u PGDATABASE "$PYTHON" "$LAUNCHER" "$@"; }

# addon_checksums: "name:checksum" of each addon, over what the database or the server's code depends on
addon_checksums() {
  local addon
  for addon in "$ROOT"/addons/*/; do
    [ -e "$addon/__manifest__.py" ] || continue
    printf '%s:%s\n' "$(basename "$addon")" "$(cd "$addon" && find . -type f \
      ! -path '*/__pycache__/*' ! -path './tests/*' ! -path './static/*' ! -name '*.md' ! -name '*.pot' -print0 |
      sort -z | xargs -0 sha256sum | short_hash)"
  done
}

# wanted_modules ADDON... : what to install, unless PARKDESK_MODULES (comma list) says otherwise
wanted_modules() {
  if [ -n "${PARKDESK_MODULES:-}" ]; then echo "$PARKDESK_MODULES"; return 0; fi
  echo "$*" | tr ' ' ','
}

db_get_checksums() { sql -d "$1" -c "SELECT value FROM ir_config_parameter WHERE key = 'parkdesk.checksums'"; }

db_set_checksums() {
  sql -d "$1" -c "INSERT INTO ir_config_parameter (key, value) VALUES ('parkdesk.checksums', '$2')
    ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value"
}

# db_install DB MODULES : without Odoo's own demo, and without modules that would come by themselves
db_install() {
  odoo_cli -d "$1" -i "$2" --skip-auto-install --load-language=zh_CN --stop-after-init --no-http \
    --workers=0 --max-cron-threads=0 --log-level=warn
}

# db_empty DB : plain sorting is fast, but LC_CTYPE must know Chinese letters or trigrams drop them
db_empty() {
  createdb -T template0 -E UTF8 --lc-collate=C --lc-ctype=C.UTF-8 "$1" 2>/dev/null || createdb -T template0 -E UTF8 "$1"
  sql -d "$1" -c 'CREATE EXTENSION IF NOT EXISTS pg_trgm' || echo 'no pg_trgm: searches will be slow'
}

# db_create DB MODULES [FINISH] : all or nothing; the function FINISH gets the new database before it is shown
db_create() {
  local new=$1_new sums
  sums=$(addon_checksums | tr '\n' ' ')
  db_drop "$new"
  db_empty "$new"
  db_install "$new" "$2"
  db_set_checksums "$new" "$sums"
  [ -z "${3:-}" ] || "$3" "$new"
  db_rename "$new" "$1"
}

# db_changed DB : addons whose files differ from those the database was last brought up to date with
db_changed() {
  comm -13 <(db_get_checksums "$1" | tr ' ' '\n' | sort) <(addon_checksums | sort) | sed 's/:.*//' | paste -sd, -
}

# db_lacking DB MODULES : those of the comma list that are not installed
db_lacking() {
  comm -13 <(sql -d "$1" -c "SELECT name FROM ir_module_module WHERE state = 'installed'" | sort) \
    <(echo "$2" | tr ',' '\n' | sort) | paste -sd, -
}

# db_apply DB CHANGED LACKING : update and install, without noting that it is done
db_apply() {
  odoo_cli -d "$1" ${2:+-u "$2"} ${3:+-i "$3"} --skip-auto-install --stop-after-init --no-http --workers=0 --max-cron-threads=0 --log-level=warn
}

# db_update DB CHANGED LACKING
db_update() {
  local sums
  sums=$(addon_checksums | tr '\n' ' ')
  db_apply "$@"
  db_set_checksums "$1" "$sums"
}

# The durable database of this checkout (run, odoo, doctor); sets DB
use_run_database() {
  DB=${PGDATABASE:-parkdesk}
  own_postgres && DB=parkdesk
  ensure_postgres "$STATE/pg" durable
  write_conf "$STATE/odoo.conf" "$STATE/data" "$DB"
}

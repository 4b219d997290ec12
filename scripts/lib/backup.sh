# Backups and their proof; the work is done by scripts/lib/backups.
# shellcheck shell=bash

# backup_take FOLDER : sets BACKUP, the folder of the new backup, and BACKUP_STATUS (2: files were wrong before)
backup_take() {
  local odoo code
  odoo=$(pin version)
  code=$(git -C "$ROOT" rev-parse --short HEAD 2>/dev/null || echo unknown)
  say "• Backing up $DB"
  BACKUP_STATUS=0
  BACKUP=$("$PYTHON" "$LIB/backups" take "$DB" "$DATA_DIR/filestore/$DB" "$1" \
    --about "odoo=$odoo" --about "code=$code" --about "addons=$(db_get_checksums "$DB")") || BACKUP_STATUS=$?
  [ "$BACKUP_STATUS" = 0 ] || [ "$BACKUP_STATUS" = 2 ] || exit 1
  printf '%s\t%s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$BACKUP" >"$STATE/last-backup"
}

# restore_as BACKUP DATABASE : database and files under a name that nobody uses
restore_as() {
  db_drop "$2"
  REMEDY="is there space? Is pg_restore as new as the backup's PostgreSQL? Then run the same command again" \
    step "Restoring the database" restore_tables "$1" "$2"
  REMEDY="is there space? Then run the same command again" \
    step "Restoring the files" "$PYTHON" "$LIB/backups" files "$1" "$DATA_DIR/filestore/$2"
}

restore_tables() {
  db_empty "$2"
  pg_restore --no-owner --exit-on-error -j 2 -d "$2" "$1/database.dump"
}

# restore_prove BACKUP DATABASE : print the report; what is not equal is dropped, not offered
restore_prove() {
  say "• Comparing the copy with the backup"
  "$PYTHON" "$LIB/backups" prove "$1" "$2" "$DATA_DIR/filestore/$2" && return 0
  db_drop "$2"
  die "the restored copy is not equal to the backup and was removed" "choose another backup; keep this one for whoever looks into it"
}

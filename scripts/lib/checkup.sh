# What scripts/doctor looks at in a database and a server that people work with.
# Uses ok, warn and fail of scripts/doctor.
# shellcheck shell=bash

DEMO_LOGINS="'admin', 'manager', 'handler', 'centre', 'supervisor', 'leader', 'parkadmin', 'auditor'"

# has_table DB TABLE
has_table() { [ "$(sql -d "$1" -c "SELECT to_regclass('public.$2') IS NOT NULL")" = t ]; }

# server_option NAME : from the running server's command line, else from the configuration
server_option() {
  local value=
  if server_pid >/dev/null; then value=$(tr '\0' '\n' <"/proc/$(server_pid)/cmdline" | sed -n "s/^--$1=//p" | tail -n 1); fi
  [ -n "$value" ] || value=$(sed -n "s/^${1//-/_} *= *//p" "$STATE/odoo.conf" 2>/dev/null | tail -n 1)
  echo "$value"
}

check_server_settings() {
  server_pid >/dev/null || return 0
  local workers
  workers=$(server_option workers)
  if [ "${workers:-0}" -ge 2 ]; then ok "server: $workers workers"; else fail "server: workers = ${workers:-0}" "with less than 2, jobs stop for ever after the database was away: --workers=2 or more"; fi
  if [ "$(server_option list_db)" = False ]; then ok "server: the list of databases is closed"; else fail "server: everybody sees and may manage the databases" "list_db = False in $STATE/odoo.conf"; fi
  ok "server: started again by itself when it ends (supervise $(server_pid))"
}

# check_passwords DB : passwords of the demo and of fresh databases
check_passwords() {
  local python found
  python=$(base_python) || return 0
  found=$(psql -XqtA -F $'\t' -d "$1" -c "SELECT login, password FROM res_users WHERE active AND password <> '' AND login IN ($DEMO_LOGINS)" |
    "$python" "$LIB/known_passwords.py" | paste -sd' ' -)
  if [ -z "$found" ]; then ok "passwords: none that everybody knows"
  elif [ "$(sql -d "$1" -c "SELECT count(*) FROM ir_module_module WHERE name = 'park_demo' AND state = 'installed'")" = 1 ]; then
    warn "passwords: this is the demo, its passwords are in the README ($found)" "never let others reach it"
  else
    fail "passwords: everybody knows those of $found" "change them, or archive these users"
  fi
}

# check_log_in_rules DB : what of second factor, passwords and sessions is left open
check_log_in_rules() {
  has_table "$1" park_security_profile || return 0
  local off remedy="take over a standard under Configuration, Settings, Logging in"
  off=$(sql -d "$1" -c "
    WITH rules (place, name, is_on) AS (VALUES
      (1, 'second factor', EXISTS (SELECT FROM res_groups WHERE park_second_factor = 'required')),
      (2, 'mixture of passwords', EXISTS (SELECT FROM ir_config_parameter WHERE key = 'park_guard.password_classes' AND value <> '0')),
      (3, 'term of passwords', EXISTS (SELECT FROM ir_config_parameter WHERE key = 'park_guard.password_days' AND value <> '0')),
      (4, 'limits of sessions', EXISTS (SELECT FROM res_groups WHERE lock_timeout > 0 OR lock_timeout_inactivity > 0)))
    SELECT name FROM rules WHERE NOT is_on ORDER BY place" | paste -sd, -)
  if [ -z "$off" ]; then ok "logging in: second factor, passwords and sessions have rules"; else warn "logging in: no rules for ${off//,/, }" "$remedy"; fi
}

# check_jobs DB : late, failing, or with a next run too far ahead (the clock had jumped)
check_jobs() {
  local late
  if [ "$(sql -d "$1" -c "SELECT count(*) FROM ir_config_parameter WHERE key = 'database.is_neutralized' AND value IN ('t', 'true', 'True')")" = 1 ]; then
    warn "jobs: off, this is a restored copy" "to go on working with it: ./scripts/restore FOLDER --replace --live"
    return 0
  fi
  late=$(sql -d "$1" -c "SELECT cron_name FROM ir_cron WHERE active AND (failure_count > 0
      OR nextcall < now() AT TIME ZONE 'UTC' - INTERVAL '1 hour' - (interval_number || ' ' || interval_type)::interval
      OR nextcall > now() AT TIME ZONE 'UTC' + INTERVAL '1 hour' + 2 * (interval_number || ' ' || interval_type)::interval)
    ORDER BY 1" | paste -sd';' -)
  if [ -z "$late" ]; then ok "jobs: none late, failing or asleep"
  elif server_pid >/dev/null; then warn "jobs: late, failing or asleep: $late" "look for them in $STATE/odoo.log; Settings, Technical, Scheduled Actions shows when they run"
  else ok "jobs: they wait for the server"; fi
}

check_alarms() {
  has_table "$1" park_alarm || return 0
  local open
  open=$(sql -d "$1" -c "SELECT kind || ' ' || count(*) FROM park_alarm WHERE settled_at IS NULL GROUP BY kind ORDER BY 1" | paste -sd, -)
  if [ -z "$open" ]; then ok "alarms: none open"; else warn "alarms open: $open" "look at the list of alarms"; fi
}

# check_age WHAT FILE DAYS REMEDY : FILE holds "moment<TAB>folder", as backup and restore write it
check_age() {
  local moment folder days
  if ! IFS=$'\t' read -r moment folder 2>/dev/null <"$2"; then warn "$1: none yet" "$4"; return 0; fi
  days=$((($(date +%s) - $(date -d "$moment" +%s)) / 86400))
  if [ ! -e "$folder/manifest.sha256" ]; then fail "$1: $folder is gone" "$4"
  elif [ "$days" -gt "$3" ]; then fail "$1: $days days ago" "$4"
  else ok "$1: $days days ago, $folder"; fi
}

check_backups() {
  check_age "last backup" "$STATE/last-backup" 1 "./scripts/backup FOLDER every night, on another disk"
  check_age "last proven restore" "$STATE/last-proof" 31 "./scripts/restore FOLDER --into ${1}_proof"
  [ ! -e "$STATE/upgrade/before.json" ] || fail "upgrade: interrupted, or waiting for a decision" "./scripts/upgrade"
}

check_data_disk() {
  local kb
  kb=$(df -Pk "$STATE" | awk 'NR == 2 { print $4 }')
  if [ "$kb" -gt 2000000 ]; then ok "disk: $((kb / 1000000)) GB free for the data"; else fail "disk: $((kb / 1000)) MB free for the data" "free some space: a full disk stops the database"; fi
}

# The test bed: a cluster without durability, a template database per state of the code, clones of it.
# shellcheck shell=bash

# use_test_database : cluster and configuration of the tests; sets TEMPLATE and WORK_DB
use_test_database() {
  ensure_postgres "$STATE/test/pg" fast
  local key prefix=parkdesk_test
  key=$({ addon_checksums; echo "$ODOO_TREE $(wanted_modules park_suite)"; } | short_hash)
  own_postgres || prefix=parkdesk_test_$(printf '%s' "$ROOT" | short_hash)
  TEMPLATE=${prefix}_tpl_$key
  WORK_DB=${prefix}_work
  write_conf "$STATE/test/odoo.conf" "$STATE/test/data" "$WORK_DB" 'workers = 0' 'max_cron_threads = 0'
  db_exists "$TEMPLATE" || build_template "$prefix"
}

# build_template PREFIX : drop the clones and templates of older code, then install all addons once
build_template() {
  local old
  for old in $(sql -d postgres -c "SELECT datname FROM pg_database WHERE datname LIKE '$1\\_%'"); do db_drop "$old"; done
  REMEDY="see the log above: an addon does not install" \
    step "Installing all addons for the tests (one to two minutes)" db_create "$TEMPLATE" "$(wanted_modules park_suite)"
}

# What tests/support needs to know to start servers and clusters of its own
export_testbed() {
  export PARKDESK_TEMPLATE=$TEMPLATE PARKDESK_DATA=$DATA_DIR PARKDESK_LAUNCHER=$LAUNCHER
  export PARKDESK_STATE_DIR=$STATE/test
  PARKDESK_ADDONS_PATH=$(tree_addons),$ROOT/addons
  PARKDESK_PROXY=$(find_proxy || true)
  [ -n "$PARKDESK_PROXY" ] || note "no nginx here: journeys will find live messages failing; apt-get install nginx"
  PARKDESK_FAKETIME=$(find_faketime || true)
  [ -n "$PARKDESK_FAKETIME" ] || note "no libfaketime here: the drill that moves the clock will fail; apt-get install libfaketime"
  export PARKDESK_ADDONS_PATH PARKDESK_PROXY PARKDESK_FAKETIME
}

# The Python environment: pinned in config/requirements.txt, kept in the cache, one per set of pins.
# shellcheck shell=bash

# find_python: set PYTHON, able to import odoo; build the environment if lacking
find_python() {
  LAUNCHER=$LIB/launcher.py
  if [ -n "${ODOO_HOME:-}" ]; then use_given_python; return 0; fi
  local base key home
  base=$(base_python) || die "no Python 3.10 to 3.13 with venv" "apt-get install python3 python3-venv"
  key=$({ "$base" -VV; echo "$base $ODOO_TREE"; cat "$ROOT/config/requirements.txt"; } | short_hash)
  home=$CACHE/venv-$key
  PYTHON=$home/bin/python
  [ -e "$home/complete" ] && return 0
  REMEDY="check the network, then run the same command again; what was fetched is kept" \
    step "Installing Python packages" build_venv "$base" "$home"
}

use_given_python() {
  local candidate
  for candidate in "${ODOO_PYTHON:-}" "$ODOO_HOME/.venv/bin/python" "$ODOO_HOME/venv/bin/python" "$(command -v python3)"; do
    if [ -x "$candidate" ]; then PYTHON=$candidate; break; fi
  done
  export PYTHONPATH=$ODOO_HOME${PYTHONPATH:+:$PYTHONPATH}
  "$PYTHON" -c 'import odoo.cli, chinese_calendar, pypinyin, rapidfuzz, weasyprint, xlsxwriter' 2>"$STATE/logs/python.log" ||
    die "$PYTHON cannot run the suite: $(tail -n 1 "$STATE/logs/python.log")" \
      "set ODOO_PYTHON to a Python with: pip install -r config/requirements.txt"
}

# An environment cannot be moved, so a marker written last says that it is whole.
build_venv() {
  local base=$1 home=$2 site
  rm -rf "$home"
  "$base" -m venv "$home"
  site=$("$home/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  echo "$ODOO_TREE" >"$site/odoo-tree.pth"
  # Stands in for the tree's own metadata, which asks for PyPDF2 and a source build of psycopg2.
  mkdir -p "$site/odoo-19.0.dist-info"
  printf 'Metadata-Version: 2.1\nName: odoo\nVersion: 19.0\n' >"$site/odoo-19.0.dist-info/METADATA"
  echo parkdesk >"$site/odoo-19.0.dist-info/INSTALLER"
  : >"$site/odoo-19.0.dist-info/RECORD"
  "$home/bin/python" -m pip install --no-input --disable-pip-version-check --retries 5 -r "$ROOT/config/requirements.txt"
  touch "$home/complete"
}

# Everything the scripts share, and the set-up they all begin with.
# shellcheck shell=bash disable=SC1091
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
for part in system tree python postgres database proxy server logins testbed faketime backup checkup; do
  # shellcheck disable=SC1090
  . "$LIB/$part.sh"
done

# bootstrap run|test : packages, server tree and Python environment; sets ODOO_TREE, PYTHON, LAUNCHER
bootstrap() {
  prepare_state
  mkdir -p "$CACHE"
  lock 8 "$CACHE/lock" "the download cache"
  install_packages "$1"
  find_tree
  find_python
  exec 8>&-
}

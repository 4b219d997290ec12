# What the machine must have: system packages, found by what they provide and installed only if lacking.
# shellcheck shell=bash

has_cjk_font() { compgen -G '/usr/share/fonts/*/noto/NotoSansCJK*' >/dev/null || { command -v fc-list >/dev/null && fc-list :lang=zh-cn | has .; }; }
has_library() { ldconfig -p | has "$1"; }
browser_path() { local name; for name in google-chrome chromium chromium-browser google-chrome-stable; do command -v "$name" && return 0; done; return 1; }
base_python() {
  local python
  for python in /usr/bin/python3 "$(command -v python3 || true)"; do
    [ -x "$python" ] || continue
    "$python" -c 'import sys, ensurepip, venv; sys.exit(not (3, 10) <= sys.version_info < (3, 14))' 2>/dev/null || continue
    echo "$python"
    return 0
  done
  return 1
}

require_debian() {
  local id=
  # shellcheck disable=SC1091
  [ -r /etc/os-release ] && id=$(. /etc/os-release && echo "${ID:-} ${VERSION_ID:-}")
  case $id in debian\ 12* | debian\ 13*) command -v apt-get >/dev/null && return 0 ;; esac
  die "this system (${id:-unknown}) is not Debian 12 or 13, so the server cannot be fetched from its package source" \
    "name an Odoo 19 source tree in ODOO_HOME and a PostgreSQL in PGHOST, PGPORT, PGUSER, PGPASSWORD (and set ODOO_PYTHON to its Python), or use docker compose (README)"
}

# missing_packages PURPOSE: Debian packages to install for run or test
missing_packages() {
  if [ -z "${ODOO_HOME:-}" ]; then
    base_python >/dev/null || echo python3 python3-venv
    has_library libpango-1.0 || echo libpango-1.0-0
    has_library libpangoft2-1.0 || echo libpangoft2-1.0-0
    has_library libharfbuzz-subset || echo libharfbuzz-subset0
  fi
  has_cjk_font || echo fonts-noto-cjk
  own_postgres && { pg_find_bin >/dev/null || echo postgresql; }
  [ "$1" != test ] || browser_path >/dev/null || echo chromium
}

become_root() { if is_root; then "$@"; else sudo "$@"; fi; }
can_become_root() { is_root || sudo -n true 2>/dev/null || { [ -t 0 ] && command -v sudo >/dev/null && id -nG | has -wE 'sudo|wheel|admin'; }; }

# Keep Debian from making and starting a system-wide cluster that nobody asked for.
no_system_cluster() {
  [ -e /etc/postgresql-common/createcluster.conf ] && return 0
  become_root mkdir -p /etc/postgresql-common
  echo 'create_main_cluster = false' | become_root tee /etc/postgresql-common/createcluster.conf >/dev/null
}

apt_install() {
  case " $* " in *" postgresql "*) no_system_cluster ;; esac
  become_root apt-get update -qq
  become_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o Dpkg::Options::=--force-confold "$@"
}

# install_packages PURPOSE: everything the machine lacks for run or test
install_packages() {
  local -a missing=()
  mapfile -t missing < <(missing_packages "$1" | tr ' ' '\n' | sort -u)
  [ "${#missing[@]}" = 0 ] && return 0
  if [ -n "${ODOO_HOME:-}" ] && ! own_postgres; then
    note "nothing is installed, because ODOO_HOME and PG* are set; lacking: ${missing[*]}"
    return 0
  fi
  require_debian
  if can_become_root; then
    REMEDY="check the network and the package source (apt-get update), then run the same command again" \
      step "Installing ${missing[*]}" apt_install "${missing[@]}"
    return 0
  fi
  cope_without "${missing[@]}"
}

# Neither root nor sudo: PostgreSQL can be unpacked, fonts and browser can wait, the rest cannot.
cope_without() {
  local package needed=()
  for package in "$@"; do
    case $package in
      postgresql) fetch_postgres ;;
      fonts-noto-cjk | chromium) note "$package is not installed; ask an administrator: apt-get install $package" ;;
      *) needed+=("$package") ;;
    esac
  done
  [ "${#needed[@]}" = 0 ] || die "lacking: ${needed[*]}" "ask an administrator to run: apt-get install ${needed[*]}"
}

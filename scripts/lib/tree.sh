# The Odoo 19 source tree: ODOO_HOME, or Debian's package unpacked in the user's cache.
# No host is named: the repository is the one this machine already uses.
# shellcheck shell=bash

pin() { awk -v key="$1" '$1 == key { print $2 }' "$ROOT/config/odoo.pins"; }

# find_tree: set ODOO_TREE, the folder that holds the package `odoo`; fetch it if lacking
find_tree() {
  if [ -n "${ODOO_HOME:-}" ]; then
    [ -d "$ODOO_HOME/odoo/addons/base" ] || [ -d "$ODOO_HOME/addons/web/static" ] ||
      die "ODOO_HOME=$ODOO_HOME holds no Odoo source tree" "point it at the folder that contains odoo/ (and addons/)"
    ODOO_TREE=$ODOO_HOME
    return 0
  fi
  local home
  home=$CACHE/odoo-$(short_hash <"$ROOT/config/odoo.pins")
  ODOO_TREE=$home/usr/lib/python3/dist-packages
  [ -d "$home" ] && return 0
  require_debian
  REMEDY="check the network and this machine's package source (does apt-get update work?), then run the same command again; or set ODOO_HOME" \
    step "Fetching Odoo 19 (130 MB)" fetch_tree_debs
  check_tree_debs
  REMEDY="is there space for 1.5 GB in $CACHE? Then run the same command again" \
    step "Unpacking Odoo" unpack_tree "$home"
}

# The addons folders of the tree, joined with commas. Debian's second, code-only copy does not count.
tree_addons() {
  local folder found=()
  for folder in "$ODOO_TREE/odoo/addons" "$ODOO_TREE/addons"; do
    if [ -d "$folder/base" ] || [ -d "$folder/web/static" ]; then found+=("$folder"); fi
  done
  (IFS=,; echo "${found[*]}")
}

# shellcheck disable=SC2016  # the dollars are apt's
machine_repository() {
  apt-get indextargets --format '$(REPO_URI)|$(RELEASE)|$(CREATED_BY)' |
    awk -F'|' '$3 == "Packages" && $2 !~ /-(security|updates|backports)$/ && !found++ { print $1 }'
}

# apt with lists and cache of our own: the system's state stays untouched
own_apt() {
  local work=$CACHE/apt
  apt-get -o Dir::Etc::SourceList="$work/sid.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" "$@"
}

fetch_tree_debs() {
  local work=$CACHE/apt base
  base=$(machine_repository)
  [ -n "$base" ] || { echo "apt knows no package source"; return 1; }
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/debs"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $base sid main" >"$work/sid.list"
  own_apt update -q
  cd "$work/debs"
  own_apt download -q odoo-19 libjs-jquery libjs-jquery-form libjs-underscore \
    fonts-roboto-unhinted fonts-montserrat fonts-inconsolata fonts-ocr-b
  # The stable release's 4.7: sid's 7 breaks the server's links.
  download_stable fonts-font-awesome
}

# download_stable PACKAGE...: from the machine's own release, refreshing its lists only if they lack it
download_stable() {
  apt-get download -q "$@" && return 0
  can_become_root && become_root apt-get update -q
  apt-get download -q "$@"
}

check_tree_debs() {
  local deb version
  deb=$(find "$CACHE/apt/debs" -name 'odoo-19_*.deb' -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d' ' -f2-)
  find "$CACHE/apt/debs" -name 'odoo-19_*.deb' ! -path "$deb" -delete
  version=$(dpkg-deb -f "$deb" Version)
  case $version in
    "$(pin version)")
      echo "$(pin sha256)  $deb" | sha256sum -c --quiet - >/dev/null 2>&1 && return 0
      rm -f "$deb"
      die "the package odoo-19 $version does not have the recorded checksum" "run again to fetch it anew; if it stays so, do not trust the package source" ;;
    19.0*) note "Debian now carries Odoo $version; the suite is tested with $(pin version). Going on with the newer one (signed by Debian)." ;;
    *) die "Debian now carries Odoo $version, not 19.0" "name an Odoo 19 source tree in ODOO_HOME, or use docker compose (README)" ;;
  esac
}

unpack_tree() {
  local home=$1 work deb stub
  rm -rf "$CACHE"/unpack.*
  work=$(mktemp -d "$CACHE/unpack.XXXXXX")
  chmod 755 "$work"
  for deb in "$CACHE"/apt/debs/*.deb; do dpkg -x "$deb" "$work"; done
  rm -rf "$work/usr/lib/python3/dist-packages/addons"
  # The free build lacks this one file, and the web client logs an error without it.
  stub=$work/usr/lib/python3/dist-packages/odoo/addons/mail/static/lib/selfie_segmentation
  mkdir -p "$stub"
  echo '/* not in the free build */' >"$stub/selfie_segmentation.js"
  mv -T "$work" "$home"
  rm -rf "$CACHE/apt/debs"
}

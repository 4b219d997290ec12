# A small nginx in front of the prefork server: live messages (/websocket) go to another port than pages.
# The one on PATH, or Debian's package unpacked (installing it would start a service on port 80).
# shellcheck shell=bash

# find_proxy: print the program, fetching it if allowed; fail if there is none
find_proxy() {
  local found
  found=$(command -v nginx) && { echo "$found"; return 0; }
  found=$CACHE/nginx/usr/sbin/nginx
  if [ ! -x "$found" ] && { [ -z "${ODOO_HOME:-}" ] || own_postgres; } && command -v apt-get >/dev/null; then
    say "• Fetching the proxy (1 MB)"
    ( fetch_proxy ) >"$STATE/logs/proxy.log" 2>&1 || return 1
  fi
  [ -x "$found" ] && "$found" -v 2>/dev/null && echo "$found"
}

fetch_proxy() {
  local work=$CACHE/unpack-nginx
  rm -rf "$work" "$CACHE/nginx"
  mkdir -p "$work/root" && cd "$work" &&
    download_stable nginx && dpkg -x nginx_*.deb "$work/root" && mv -T "$work/root" "$CACHE/nginx" && rm -rf "$work"
}

# proxy_start PROGRAM FOLDER PORT HTTP_PORT GEVENT_PORT
proxy_start() {
  local folder=$2 user=
  proxy_stop "$folder"
  if is_root; then user='user root;'; fi
  mkdir -p "$folder/proxy-tmp"
  sed -e "s|@STATE@|$folder|; s|@PORT@|$3|; s|@HTTP@|$4|; s|@GEVENT@|$5|; s|@USER@|$user|" \
    "$ROOT/config/nginx.conf.in" >"$folder/proxy.conf"
  "$1" -e "$folder/proxy.log" -p "$folder" -c "$folder/proxy.conf" 7>&- 8>&- 9>&-
}

proxy_stop() {
  local pid
  pid=$(cat "$1/proxy.pid" 2>/dev/null || true)
  if is_process "$pid" nginx; then kill "$pid"; wait_gone "$pid" 10; fi
  rm -f "$1/proxy.pid"
}

# A library that lets drills move the clock of a server and its database, and of nothing else.
# shellcheck shell=bash

# find_faketime: print the library, fetching it if allowed; fail if there is none
find_faketime() {
  local found
  for found in /usr/lib/*/faketime/libfaketimeMT.so.1 "$CACHE"/faketime/usr/lib/*/faketime/libfaketimeMT.so.1; do
    [ -e "$found" ] && { echo "$found"; return 0; }
  done
  command -v apt-get >/dev/null || return 1
  say "• Fetching the clock library (30 kB)"
  ( fetch_faketime ) >"$STATE/logs/faketime.log" 2>&1 || return 1
  compgen -G "$CACHE/faketime/usr/lib/*/faketime/libfaketimeMT.so.1"
}

fetch_faketime() {
  local work=$CACHE/unpack-faketime
  rm -rf "$work" "$CACHE/faketime"
  mkdir -p "$work/root" && cd "$work" &&
    download_stable libfaketime && dpkg -x libfaketime_*.deb "$work/root" && mv -T "$work/root" "$CACHE/faketime" && rm -rf "$work"
}

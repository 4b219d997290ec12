# Sourced by every script: where things are, how to speak, how to fail.
# shellcheck shell=bash
set -euo pipefail

ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
LIB=$ROOT/scripts/lib
STATE=${PARKDESK_STATE:-$ROOT/.state}
PATH=$PATH:/usr/sbin:/sbin
CACHE=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/parkdesk
cd "$ROOT"

say() { printf '%s\n' "$*" >&2; }
note() { say "  note: $*"; }

# die MESSAGE [REMEDY]
die() {
  say "error: $1"
  if [ $# -gt 1 ]; then say "  what to do: $2"; fi
  exit 1
}

# The help of a script is the comment at its head.
show_help() { awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$0"; }

# has PATTERN : does standard input hold it? Reads to the end, unlike grep -q, which breaks the pipe behind it.
has() { [ "$(grep -c "$@")" -gt 0 ]; }

is_root() { [ "$(id -u)" = 0 ]; }

prepare_state() {
  mkdir -p "$STATE/logs"
  # Others look at nothing; user postgres must be able to pass through to its cluster.
  if is_root; then chmod 711 "$STATE"; else chmod 700 "$STATE"; fi
}

# REMEDY=... step TEXT COMMAND... : run quietly and show that time passes; on failure show the end of the
# log and give up. Never call it behind `||` or in a condition: bash would then ignore errors inside.
step() {
  local text=$1 log rc=0 ticker start=$SECONDS
  shift
  log=$STATE/logs/$(printf '%s' "$text" | tr -cs '[:alnum:]' '-' | cut -c1-40).log
  printf '• %s ' "$text" >&2
  ( while sleep 5 && kill -0 $$ 2>/dev/null; do printf '.' >&2; done ) 7>&- 8>&- 9>&- &
  ticker=$!
  set +e
  ( set -e; "$@" ) >"$log" 2>&1
  rc=$?
  set -e
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  if [ "$rc" = 0 ]; then say "✓ $((SECONDS - start)) s"; return 0; fi
  say "✗ after $((SECONDS - start)) s"
  tail -n 25 "$log" | sed 's/^/    /' >&2
  die "this step failed: $text (whole log: $log)" "${REMEDY:-run the same command again; what is already done is kept}"
}

# lock FD FILE WHAT: wait for another script of ours; daemons must be started with FD closed.
lock() {
  mkdir -p "$(dirname -- "$2")"
  eval "exec $1>>\"\$2\""
  flock -n "$1" && return 0
  say "waiting: $3 is busy in another script ($2)"
  flock "$1"
}

# short_hash: the first 12 characters of the checksum of standard input
short_hash() { sha256sum | cut -c1-12; }

# Is PID alive and does its command line contain TEXT (a reused number does not count)?
is_process() { [ -n "${1:-}" ] && tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null | has -F -- "$2"; }

# free_ports N: print N free local TCP ports
free_ports() {
  "$PYTHON" - "$1" <<'PY'
import socket, sys
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
print(*(each.getsockname()[1] for each in held))
PY
}

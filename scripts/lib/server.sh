# The running server: a supervisor that starts Odoo again when it ends unasked, and the proxy before it.
# shellcheck shell=bash

# wait_gone PID SECONDS
wait_gone() {
  local left=$(($2 * 10))
  while kill -0 "$1" 2>/dev/null && [ "$left" -gt 0 ]; do
    sleep 0.1
    left=$((left - 1))
  done
  ! kill -0 "$1" 2>/dev/null
}

server_pid() {
  local pid
  pid=$(cat "$STATE/server.pid" 2>/dev/null || true)
  is_process "$pid" "$LIB/supervise" && echo "$pid"
}

port_is_free() {
  "$PYTHON" -c 'import socket, sys; socket.create_server(("127.0.0.1", int(sys.argv[1])))' "$1" 2>/dev/null
}

require_port() {
  port_is_free "$1" || die "port $1 is in use by another program" "choose another one: ./scripts/run --port $(($1 + 10)); or stop that program (ss -ltnp shows it)"
}

# server_start PORT : sets ADDRESS
server_start() {
  local proxy http gevent
  ADDRESS=http://localhost:$1
  read -r http gevent < <(free_ports 2)
  if proxy=$(find_proxy); then
    proxy_start "$proxy" "$STATE" "$1" "$http" "$gevent"
  else
    note "no nginx here: pages work, live notifications between users do not"
    http=$1
  fi
  echo "$1" >"$STATE/port"
  rm -f "$STATE/stopping"
  setsid env -u PGDATABASE "$LIB/supervise" "$STATE" "$PYTHON" "$LAUNCHER" \
    --workers=2 --max-cron-threads=1 --http-port="$http" --gevent-port="$gevent" --no-database-list ${proxy:+--proxy-mode} \
    >>"$STATE/odoo.log" 2>&1 </dev/null 7>&- 8>&- 9>&- &
  echo $! >"$STATE/server.pid"
}

# server_wait SECONDS : until health check and log-in page answer
server_wait() {
  "$PYTHON" "$LIB/wait_http.py" "http://localhost:$(cat "$STATE/port")" "$1" "$(cat "$STATE/server.pid")"
}

server_healthy() { server_wait 3 >/dev/null 2>&1; }

server_stop() {
  local pid
  touch "$STATE/stopping"
  if pid=$(server_pid); then
    kill -TERM "$pid"
    wait_gone "$pid" 60 || kill -KILL -- "-$pid" 2>/dev/null || true
  fi
  proxy_stop "$STATE"
  rm -f "$STATE/server.pid"
}

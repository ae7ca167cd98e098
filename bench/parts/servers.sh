# What bench/run measures: a PostgreSQL and the ways to it, each on a free port of loopback, all below one temporary
# folder. Sourced by bench/run.

readonly ROUTES="direct direct-tls haproxy pgbouncer pgbouncer-tls sallyport sallyport-tls"
readonly DATABASE=bench OWNER=bench TARGET=bench-target AUDIENCE=sallyport
# More than 64 clients, and those that PgBouncer keeps for later.
readonly CONNECTIONS_MAX=300
readonly START_SECONDS=120

declare -A port=() tls=() user=() password=() proxy_pid=()
started=()
work=

start_servers() {
  java_home=$(java_home) || die "./sallyport does not start; see above"
  local free
  mapfile -t free < <(free_ports 8)
  certificate
  start_postgres "${free[0]}"
  route direct "${free[0]}" disable "$OWNER" ''
  route direct-tls "${free[0]}" require "$OWNER" ''
  if is_asked haproxy; then
    start_haproxy "${free[1]}"
    route haproxy "${free[1]}" disable "$OWNER" "$last_pid"
  fi
  if is_asked pgbouncer || is_asked pgbouncer-tls; then
    start_pgbouncer "${free[2]}"
    route pgbouncer "${free[2]}" disable "$OWNER" "$last_pid"
    route pgbouncer-tls "${free[2]}" require "$OWNER" "$last_pid"
  fi
  if is_asked sallyport || is_asked sallyport-tls; then
    start_issuer "${free[3]}"
  fi
  if is_asked sallyport; then
    start_sallyport sallyport "${free[4]}" "${free[5]}"
    route sallyport "${free[4]}" disable "$TARGET" "$last_pid" "$token"
  fi
  if is_asked sallyport-tls; then
    start_sallyport sallyport-tls "${free[6]}" "${free[7]}"
    route sallyport-tls "${free[6]}" require "$TARGET" "$last_pid" "$token"
  fi
}

# route NAME PORT SSLMODE USER PROXY_PID [PASSWORD]
route() {
  port[$1]=$2 tls[$1]=$3 user[$1]=$4 proxy_pid[$1]=$5 password[$1]=${6:-}
}

# The JDK that ./sallyport finds; it builds first where it must.
java_home() {
  SALLYPORT_JAVA_OPTS=-XshowSettings:properties "$root/sallyport" --version 2>&1 |
    tee "$work/launcher.log" | sed -n 's/^ *java\.home = //p' | grep . ||
    { cat "$work/launcher.log" >&2 && return 1; }
}

free_ports() {
  python3 - "$1" <<'PYTHON'
import socket, sys
sockets = [socket.socket() for _ in range(int(sys.argv[1]))]
for each in sockets:
    each.bind(("127.0.0.1", 0))
    print(each.getsockname()[1])
PYTHON
}

# ECDSA P-256 for all of them: with RSA the handshakes would be compared, not the proxies.
certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
    -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
    -keyout "$work/server.key" -out "$work/server.crt" 2>"$work/openssl.log" || die "$(<"$work/openssl.log")"
  chmod 600 "$work/server.key"
}

# A folder of the servers' own with copies of the certificate: PostgreSQL and PgBouncer do not run as root.
servant_folder() {
  mkdir "$1"
  cp "$work/server.key" "$work/server.crt" "$1"
  chmod 700 "$1"
  if ((EUID == 0)); then
    chown -R postgres:postgres "$1"
  fi
}

# as_servant COMMAND...: in the caller's place, so that the process keeps its id.
as_servant() {
  if ((EUID == 0)); then
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$@"
  fi
  exec "$@"
}

# in_background NAME COMMAND...: its id in last_pid, its output in NAME.log; ended by clean_up.
in_background() {
  local name=$1
  shift
  "$@" >"$work/$name.log" 2>&1 </dev/null &
  last_pid=$!
  started+=("$last_pid")
}

start_postgres() {
  local data=$work/postgres buffers=2GB
  [[ $size == full ]] || buffers=512MB
  servant_folder "$data"
  (as_servant initdb -D "$data/data" -U "$OWNER" --auth=trust -E UTF8 --locale=C --no-sync) \
    >"$work/initdb.log" 2>&1 || die "$(<"$work/initdb.log")"
  in_background postgres as_servant postgres -D "$data/data" -p "$1" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c "shared_buffers=$buffers" \
    -c "max_connections=$CONNECTIONS_MAX" -c ssl=on -c "ssl_cert_file=$data/server.crt" \
    -c "ssl_key_file=$data/server.key" -c fsync=off -c autovacuum=off -c jit=off -c max_wal_size=8GB
  postgres_pid=$last_pid
  await_port postgres "$1"
}

start_haproxy() {
  cat >"$work/haproxy.cfg" <<TEXT
global
  nbthread 1
  maxconn 1000
defaults
  mode tcp
  timeout connect 10s
  timeout client 1h
  timeout server 1h
listen postgres
  bind 127.0.0.1:$1
  server postgres 127.0.0.1:${port[direct]}
TEXT
  in_background haproxy haproxy -db -f "$work/haproxy.cfg"
  await_port haproxy "$1"
}

start_pgbouncer() {
  local folder=$work/pgbouncer
  servant_folder "$folder"
  echo "\"$OWNER\" \"\"" >"$folder/users"
  # One process for plain and TLS: with `allow`, the client chooses.
  cat >"$folder/pgbouncer.ini" <<TEXT
[databases]
$DATABASE = host=127.0.0.1 port=${port[direct]} user=$OWNER
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $1
unix_socket_dir =
auth_type = trust
auth_file = $folder/users
pool_mode = session
default_pool_size = 100
max_client_conn = 200
server_tls_sslmode = disable
client_tls_sslmode = allow
client_tls_key_file = $folder/server.key
client_tls_cert_file = $folder/server.crt
log_connections = 0
log_disconnections = 0
TEXT
  in_background pgbouncer as_servant pgbouncer "$folder/pgbouncer.ini"
  await_port pgbouncer "$1"
}

# An issuer with discovery and keys, and in `token` one good token.
start_issuer() {
  in_background issuer "$java_home/bin/java" -Xmx64m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
    -cp "$(<"$root/gateway-server/target/demo.classpath")" \
    dev.sallyport.demo.IssuerServer "$1" bench "$AUDIENCE"
  await_port issuer "$1"
  until token=$(sed -n 's/^token=//p' "$work/issuer.log" | grep .); do
    sleep 0.1
  done
  issuer=http://127.0.0.1:$1
}

# start_sallyport NAME POSTGRES_PORT CONTROL_PORT: with everything on that a gateway in use has.
start_sallyport() {
  local folder=$work/$1 tls_section='' token_role="{issuer: \"$issuer\", when: \"claims.sub == 'bench'\"}"
  mkdir "$folder"
  chmod 700 "$folder"
  [[ $1 != *-tls ]] || tls_section="tls: {certificate: $work/server.crt, key: $work/server.key}"
  cat >"$folder/policy.yaml" <<TEXT
schema: sallyport.policy/v1
roles:
  bench: $token_role
  dba: {issuer: "$issuer", when: "'dba' in claims.groups"}
  pii-reader: {issuer: "$issuer", when: "'pii-reader' in claims.groups"}
rules:
  - {id: no-drop, who: ["*"], targets: [env=prod], effects: [drop, truncate], deny: "DROP and TRUNCATE are blocked"}
  - {id: where-needed, who: ["*"], targets: [env=prod], effects: [update, delete], unfiltered: true, deny: "UPDATE and DELETE need a WHERE"}
  - {id: session, who: [bench], targets: [$TARGET], effects: [transaction, set, explain], allow: true}
  - {id: data, who: [bench], targets: [$TARGET], effects: [read, insert, update, delete, copy-out, copy-in], relations: ["public.*", "pg_catalog.*"], allow: true}
  - {id: schema, who: [bench], targets: [$TARGET], effects: [create, alter], relations: ["public.*"], approve: {from: [dba], wait: 15m, reason: optional}}
# They concern this session, so every result is planned, and no column of these tables.
masks:
  - {id: email, columns: ["public.customers.email"], with: email, except: [pii-reader]}
  - {id: card, columns: ["public.customers.card_number"], with: last4}
  - {id: secret, columns: ["*.*.password*", "*.*.*_token"], with: redact}
TEXT
  cat >"$folder/gateway.yaml" <<TEXT
schema: sallyport.gateway/v1
state: ./state
listen: {control: "127.0.0.1:$3", postgres: "127.0.0.1:$2"}
$tls_section
issuers:
  - {name: bench, issuer: "$issuer", audience: $AUDIENCE}
policy: policy.yaml
recordings: {folder: ./recordings, durability: written}
targets:
  $TARGET:
    protocol: postgres
    address: 127.0.0.1:${port[direct]}
    database: $DATABASE
    labels: {env: prod}
    tls: {mode: disable}
    credential: {user: $OWNER}
TEXT
  SALLYPORT_JAVA_OPTS="$java_options -Xlog:gc:file=$folder/gc.log" \
    in_background "$1" "$root/sallyport" gateway --config "$folder/gateway.yaml"
  await_port "$1" "$2"
}

# The server's own process must still live: otherwise somebody else has the port.
await_port() {
  local deadline=$((SECONDS + START_SECONDS))
  until (exec 3<>"/dev/tcp/127.0.0.1/$2") 2>/dev/null; do
    if ! kill -0 "$last_pid" 2>/dev/null || ((SECONDS > deadline)); then
      cat "$work/$1.log" >&2
      die "$1 did not come up at port $2; its output is above"
    fi
    sleep 0.1
  done
}

# The last started ends first, as each stands in front of those before it.
clean_up() {
  local status=$? i
  trap '' INT TERM HUP
  trap - EXIT
  if [[ -n ${worker:-} ]]; then
    end_tree "$worker"
  fi
  for ((i = ${#started[@]} - 1; i >= 0; i--)); do
    end "${started[i]}"
  done
  [[ -z $work ]] || rm -rf "$work"
  exit "$status"
}

# The shell that waits for a client, and the client.
end_tree() {
  local child
  for child in $(pgrep -P "$1"); do
    end_tree "$child"
  done
  kill "$1" 2>/dev/null || true
}

end() {
  local signal=TERM deadline=$((SECONDS + 20))
  # PostgreSQL's "fast shutdown": it does not wait for clients to leave.
  [[ $1 != "${postgres_pid:-}" ]] || signal=INT
  kill -"$signal" "$1" 2>/dev/null || return 0
  while kill -0 "$1" 2>/dev/null; do
    if ((SECONDS > deadline)); then
      kill -KILL "$1" 2>/dev/null || true
      break
    fi
    sleep 0.05
  done
  wait "$1" 2>/dev/null || true
}

# The measurements of bench/run, each a line of raw.csv. Sourced by bench/run.

readonly MODES="simple extended prepared" CLIENTS="1 8 64"
# A fixed heap, so that the result of a COPY could not hide in a large one.
java_options="-Xms256m -Xmx256m ${SALLYPORT_JAVA_OPTS:-}"
worker=

# client ROUTE COMMAND...: a program of PostgreSQL's, told which way to take by libpq's variables.
client() {
  local route=$1
  shift
  # HOME: with a root.crt in ~/.postgresql, `require` would mean more than it says.
  HOME=$work PGHOST=127.0.0.1 PGPORT=${port[$route]} PGUSER=${user[$route]} PGPASSWORD=${password[$route]} \
    PGDATABASE=$DATABASE PGSSLMODE=${tls[$route]} PGGSSENCMODE=disable PGCONNECT_TIMEOUT=20 "$@"
}

# Runs in the background and waits, as bash acts on a signal only between commands.
waited() {
  "$@" &
  worker=$!
  local status=0
  wait "$worker" || status=$?
  worker=
  return "$status"
}

sql() {
  client direct psql -X -q -v ON_ERROR_STOP=1 -c "$1"
}

fill() {
  local scale=10 rows=10000000
  [[ $size == full ]] || scale=2 rows=1000000
  say "filling: pgbench at scale $scale, and $rows rows for COPY"
  client direct createdb --maintenance-db=postgres "$DATABASE"
  client direct pgbench -i -q -s "$scale" >"$work/pgbench-init.log" 2>&1 || die "$(<"$work/pgbench-init.log")"
  # About 106 bytes a row as COPY writes it: as many rows as bytes, where one 1 MB column would flatter everybody.
  sql "CREATE UNLOGGED TABLE big AS SELECT n AS id, repeat(md5(n::text), 3) AS text FROM generate_series(1, $rows) n"
  sql "CREATE UNLOGGED TABLE tenth AS SELECT * FROM big WHERE id <= $rows / 10"
  sql "CREATE UNLOGGED TABLE sink (id integer, text text)"
  sql "VACUUM ANALYZE"
  client direct psql -X -q -c "COPY (SELECT * FROM big WHERE id <= $rows / 4) TO STDOUT" >"$work/copy-in.data"
  copy_in_bytes=$(stat -c %s "$work/copy-in.data")
  copy_out_bytes=$(client direct psql -X -q -c "COPY big TO STDOUT" | wc -c)
  copy_tenth_bytes=$(client direct psql -X -q -c "COPY tenth TO STDOUT" | wc -c)
}

# The JVM compiles what runs often; the others only fill their caches.
warm_up() {
  local route mode each
  warm_seconds=60
  [[ $size == full ]] || warm_seconds=12
  for route in "${routes[@]}"; do
    say "warming up: $route"
    each=1
    [[ $route != sallyport* ]] || each=$((warm_seconds / 3))
    for mode in $MODES; do
      load "$route" "$mode" 8 "$each"
    done
    copy_out "$route" tenth
  done
}

measure_rounds() {
  local round mode clients
  echo "round,measure,clients,route,seconds,transactions,tps,bytes,proxy_cpu_seconds,rss_peak_kb,heap_peak_mb,heap_live_mb" \
    >"$work/raw.csv"
  for ((round = 1; round <= rounds; round++)); do
    say "round $round of $rounds"
    for mode in $MODES; do
      for clients in $CLIENTS; do
        each_route "$round" measure_load "$mode" "$clients"
      done
    done
    each_route "$round" measure_load logins 4
    each_route "$round" measure_copy_out
    each_route "$round" measure_copy_in
  done
}

# Each round begins with another route, so that none is always the one after the heaviest.
each_route() {
  local round=$1 i
  shift
  for ((i = 0; i < ${#routes[@]}; i++)); do
    "$1" "$round" "${routes[(i + round - 1) % ${#routes[@]}]}" "${@:2}"
    forget_recordings
  done
}

# What counts begins a second after the last client has logged in, and ends a second before they leave: a login costs
# as much as a hundred statements, and is measured by itself.
measure_load() {
  local round=$1 route=$2 mode=$3 clients=$4 took transactions tps cpu
  load "$route" "$mode" "$clients" $((seconds + 2))
  read -r took transactions tps cpu < <(between_samples "$seconds" <"$work/samples")
  line "$round" "$mode" "$clients" "$route" "$took" "$transactions" "$tps" '' "$cpu"
}

# load ROUTE MODE CLIENTS SECONDS: leaves pgbench.log and, for each second, a line in `samples`.
load() {
  local threads=1 how=(-M "$2")
  (($3 == 1)) || threads=2
  # -C: a connection for each transaction.
  [[ $2 != logins ]] || how=(-C)
  if ! waited sampled "$1" pgbench -n -S -P 1 "${how[@]}" -c "$3" -j "$threads" -T "$4" ||
    grep -q '^number of failed transactions: [^0]' "$work/pgbench.log"; then
    die "pgbench ${how[*]} -c $3 by $1: $(<"$work/pgbench.log")"
  fi
}

sampled() {
  client "$@" 2>&1 | sample "$1"
}

# Beside each line of pgbench's progress, what the proxy has used of CPU until then: `SECONDS TPS TICKS`.
sample() {
  local said ticks
  : >"$work/samples"
  : >"$work/pgbench.log"
  while IFS= read -r said; do
    if [[ $said =~ ^progress:\ ([0-9.]+)\ s,\ ([0-9.]+)\ tps ]]; then
      ticks=$(cpu_ticks "$1")
      echo "${BASH_REMATCH[1]} ${BASH_REMATCH[2]} ${ticks:--}" >>"$work/samples"
    fi
    echo "$said" >>"$work/pgbench.log"
  done
}

# between_samples SECONDS: from the first sample on, seconds, transactions, tps, and the proxy's seconds of CPU. Nothing
# where the clients took all of the time to connect.
between_samples() {
  awk -v most="$1" -v hz="$(getconf CLK_TCK)" '
    NR == 1 {from = $1; before = $3}
    NR > 1 && NR <= most + 1 {done += $2 * ($1 - last); to = $1; after = $3}
    {last = $1}
    END {if (to > from) printf "%.1f %.0f %.1f %s\n", to - from, done, done / (to - from),
      after == "-" ? "" : sprintf("%.2f", (after - before) / hz); else print ""}'
}

measure_copy_out() {
  local before after began ended
  before=$(cpu_ticks "$2") began=$EPOCHREALTIME
  copy_out "$2" big
  ended=$EPOCHREALTIME after=$(cpu_ticks "$2")
  line "$1" copy-out 1 "$2" "$(minus "$ended" "$began")" '' '' "$copy_out_bytes" "$(cpu "$2" "$before" "$after")"
}

copy_out() {
  waited client "$1" psql -X -q -v ON_ERROR_STOP=1 -c "COPY $2 TO STDOUT" >/dev/null 2>"$work/psql.log" ||
    die "COPY $2 TO STDOUT by $1: $(<"$work/psql.log")"
}

measure_copy_in() {
  local before after began ended
  sql "TRUNCATE sink"
  before=$(cpu_ticks "$2") began=$EPOCHREALTIME
  copy_in "$2"
  ended=$EPOCHREALTIME after=$(cpu_ticks "$2")
  line "$1" copy-in 1 "$2" "$(minus "$ended" "$began")" '' '' "$copy_in_bytes" "$(cpu "$2" "$before" "$after")"
}

copy_in() {
  waited copy_in_from_file "$1" 2>"$work/psql.log" || die "COPY sink FROM STDIN by $1: $(<"$work/psql.log")"
}

# (A command in the background gets /dev/null as its input, unless it says otherwise itself.)
copy_in_from_file() {
  client "$1" psql -X -q -v ON_ERROR_STOP=1 -c "COPY sink FROM STDIN" <"$work/copy-in.data"
}

# A COPY and one of ten times its size: memory that grows with the result would show here.
measure_memory() {
  local i
  for ((i = 1; i <= 3; i++)); do
    memory_of "$i" memory-tenth "$copy_tenth_bytes" copy_out sallyport-tls tenth
    memory_of "$i" memory-big "$copy_out_bytes" copy_out sallyport-tls big
    sql "TRUNCATE sink"
    memory_of "$i" memory-in "$copy_in_bytes" copy_in sallyport-tls
    forget_recordings
  done
}

# memory_of ROUND MEASURE BYTES COMMAND...
memory_of() {
  local round=$1 measure=$2 bytes=$3 pid=${proxy_pid[sallyport-tls]} log=$work/sallyport-tls/gc.log lines rss
  shift 3
  collect "$pid"
  lines=$(wc -l <"$log")
  # proc(5), /proc/PID/clear_refs: 5 sets the peak back to what is resident now.
  echo 5 >"/proc/$pid/clear_refs"
  "$@"
  rss=$(awk '/^VmHWM/ {print $2}' "/proc/$pid/status")
  collect "$pid"
  # Lines such as: [9.1s][info][gc] GC(3) Pause Young (Normal) (G1 Evacuation Pause) 151M->12M(256M) 1.9ms
  tail -n "+$((lines + 1))" "$log" | sed -n 's/.* \([0-9]*\)M->\([0-9]*\)M([0-9]*M).*/\1 \2/p' >"$work/collections"
  line "$round" "$measure" 1 sallyport-tls '' '' '' "$bytes" '' "$rss" \
    "$(sort -n "$work/collections" | tail -n 1 | cut -d' ' -f1)" "$(tail -n 1 "$work/collections" | cut -d' ' -f2)"
}

# A full collection, so that what is left is what is in use.
collect() {
  "$java_home/bin/jcmd" "$1" GC.run >"$work/jcmd.log" 2>&1 || die "jcmd $1 GC.run: $(<"$work/jcmd.log")"
}

# A line of raw.csv, with empty fields up to its end.
line() {
  local fields=("$@")
  while ((${#fields[@]} < 12)); do
    fields+=('')
  done
  (IFS=, && echo "${fields[*]}") >>"$work/raw.csv"
}

# User and system time of the proxy's process, all threads, in ticks (proc(5), /proc/PID/stat, fields 14 and 15). None
# of these proxies has processes below it.
cpu_ticks() {
  local pid=${proxy_pid[$1]} stat
  [[ -n $pid ]] || return 0
  stat=$(<"/proc/$pid/stat") || die "$1 has ended: $(<"$work/${1%-tls}.log")"
  # The name in parentheses may hold blanks; after it, utime is the 12th.
  read -r -a stat <<<"${stat##*) }"
  echo $((stat[11] + stat[12]))
}

# cpu ROUTE BEFORE AFTER: seconds, or nothing where there is no proxy.
cpu() {
  [[ -z ${proxy_pid[$1]} ]] || awk -v ticks=$(($3 - $2)) -v hz="$(getconf CLK_TCK)" 'BEGIN {printf "%.2f", ticks / hz}'
}

minus() {
  awk -v a="$1" -v b="$2" 'BEGIN {printf "%.3f", a - b}'
}

# They are written and chained like all recordings, and would fill the disk over a whole run. (Those still being sealed
# are open, and go when they are closed.)
forget_recordings() {
  local folder
  for folder in "$work"/sallyport*/recordings; do
    [[ -d $folder ]] && find "$folder" -name '*.sprec' -delete
  done
  return 0
}

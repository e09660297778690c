# The section that fingerprints devices whole. Sourced by scripts/bench.

# One line of the table: NAME with what it did, to how many devices.
fingerprints() { # NAME WORDS COUNT
  awk -v words="$2" -v n="$3" -v cpu="$(figure "$1" cpu)" -v wall="$(figure "$1" wall)" \
    -v rounds="$(awk -v name="$1" '$1 == name && NF == 5' "$work/results" | wc -l)" 'BEGIN {
    if (cpu == "" || n == 0) { printf "| %s | 0 | failed | | | |\n", words; exit }
    printf "| %s | %d | %d | %.2f | %.0f | %.0f |\n", words, rounds, n, cpu * 1000 / n, n / cpu, n / wall
  }'
}

section_fingerprint() {
  local count=800 round handshakes
  begin "Devices fully fingerprinted, $count on each port"
  lab_addresses $count 12 | tee "$work/addresses" | lab_live
  : >"$work/s_time.counts"
  local nmap=(nmap -sV -Pn -n -T5 --min-rate 10000 --min-hostgroup 1024 --min-parallelism 2000
    --max-retries 1 -iL "$work/addresses")
  for round in $(seq "$rounds"); do
    echo " round $round" >&2
    rm -f "$work"/site.amtscout*
    measure plain "${near[@]}" "$bin/scout-bench" ask 16992 "$work/site.amtscout" "$work/addresses"
    # nmap takes twenty seconds each time, always about the same.
    [ "$round" -gt 2 ] || measure nmap-plain "${near[@]}" "${nmap[@]}" -p16992 -oG "$work/nmap.plain.list"
    rm -f "$work"/site.amtscout*
    measure secure "${near[@]}" "$bin/scout-bench" ask 16993 "$work/site.amtscout" "$work/addresses"
    [ "$round" -gt 2 ] || measure nmap-secure "${near[@]}" "${nmap[@]}" -p16993 -oG "$work/nmap.secure.list"
    measure s_time "${near[@]}" openssl s_time -new -time 5 -connect "$(head -1 "$work/addresses"):16993"
    awk '/real seconds/ { print $1 }' "$work/s_time.out" >>"$work/s_time.counts"
  done
  handshakes=$(median <"$work/s_time.counts")
  echo "| contender | rounds | devices | processor ms each | each second and core | each second, as it ran |"
  echo "|---|---|---|---|---|---|"
  fingerprints plain "amtscout, plain: page and challenge, read and stored" $count
  fingerprints nmap-plain "nmap -sV, plain" $count
  fingerprints secure "amtscout, TLS: versions, chain, page and challenge, read and stored" $count
  fingerprints nmap-secure "nmap -sV, TLS" $count
  fingerprints s_time "openssl s_time -new: one full handshake each, nothing else" "${handshakes%.*}"
  echo
  echo "RSA with 2,048 bits, TLS 1.2, no resumption; start of the program and site file included. For \
the secure ports amtscout shook hands $(awk '$2 == "handshakes" { print $1 }' "$work/secure.out") times in \
full; the handshake loop is what one core can do at most. nmap named the product of $(grep -c \
    'Active Management' "$work/nmap.plain.list" || true) plain and $(grep -c 'Active Management' \
    "$work/nmap.secure.list" || true) secure ports: the lab's server writes its headers in another order \
than AMT does."
  echo
}

# Sections that talk to what they find. Sourced by scripts/bench.

section_answers() {
  begin "4,076 addresses, each asked on its plain web port, answers read and stored"
  lab_addresses 4076 12 | tee "$work/addresses" | lab_live
  local round answers
  for round in $(seq "$rounds"); do
    echo " round $round" >&2
    rm -f "$work"/site.amtscout*
    measure amtscout "${near[@]}" "$bin/scout-bench" ask 16992 "$work/site.amtscout" "$work/addresses"
    measure bare-loop "${near[@]}" "$bin/scout-bench" loop 16992 "$work/addresses" 1
    # It takes a minute, always about the same one.
    [ "$round" -gt 1 ] ||
      measure nmap-sV "${near[@]}" nmap -sV --version-light -Pn -n -T5 --min-rate 10000 \
        --min-hostgroup 1024 --min-parallelism 2000 --max-retries 1 -p16992 -iL "$work/addresses" \
        -oG "$work/nmap.list"
    measure nmap-header "${near[@]}" nmap -sS --script +http-server-header -Pn -n -T5 --min-rate 10000 \
      --min-hostgroup 1024 --min-parallelism 2000 --max-retries 1 -p16992 -iL "$work/addresses" \
      -oN "$work/nmap.header"
  done
  table amtscout bare-loop nmap-sV nmap-header
  answers=$(awk '$2 == "answers" { print $1 }' "$work/amtscout.out")
  echo "amtscout stored $(awk '$2 == "sightings" { print $1 }' "$work/amtscout.out") sightings from \
$answers HTTP answers (two a device, on one connection: the page, then the challenge): \
$(awk -v cpu="$(figure amtscout cpu)" -v n="$answers" 'BEGIN { printf "%.0f", cpu * 1e6 / n }') µs of \
processor time an answer, start of the program and site file included. \`bare-loop\` connects, asks for \
one page, reads it to its end and closes, in the same event loop, and looks at nothing: what is left is \
the kernel's work for both ends of the cable, $(ratio "$(figure bare-loop cpu)" \
    "$(figure nmap-header cpu)") of nmap's header script."
  echo
}

section_tls() {
  begin "TLS: each secure port asked once"
  local count=1200 round
  lab_addresses $count 12 | tee "$work/addresses" | lab_live
  : >"$work/s_time.counts"
  for round in $(seq "$rounds"); do
    echo " round $round" >&2
    rm -f "$work"/site.amtscout*
    measure amtscout "${near[@]}" "$bin/scout-bench" ask 16993 "$work/site.amtscout" "$work/addresses"
    measure s_time "${near[@]}" openssl s_time -new -time 5 -connect "$(head -1 "$work/addresses"):16993"
    awk '/real seconds/ { print $1 }' "$work/s_time.out" >>"$work/s_time.counts"
  done
  local ours theirs
  ours=$(awk -v cpu="$(figure amtscout cpu)" '$2 == "handshakes" { printf "%.0f", $1 / cpu }' "$work/amtscout.out")
  theirs=$(awk -v cpu="$(figure s_time cpu)" '{ printf "%.0f\n", $1 / cpu }' "$work/s_time.counts" | median)
  echo "| contender | full handshakes a second of processor time | ratio |"
  echo "|---|---|---|"
  echo "| amtscout: versions, chain, page and challenge of $count ports, stored | $ours | $(ratio "$ours" "$theirs") |"
  echo "| openssl s_time -new | $theirs | |"
  echo
  echo "RSA with 2,048 bits, TLS 1.2, no resumption. amtscout opens one session a port for both \
questions, beside two connections that only exchange hellos; those count as its processor time, not as handshakes."
  echo
}

section_endtoend() {
  begin "From nothing to a written report: a /16, 1 % live, found, asked and judged"
  lab_addresses 655 16 | lab_live
  local round
  for round in $(seq "$rounds"); do
    echo " round $round" >&2
    rm -rf "$work"/site.amtscout* "$work/report"
    measure amtscout "${near[@]}" "$bin/amtscout" assess 10.77.0.0/16 --ports 16992-16995 --no-udp \
      --retries 0 --rate max --no-resolve --quiet --site "$work/site.amtscout" --output "$work/report"
    masscan_sweep 10.77.0.0/16 10000000
  done
  table amtscout masscan
  echo "The report shows $(($(wc -l <"$work/report/devices.csv") - 1)) devices of 655. masscan only sweeps."
  echo
}

section_micro() {
  begin "Parts, measured inside one process"
  "$bin/scout-bench" || echo "scout-bench ended with an error; see above."
  echo
  "$bin/scout-bench" correlating || echo "scout-bench ended with an error; see above."
  echo
  echo "Samples are the seeds in \`Fuzz/Corpus\`; a made-up site has ten observations for each of 10,000 \
devices; the simulated site runs in the same process on loopback; the connect sweep meets loopback \
addresses that refuse at once. Each figure is the median of five runs after one that does not count. How \
correlation grows is measured once, in a process of its own, whose highest memory is shown: twenty \
observations of each device in two scans."
  echo
}

# Sections that read capture files. Sourced by scripts/bench.

section_passive() {
  begin "A capture file of $packets DHCP and DNS packets"
  [ -s "$work/traffic.pcap" ] || "$bin/scout-bench" generate "$packets" "$work/traffic.pcap"
  local round fields
  fields=(-e frame.number -e frame.time_epoch -e dhcp.option.dhcp -e dhcp.hw.mac_addr -e dhcp.ip.client
    -e dhcp.ip.your -e dhcp.ip.relay -e dhcp.option.dhcp_server_id -e dhcp.option.hostname
    -e dhcp.option.domain_name -e dhcp.fqdn.name -e dhcp.option.vendor_class_id -e dns.id
    -e dns.flags.response -e dns.qry.name -e dns.qry.type -e dns.resp.name -e dns.resp.ttl
    -e dns.a -e dns.ptr.domain_name)
  for round in $(seq "$rounds"); do
    echo " round $round" >&2
    rm -f "$work"/site.amtscout*
    measure parse "$bin/scout-bench" parse "$work/traffic.pcap"
    measure print "$bin/scout-bench" print "$work/traffic.pcap"
    measure capture "$bin/amtscout" capture -r "$work/traffic.pcap" --json --quiet \
      --site "$work/site.amtscout"
    [ "$round" -gt 3 ] || measure tshark tshark -n -r "$work/traffic.pcap" -T fields "${fields[@]}"
  done
  table parse print capture tshark
  echo "\`parse\` reads each message with all its fields; \`print\` also writes its JSON line, as \
\`capture -r --json\` does; \`capture\` is that command itself, which stores what is news, too. tshark \
prints the fields that both have in common. tshark over parse: processor \
$(ratio "$(figure tshark cpu)" "$(figure parse cpu)"), wall \
$(ratio "$(figure tshark wall)" "$(figure parse wall)"); over print: processor \
$(ratio "$(figure tshark cpu)" "$(figure print cpu)"), wall \
$(ratio "$(figure tshark wall)" "$(figure print wall)"); over capture: processor \
$(ratio "$(figure tshark cpu)" "$(figure capture cpu)")."
  echo
}

# The command over files that grow: each client comes again and again, so that news grows slower than traffic.
section_captures() {
  begin "More packets, the same cost each and the same memory"
  local round size sizes=(100000 1000000 3000000)
  for round in $(seq "$rounds"); do
    echo " round $round" >&2
    for size in "${sizes[@]}"; do
      "$bin/scout-bench" generate "$size" "$work/captures.pcap"
      rm -f "$work"/site.amtscout*
      measure "$size" "$bin/amtscout" capture -r "$work/captures.pcap" --json --quiet \
        --site "$work/site.amtscout"
      stat -c %s "$work"/site.amtscout* | awk '{ sum += $1 } END { print sum }' >"$work/$size.size"
    done
  done
  rm -f "$work/captures.pcap"
  echo "| packets | lines | processor s | µs a packet | wall s | peak MiB | site file MiB |"
  echo "|---|---|---|---|---|---|---|"
  for size in "${sizes[@]}"; do
    awk -v size="$size" -v lines="$(wc -l <"$work/$size.out")" -v cpu="$(figure "$size" cpu)" \
      -v wall="$(figure "$size" wall)" -v rss="$(figure "$size" rss)" \
      -v bytes="$(cat "$work/$size.size")" 'BEGIN {
        printf "| %d | %d | %.2f | %.2f | %.2f | %.1f | %.2f |\n",
          size, lines, cpu, cpu * 1e6 / size, wall, rss, bytes / 1048576
      }'
  done
  echo
  echo "\`amtscout capture -r FILE --json --site NEW\`: every message printed, what is news stored. The \
65,536 clients of such a file come again after a minute of its time, and what they say is kept once in \
ten minutes."
  echo
}

# Sections that sweep. Sourced by scripts/bench.

sweep_options="--ports 16992-16995 --no-udp --retries 0 --quiet"

ours_sweep() { # PREFIX RATE
  rm -f "$work"/site.amtscout*
  # shellcheck disable=SC2086
  measure amtscout "${near[@]}" "$bin/amtscout" sweep "$1" $sweep_options --rate "$2" --json \
    --site "$work/site.amtscout"
}

masscan_sweep() { # PREFIX RATE
  measure masscan "${near[@]}" masscan "$1" -p16992-16995 --rate "$2" --wait 3 --adapter veth0 \
    --adapter-ip "$lab_near_address" --adapter-port 61000 --router-mac "$lab_far_mac" \
    -oL "$work/masscan.list"
}

zmap_sweep() { # PREFIX RATE
  : >"$work/empty"
  measure zmap "${near[@]}" bash -c "for port in 16992 16993 16994 16995; do
    zmap --target-port=\$port --interface=veth0 --source-ip=$lab_near_address \
      --gateway-mac=$lab_far_mac --blacklist-file=$work/empty --cooldown-time=3 --rate=$2 \
      --quiet --disable-syslog --output-file=$work/zmap.\$port $1; done"
}

# How many open ports each contender found in its last round, beside what there was to find.
found() { # EXPECTED
  echo "Open ports found in the last round, of $1: amtscout $(grep -c '"open"' "$work/amtscout.out" || true)$(
    [ -s "$work/masscan.list" ] && echo ", masscan $(grep -c '^open' "$work/masscan.list" || true)"
  )$(
    [ -s "$work/zmap.16992" ] && echo ", zmap $(cat "$work"/zmap.1699? | sort | wc -l)"
  )."
  echo
}

section_sweep16() {
  begin "A /16 on four ports, 1 % of the addresses live, as fast as it goes"
  lab_addresses 655 16 | lab_live
  local round
  for round in $(seq "$rounds"); do
    echo " round $round" >&2
    ours_sweep 10.77.0.0/16 max
    masscan_sweep 10.77.0.0/16 10000000
    zmap_sweep 10.77.0.0/16 0
  done
  table amtscout masscan zmap
  found $((655 * 4))
  commands <<TEXT
amtscout sweep 10.77.0.0/16 $sweep_options --rate max --json --site site.amtscout
masscan 10.77.0.0/16 -p16992-16995 --rate 10000000 --wait 3
zmap --target-port=… --rate=0 --cooldown-time=3 10.77.0.0/16        (once a port)
TEXT
}

section_paced16() {
  begin "The same /16 at 100,000 packets a second"
  lab_addresses 655 16 | lab_live
  local round
  for round in $(seq "$rounds"); do
    echo " round $round" >&2
    ours_sweep 10.77.0.0/16 100k
    masscan_sweep 10.77.0.0/16 100000
    zmap_sweep 10.77.0.0/16 100000
  done
  table amtscout masscan zmap
  found $((655 * 4))
  echo "The sweep's own count: \`$(grep -o '{.*}' "$work/amtscout.err" | tail -1)\`"
  echo
}

section_sweep20() {
  begin "A /20 on four ports, 1 % live, beside nmap"
  lab_addresses 41 12 | lab_live
  local round
  for round in $(seq "$rounds"); do
    echo " round $round" >&2
    ours_sweep 10.77.0.0/20 max
    measure nmap "${near[@]}" nmap -sS -Pn -n -T5 --min-rate 100000 --max-retries 1 \
      --min-hostgroup 4096 -p16992-16995 -oG "$work/nmap.list" 10.77.0.0/20
  done
  table amtscout nmap
  found $((41 * 4))
  echo "nmap found $(grep -o '/open/' "$work/nmap.list" | wc -l)."
  echo
}

section_full22() {
  begin "A /22 on four ports, every address live: nothing may be lost"
  echo 10.77.0.0/22 | lab_live
  local round
  for round in $(seq "$rounds"); do
    echo " round $round" >&2
    ours_sweep 10.77.0.0/22 max
    masscan_sweep 10.77.0.0/22 10000000
  done
  table amtscout masscan
  found $((1024 * 4))
}

section_dark14() {
  begin "A million probes into the dark"
  echo 10.77.255.255 | lab_live
  ip -n "$lab_near" route replace 10.80.0.0/14 via "$lab_far_address"
  far nft add rule netdev lab entry ip daddr 10.80.0.0/14 drop
  printf '{ %s, %s, 0x08, 0x00, 0x45, 0, c16(40), 0, 0, 0, 0, 64, 6, csumip(14, 33), 10, 76, 0, 1, 10, 80, 0, 1, c16(61000), c16(16992), c32(1), c32(0), 0x50, 2, c16(1024), csumtcp(14, 34), 0, 0 }\n' \
    "${lab_far_mac//:/, 0x}" "${lab_near_mac//:/, 0x}" |
    sed 's/{ 02/{ 0x02/; s/, 02, /, 0x02, /g' >"$work/frame.cfg"
  local round
  for round in $(seq "$rounds"); do
    echo " round $round" >&2
    rm -f "$work"/site.amtscout*
    # shellcheck disable=SC2086
    measure amtscout "${near[@]}" "$bin/amtscout" sweep 10.80.0.0/14 $sweep_options --rate max --yes \
      --site "$work/site.amtscout"
    measure trafgen "${near[@]}" trafgen --cpp --dev veth0 --conf "$work/frame.cfg" --num 1048576 \
      --cpus 1 --no-sock-mem
    masscan_sweep 10.80.0.0/14 10000000
  done
  table amtscout trafgen masscan
  echo "trafgen sends one frame 1,048,576 times from a ring; the sweeps make each probe and wait for answers at the end."
  echo
}

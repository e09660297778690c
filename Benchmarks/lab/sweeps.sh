# Sections that sweep. Sourced by scripts/bench.

sweep_options="--ports 16992-16995 --no-udp --retries 0 --quiet"

# Each tool waits three seconds at its end, or as many as are named; then they stand in its name.
ours_sweep() { # PREFIX RATE [SECONDS]
  rm -f "$work"/site.amtscout*
  # shellcheck disable=SC2086
  measure "amtscout${3:+-$3s}" "${near[@]}" "$bin/amtscout" sweep "$1" $sweep_options --rate "$2" \
    --cool-down "${3:-3}s" --json --site "$work/site.amtscout"
}

masscan_sweep() { # PREFIX RATE [SECONDS]
  measure "masscan${3:+-$3s}" "${near[@]}" masscan "$1" -p16992-16995 --rate "$2" \
    --wait "${3:-3}" --adapter veth0 \
    --adapter-ip "$lab_near_address" --adapter-port 61000 --router-mac "$lab_far_mac" \
    -oL "$work/masscan.list"
}

zmap_sweep() { # PREFIX RATE [SECONDS]
  : >"$work/empty"
  measure "zmap${3:+-$3s}" "${near[@]}" bash -c "for port in 16992 16993 16994 16995; do
    zmap --target-port=\$port --interface=veth0 --source-ip=$lab_near_address \
      --gateway-mac=$lab_far_mac --blacklist-file=$work/empty --cooldown-time=${3:-3} --rate=$2 \
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
    ours_sweep 10.77.0.0/16 max 1
    masscan_sweep 10.77.0.0/16 10000000 1
    zmap_sweep 10.77.0.0/16 0 1
    ours_sweep 10.77.0.0/16 max
    masscan_sweep 10.77.0.0/16 10000000
    zmap_sweep 10.77.0.0/16 0
  done
  table amtscout masscan zmap
  found $((655 * 4))
  echo "The same with one second of waiting at the end instead of three:"
  echo
  table amtscout-1s masscan-1s zmap-1s
  commands <<TEXT
amtscout sweep 10.77.0.0/16 $sweep_options --rate max --cool-down 3s --json --site site.amtscout
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
  lab_addresses 1024 10 | lab_live
  local round
  for round in $(seq "$rounds"); do
    echo " round $round" >&2
    ours_sweep 10.77.0.0/22 max
    masscan_sweep 10.77.0.0/22 10000000
  done
  table amtscout masscan
  found $((1024 * 4))
}

# A hundred thousand probes, a million, ten million: 1 % of the addresses answer on all four ports.
section_growth() {
  begin "Ten times the probes, ten times the cost"
  ip -n "$lab_near" route replace 10.128.0.0/10 via "$lab_far_address"
  ip -n "$lab_far" route replace local 10.128.0.0/10 dev lo
  far nft add rule netdev lab entry ip daddr 10.128.0.0/10 ip daddr != @live drop
  awk 'BEGIN { for (i = 0; i < 25000; i++) { n = i * 100; printf "10.%d.%d.%d\n", 128 + int(n / 65536), int(n / 256) % 256, n % 256 } }' |
    lab_live
  # 25,000, 250,000 and 2,500,000 addresses.
  local round size target names=()
  for size in 100k:10.128.97.167 1M:10.131.208.143 10M:10.166.37.159; do
    names+=("${size%%:*}")
  done
  for round in $(seq "$rounds"); do
    echo " round $round" >&2
    for size in 100k:10.128.97.167 1M:10.131.208.143 10M:10.166.37.159; do
      target=10.128.0.0-${size##*:}
      rm -f "$work"/site.amtscout*
      # shellcheck disable=SC2086
      measure "${size%%:*}" "${near[@]}" "$bin/amtscout" sweep "$target" $sweep_options --rate max \
        --yes --json --site "$work/site.amtscout"
      stat -c %s "$work"/site.amtscout* | awk '{ sum += $1 } END { print sum }' \
        >"$work/${size%%:*}.size"
    done
  done
  echo "| probes | open ports found | processor s | µs a probe | wall s | peak MiB | site file MiB |"
  echo "|---|---|---|---|---|---|---|"
  for size in "${names[@]}"; do
    awk -v size="$size" -v found="$(grep -c '"open"' "$work/$size.out" || true)" \
      -v cpu="$(figure "$size" cpu)" -v wall="$(figure "$size" wall)" -v rss="$(figure "$size" rss)" \
      -v bytes="$(cat "$work/$size.size")" 'BEGIN {
        probes = size == "100k" ? 1e5 : size == "1M" ? 1e6 : 1e7
        printf "| %d | %d | %.2f | %.2f | %.2f | %.1f | %.2f |\n",
          probes, found, cpu, cpu * 1e6 / probes, wall, rss, bytes / 1048576
      }'
  done
  echo
  echo "Each sweep waits three seconds at its end and begins slowly, whatever its size; \
its program starts in some hundredths of a second."
  echo
}

# How many frames a second arrive at the other end, from the first to the last.
section_rate() {
  begin "The rate on the wire"
  echo 10.77.255.255 | lab_live
  ip -n "$lab_near" route replace 10.80.0.0/14 via "$lab_far_address"
  far nft add rule netdev lab entry ip daddr 10.80.0.0/14 drop
  local round run asked prefix listener
  for round in $(seq "$rounds"); do
    echo " round $round" >&2
    for run in 2000:10.80.0.0/21 20000:10.80.0.0/18 100000:10.80.0.0/15; do
      asked=${run%%:*} prefix=${run##*:}
      rm -f "$work"/site.amtscout* "$work/wire.pcap"
      ip netns exec "$lab_far" tcpdump -n -Z root -i veth0 -s 64 -B 65536 -w "$work/wire.pcap" \
        'tcp[tcpflags] == tcp-syn' >/dev/null 2>"$work/tcpdump.err" &
      listener=$!
      for _ in $(seq 50); do
        grep -q listening "$work/tcpdump.err" && break
        sleep 0.1
      done
      # shellcheck disable=SC2086
      measure "rate$asked" "${near[@]}" "$bin/amtscout" sweep "$prefix" $sweep_options \
        --rate "$asked" --yes --site "$work/site.amtscout"
      kill -INT "$listener"
      wait "$listener" || true
      # All frames, and those after the first half second, in which a fast sweep gathers speed.
      tcpdump -n -tt -r "$work/wire.pcap" 2>/dev/null | awk -v asked="$asked" '
        NR == 1 { first = $1 }
        { last = $1 }
        $1 - first >= 0.5 { if (!steady++) from = $1 }
        END {
          printf "%d %d %.4f %.4f\n", asked, NR, (NR - 1) / (last - first) / asked,
            (steady - 1) / (last - from) / asked
        }' >>"$work/rates"
    done
  done
  echo "| packets a second asked | frames at the other end | of the rate, first to last frame | of the rate, after the first half second |"
  echo "|---|---|---|---|"
  for asked in 2000 20000 100000; do
    awk -v asked="$asked" '$1 == asked { print $2 }' "$work/rates" | median >"$work/frames"
    awk -v asked="$asked" '$1 == asked { print $3 }' "$work/rates" | median >"$work/whole"
    awk -v asked="$asked" '$1 == asked { print $4 }' "$work/rates" | median >"$work/steady"
    awk -v asked="$asked" '{ printf "| %d | %d | %.3f |", asked, $1, $2 } { printf " %.3f |\n", $3 }' \
      <(paste -d' ' "$work/frames" "$work/whole" "$work/steady")
  done
  echo
  echo "Counted by tcpdump at the far end of the cable; the cool-down at the end is no part of it."
  echo
}

# Drops what arrives at the far end, all but ARP, before the kernel makes a packet of it: what is left
# is what sending costs. Swift's compiler brings a clang that knows BPF.
drop_all() {
  local clang
  clang=$(dirname "$(readlink -f "$(command -v swift)")")/clang
  cat >"$work/drop.c" <<'C'
struct frame { unsigned data, data_end; };
__attribute__((section("xdp"), used)) int drop(struct frame *frame) {
  unsigned char *bytes = (void *)(unsigned long)frame->data;
  unsigned char *end = (void *)(unsigned long)frame->data_end;
  if (bytes + 14 <= end && bytes[12] == 8 && bytes[13] == 6) return 2; // XDP_PASS
  return 1; // XDP_DROP
}
C
  "$clang" -O2 -g -target bpf -c "$work/drop.c" -o "$work/drop.o" 2>/dev/null &&
    ip -n "$lab_far" link set dev veth0 xdpdrv obj "$work/drop.o" sec xdp 2>/dev/null
}

section_dark14() {
  begin "A million probes into the dark"
  ip -n "$lab_near" route replace 10.80.0.0/14 via "$lab_far_address"
  local sink="An XDP program drops what arrives at the far end."
  if ! drop_all; then
    sink="nftables drops what arrives at the far end: there is no XDP here."
    far nft add rule netdev lab entry ip daddr 10.80.0.0/14 drop
  fi
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
  ip -n "$lab_far" link set dev veth0 xdpdrv off 2>/dev/null || true
  echo "trafgen sends one frame 1,048,576 times from a ring; the sweeps make each probe and wait for \
answers at the end. $sink"
  echo
}

# The lab: two network namespaces joined by one veth pair. Sourced by scripts/bench.
#
# Behind the far end every address of 10.77.0.0/16 answers (AnyIP). What is not in the live set is
# dropped where frames enter, so dark addresses cost little and refuse nothing. One web server,
# bound to all addresses, stands on the four ports. The near end reaches all of it through one
# router with a fixed hardware address: no ARP for 65,536 addresses.

lab_near=amtscout-bench-$$-near
lab_far=amtscout-bench-$$-far
lab_near_mac=02:00:00:00:4c:01
lab_far_mac=02:00:00:00:4c:02
lab_near_address=10.76.0.1
lab_far_address=10.76.0.2
lab_pids=()

# For commands that run at the near end: "${near[@]}" command.
near=(ip netns exec "$lab_near")
far() { ip netns exec "$lab_far" "$@"; }

lab_up() {
  ip netns add "$lab_near"
  ip netns add "$lab_far"
  ip -n "$lab_near" link add veth0 address "$lab_near_mac" type veth \
    peer name veth0 address "$lab_far_mac" netns "$lab_far"
  for name in "$lab_near" "$lab_far"; do
    ip -n "$name" link set lo up
    ip -n "$name" link set veth0 up
  done
  ip -n "$lab_near" address add "$lab_near_address/30" dev veth0
  ip -n "$lab_far" address add "$lab_far_address/30" dev veth0
  ip -n "$lab_near" neighbour replace "$lab_far_address" lladdr "$lab_far_mac" dev veth0 nud permanent
  ip -n "$lab_far" neighbour replace "$lab_near_address" lladdr "$lab_near_mac" dev veth0 nud permanent
  ip -n "$lab_near" route add 10.77.0.0/16 via "$lab_far_address"
  ip -n "$lab_far" route add local 10.77.0.0/16 dev lo
  far sysctl -qw net.core.somaxconn=65535 net.ipv4.tcp_max_syn_backlog=65535 \
    net.ipv4.tcp_syncookies=0
  # Ports enough for one connection after the other to the same few addresses.
  "${near[@]}" sysctl -qw net.ipv4.ip_local_port_range="1024 60999"
  far nft -f - <<NFT
table netdev lab {
  # A hash: looking an address up must not be what is measured.
  set live { type ipv4_addr; size 65536; }
  chain entry {
    type filter hook ingress device "veth0" priority 0; policy accept;
    ip daddr 10.77.0.0/16 ip daddr != @live drop
  }
}
NFT
  # masscan's receiver waits for any packet at all before it ends; on a silent network for ever.
  # Without a function in between, so that the number is that of the process itself.
  ip netns exec "$lab_far" bash -c "while sleep 0.2; do echo >/dev/udp/$lab_near_address/9; done" >/dev/null 2>&1 &
  lab_pids+=($!)
}

# The addresses named on standard input, one a line, are live from now on.
lab_live() {
  {
    echo "flush set netdev lab live"
    awk 'NR == 1 { printf "add element netdev lab live { %s", $1 } NR > 1 { printf ", %s", $1 } END { print " }" }'
  } >"$work/live.nft"
  far nft -f "$work/live.nft"
}

# Prints COUNT addresses of the first 2^BITS of 10.77.0.0/16, spread by a fixed rule, no two alike.
lab_addresses() { # COUNT BITS
  awk -v count="$1" -v size=$((1 << $2)) 'BEGIN {
    # An odd factor walks through a power of two without meeting a number twice.
    for (i = 0; i < count; i++) {
      n = (i * 40503 + 977) % size
      printf "10.77.%d.%d\n", int(n / 256), n % 256
    }
  }'
}

# The lines of nginx's map from addresses to realms: 26 digits, then the last two octets, filled up.
lab_realms() {
  local a b
  for a in 1 2 3; do
    for b in 1 2 3; do
      printf '    "~^10\\.77\\.(?<a>\\d{%d})\\.(?<b>\\d{%d})$" "3A5D1C0B9E8F7A6B5C4D3E2F1A%s${a}%s${b}";\n' \
        "$a" "$b" "$(printf 'F%.0s' $(seq $((3 - a))) | head -c $((3 - a)))" \
        "$(printf 'F%.0s' $(seq $((3 - b))) | head -c $((3 - b)))"
    done
  done
}

# Starts the web server: on the plain ports it answers as AMT 11.8 does to a caller without
# credentials, on the secure ones too, inside TLS.
lab_serve() {
  mkdir -p "$work/nginx"
  openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=amt.corp.example \
    -keyout "$work/nginx/key.pem" -out "$work/nginx/cert.pem" 2>/dev/null
  cat >"$work/nginx/nginx.conf" <<NGINX
load_module /usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so;
user root;
worker_processes 1;
worker_rlimit_nofile 20000;
daemon off;
pid $work/nginx/pid;
error_log $work/nginx/error.log crit;
events { worker_connections 16000; multi_accept on; }
http {
  access_log off;
  client_body_temp_path $work/nginx/body;
  proxy_temp_path $work/nginx/proxy;
  fastcgi_temp_path $work/nginx/fastcgi;
  uwsgi_temp_path $work/nginx/uwsgi;
  scgi_temp_path $work/nginx/scgi;
  keepalive_timeout 0;
  ssl_certificate $work/nginx/cert.pem;
  ssl_certificate_key $work/nginx/key.pem;
  ssl_protocols TLSv1.2;
  ssl_session_cache off;
  ssl_session_tickets off;
  # A realm of its own for each address: equal realms would be taken for one machine.
  map \$server_addr \$realm {
$(lab_realms)
  }
  more_set_headers "Server: Intel(R) Active Management Technology 11.8.50.3425";
  server {
    listen 0.0.0.0:16992 backlog=65535;
    listen 0.0.0.0:16994 backlog=65535;
    listen 0.0.0.0:16993 ssl backlog=65535;
    listen 0.0.0.0:16995 ssl backlog=65535;
    # As recorded from devices: the first answer leaves the connection open, the challenge closes it.
    location = / {
      keepalive_timeout 10s;
      more_set_headers "Location: /logon.htm";
      return 303;
    }
    location / {
      more_set_headers 'WWW-Authenticate: Digest realm="Digest:\$realm", nonce="AAECAwQFAAAAAAAADA0ODxAREhMUFRYX",stale="false",qop="auth"';
      return 401;
    }
  }
}
NGINX
  ip netns exec "$lab_far" nginx -c "$work/nginx/nginx.conf" -e "$work/nginx/error.log" >/dev/null 2>&1 &
  lab_pids+=($!)
  for _ in $(seq 100); do
    [ -s "$work/nginx/pid" ] && return 0
    sleep 0.1
  done
  echo "The lab's web server does not start: $(tail -1 "$work/nginx/error.log")" >&2
  return 1
}

# Stops everything that was started, by its number, and removes the namespaces.
lab_down() {
  local pid
  for pid in "${lab_pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${lab_pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  lab_pids=()
  ip netns delete "$lab_near" 2>/dev/null || true
  ip netns delete "$lab_far" 2>/dev/null || true
}

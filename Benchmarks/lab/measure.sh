# Runs contenders in turn and makes tables of their medians. Sourced by scripts/bench.
#
# Processor time is user and system time of the whole process with all its children, as the kernel
# counts it when they end; memory is the largest resident set of one of them.

# Runs COMMAND… once as a round of NAME; what it prints goes to $work/NAME.out.
measure() { # NAME COMMAND…
  local name=$1
  shift
  local status=0
  /usr/bin/time --quiet --format '%U %S %e %M' --output "$work/time" \
    timeout --kill-after=5 "$limit" "$@" >"$work/$name.out" 2>"$work/$name.err" || status=$?
  if [ "$status" -ne 0 ]; then
    echo "$name ended with $status: $(tail -1 "$work/$name.err")" >&2
    echo "$name failed" >>"$work/results"
    return 0
  fi
  echo "$name $(tail -1 "$work/time")" >>"$work/results"
  echo "  $name: $(awk '{ printf "%.2f s processor, %.2f s, %.1f MiB", $1 + $2, $3, $4 / 1024 }' \
    <(tail -1 "$work/time"))" >&2
}

# Forgets earlier rounds and says what is measured.
begin() { # TITLE
  : >"$work/results"
  rm -f "$work"/*.list "$work"/*.out "$work"/zmap.* "$work/rates"
  echo "$1" >&2
  echo "### $1"
  echo
}

# The median of the numbers on standard input.
median() {
  sort -g | awk '{ v[NR] = $1 } END { if (NR) print (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2) }'
}

# One figure of NAME over all its rounds: cpu, wall (seconds) or rss (MiB).
figure() { # NAME cpu|wall|rss
  awk -v name="$1" -v what="$2" '$1 == name && NF == 5 {
    print what == "cpu" ? $2 + $3 : what == "wall" ? $4 : $5 / 1024
  }' "$work/results" | median
}

ratio() { # A B
  awk -v a="$1" -v b="$2" 'BEGIN { if (a == "" || b == "" || b == 0) print "—"; else printf "%.3f\n", a / b }'
}

# A table of all contenders; ratios are the first one's figures over the others'.
table() { # FIRST OTHER…
  local first=$1 name rounds
  echo "| contender | rounds | processor s | wall s | peak MiB | processor ratio | wall ratio | memory ratio |"
  echo "|---|---|---|---|---|---|---|---|"
  for name in "$@"; do
    rounds=$(awk -v name="$name" '$1 == name && NF == 5' "$work/results" | wc -l)
    if [ "$rounds" -eq 0 ]; then
      echo "| $name | 0 | failed, or took more than $limit s | | | | | |"
      continue
    fi
    printf '| %s | %d | %.2f | %.2f | %.1f ' "$name" "$rounds" \
      "$(figure "$name" cpu)" "$(figure "$name" wall)" "$(figure "$name" rss)"
    if [ "$name" = "$first" ]; then
      echo "| | | |"
    else
      echo "| $(ratio "$(figure "$first" cpu)" "$(figure "$name" cpu)") | $(ratio \
        "$(figure "$first" wall)" "$(figure "$name" wall)") | $(ratio \
        "$(figure "$first" rss)" "$(figure "$name" rss)") |"
    fi
  done
  echo
}

# Shows the commands of a section as they were run, without the machine's own folders.
commands() {
  echo '```'
  sed "s|$work/||g; s|$bin/||g"
  echo '```'
  echo
}

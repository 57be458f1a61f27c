#!/bin/sh
# pyABC's external models are called with name=value ... target=PATH: this one plays the scenario
# $TIZHI_SCENARIO once with these values and writes the outcomes, "name value" a line, to PATH.
set -eu
target= names= values=
for argument; do
  case $argument in
    target=*) target=${argument#target=} ;;
    *=*) names=$names,${argument%%=*} values=$values,${argument#*=} ;;
  esac
done
[ -n "$target" ] && [ -n "$names" ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 2; }
points=$(mktemp)
trap 'rm -f "$points"' EXIT
printf '%s\n%s\n' "${names#,}" "${values#,}" > "$points"
"${TIZHI:-tizhi}" sweep "$TIZHI_SCENARIO" --table "$points" --summary - --quiet --threads 1 \
  --replicates 1 --seed "${TIZHI_SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}" |
  awk -F, -v commas="$(printf '%s' "${names#,}" | tr -cd , | wc -c)" '
    NR == 1 { split($0, name) }
    NR == 2 && $NF == "played" { for (i = commas + 5; i < NF; ++i) print name[i], $i; found = 1 }
    END { exit !found }' > "$target"

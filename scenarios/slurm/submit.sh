#!/bin/sh
# submit.sh SCENARIO.toml OUT.h5 SHARDS [OPTION OF tizhi sweep ...]: an array job, a task a shard,
# and a job that merges them once all are done. Options of sbatch go into SBATCH_OPTIONS, as in
#   SBATCH_OPTIONS="--partition=short --time=4:00:00 --cpus-per-task=8" sh submit.sh ...
set -eu
[ $# -ge 3 ] || { sed -n '2,4s/^# //p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
scenario=$1 output=$2 shards=$3
shift 3
stem=${output%.h5}
# Many clusters take no array above MaxArraySize, 1001 by default: tasks are then 1 … 1000.
most=$(scontrol show config 2>/dev/null | sed -n 's/^MaxArraySize *= *//p')
if [ -n "$most" ] && [ "$shards" -ge "$most" ]; then
  echo "this cluster's arrays end at $((most - 1)): take at most so many shards" >&2
  exit 2
fi
array=$(sbatch --parsable ${SBATCH_OPTIONS-} --array="1-$shards" --job-name="${stem##*/}" \
  --output="$stem.task-%a.log" --open-mode=append \
  "$here/shard.sbatch" "$scenario" "$output" "$shards" "$@")
merge=$(sbatch --parsable ${SBATCH_OPTIONS-} --dependency="afterok:${array%%;*}" \
  --job-name="${stem##*/}-merge" --output="$stem.merge.log" \
  "$here/merge.sbatch" "$output" "$shards")
echo "array $array, merge $merge"

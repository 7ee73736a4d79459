#!/usr/bin/env bash
# Runs campaigns/crossed-barrel.yaml for several seeds, broker, instrument and orchestrator each in a process of its own, and reports the enhancement factor.
# usage: benchmarks/crossed-barrel.sh [SEEDS]     the data are found as README.md says
set -euo pipefail
cd "$(dirname "$0")/.."
seeds=${1:-10}
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT

dotnet build --nologo -v quiet -c Release src/ClosedLoop
dotnet build --nologo -v quiet -c Release benchmarks/ClosedLoop.Benchmarks
program=src/ClosedLoop/bin/Release/net10.0/closedloop.dll
until_says() { timeout 60 bash -c 'until grep -q "$1" "$2" 2>/dev/null; do sleep 0.1; done' _ "$2" "$1"; }

# The press takes a moment instead of five minutes; nothing else is changed.
mkdir -p "$work/campaigns" "$work/labs"
sed 's/^speed: .*/speed: 30000/' labs/crossed-barrel.yaml > "$work/labs/crossed-barrel.yaml"
data=${CLOSEDLOOP_DATA:-$(cd .. && pwd)/shared/data}
export CLOSEDLOOP_DATA=$data

dotnet $program broker --port 0 > "$work/broker.log" 2>&1 & pids+=($!)
until_says "$work/broker.log" 'Broker at'
address=$(sed -nE 's|^Broker at mqtt://([^;]+);.*|\1|p' "$work/broker.log")
dotnet $program instrument "$work/labs/crossed-barrel.yaml" --broker "$address" --data "$work/lab" > "$work/instrument.log" 2>&1 & pids+=($!)

for seed in $(seq 1 "$seeds"); do
  sed -e "s/^name: .*/name: barrel-$seed/" -e "s/^seed: .*/seed: $seed/" campaigns/crossed-barrel.yaml > "$work/campaigns/barrel-$seed.yaml"
  dotnet $program run "$work/campaigns/barrel-$seed.yaml" --broker "$address" --no-instruments --data "$work/data" --plain | tail -n 4 | sed -n '2,3p'
  dotnet $program export "barrel-$seed" --data "$work/data" > "$work/barrel-$seed.csv"
done
dotnet benchmarks/ClosedLoop.Benchmarks/bin/Release/net10.0/ClosedLoop.Benchmarks.dll runs --table "$data/liang/Crossed barrel_dataset.csv" --target toughness --goal max "$work"/barrel-*.csv

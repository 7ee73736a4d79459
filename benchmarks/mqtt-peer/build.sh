#!/usr/bin/env bash
# Compiles the peer that ClosedLoop.Benchmarks `mqtt` compares with: a program against libmosquitto (Debian: gcc, libmosquitto-dev).
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p bin
gcc -O2 -std=gnu17 -Wall -Wextra -Werror -pthread mqtt-peer.c -lmosquitto -o bin/mqtt-peer

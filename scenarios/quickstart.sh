#!/bin/sh
# From a fresh checkout to the China case and its report: sh scenarios/quickstart.sh
set -e
cd "$(dirname "$0")/.."
. scenarios/install.sh
install $to_build $to_report

cmake --preset release -DTIZHI_TESTS=OFF
cmake --build build/release -j "$(nproc)"
build/release/tizhi run scenarios/china.toml --replicates 100 --force -o build/china.h5
/usr/bin/python3 analysis/report.py build/china.h5 -o build/china.html

printf '\nThe run:    %s\nThe report: %s\n' "$PWD/build/china.h5" "$PWD/build/china.html"

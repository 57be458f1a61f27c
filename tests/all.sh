#!/bin/sh
# Every test, on a machine that need not have anything yet: sh tests/all.sh
set -e
cd "$(dirname "$0")/.."
. scenarios/install.sh
install $to_build $to_report $to_test

# Node knows authorities of its own only; those that this machine trusts count too.
trusted=/etc/ssl/certs/ca-certificates.crt
[ ! -f $trusted ] || export NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$trusted}"

# A folder of its own: build/release stays as its user configured it.
cmake --preset release -B build/tests -DTIZHI_WERROR=ON
cmake --build build/tests -j "$(nproc)"
exec ctest --test-dir build/tests --output-on-failure --no-tests=error -j "$(nproc)"

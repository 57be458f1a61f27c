# For quickstart.sh and tests/all.sh, which source it: what to install, by the names of Debian 12
# and 13 (and Ubuntu), and how. TIZHI_INSTALL=no leaves it to you.

export PATH  # a shell started with an empty environment knows it and tells nobody

to_build="g++ cmake make libeigen3-dev libboost-program-options-dev libhdf5-dev libtomlplusplus-dev
  libhwy-dev libnlopt-dev"
to_report="python3-h5py python3-h5netcdf python3-numpy python3-pandas python3-scipy python3-xarray
  python3-matplotlib fonts-wqy-microhei"
to_test="catch2 clang clang-format clang-tidy libclang-rt-dev python3-netcdf4 python3-scipy
  python3-pytest valgrind hdf5-tools netcdf-bin r-base-core r-cran-ncdf4 r-cran-hdf5r
  slurmctld slurmd slurm-client munge parallel python3-emcee"

# The classroom page: its engine in WebAssembly, its bundle, a browser. npm may have come with node.
to_test="$to_test lld wasi-libc libc++-dev-wasm32 libclang-rt-dev-wasm32 chromium"
command -v npm >/dev/null || to_test="$to_test nodejs npm"

missing() {
  for package in "$@"; do
    state=$(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null) || state=
    [ "$state" = installed ] || printf ' %s' "$package"
  done
}

# leave_it REASON: what the reader has to install by hand; exit code 3 says so to scripts.
leave_it() {
  cat >&2 <<END

$1 Install these packages, then repeat the command:

  $packages

As root:  apt-get update && apt-get install -y --no-install-recommends$packages
Are they there under other names? Repeat the command with TIZHI_INSTALL=no before it.
END
  exit 3
}

# install PACKAGE...: those that are missing; exit code 3 where that is not possible.
install() {
  [ "${TIZHI_INSTALL:-yes}" = no ] && return
  packages=$(missing "$@")
  [ -z "$packages" ] && return
  command -v apt-get >/dev/null || leave_it "There is no apt-get here."
  as_root=
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || leave_it "Installing needs root, and there is no sudo here."
    as_root="sudo "
  fi
  line="${as_root}env DEBIAN_FRONTEND=noninteractive apt-get -qq -y"
  line="$line install --no-install-recommends$packages"
  echo "+ ${as_root}apt-get -qq update"
  ${as_root}apt-get -qq update || echo "The package lists are not all up to date; going on." >&2
  echo "+ $line"
  $line </dev/null || leave_it "apt-get could not install all that is needed."
}

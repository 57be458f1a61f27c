#!/bin/sh
# The README's commands on machines that have nothing yet: each is the first thing typed in a fresh
# Debian root. Not part of ctest: it needs root, debootstrap, the network and some minutes per case.
#
#     sh tests/fresh.sh                            every case in Debian 12 and 13
#     sh tests/fresh.sh trixie quickstart          one
#     sh tests/fresh.sh "bookworm trixie" "no-apt no-root"
#     sh tests/fresh.sh bookworm "folder container"      recipes of scenarios/slurm/README.md
#
# It tests the commit that is checked out, not what is changed beside it. The bare roots are kept as
# tar files in $TIZHI_ROOTS (default /var/tmp/tizhi-roots), beside each case's log.
set -eu
cd "$(dirname "$0")/.."
roots=${TIZHI_ROOTS:-/var/tmp/tizhi-roots}
mkdir -p "$roots"

# The mirror is the one that this machine itself uses.
mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' \
    'Label: Debian' | head -n 1
}

bare_root() {
  [ -f "$roots/$1.tar" ] && return
  echo "$1: making a bare root" >&2
  debootstrap --variant=minbase "$1" "$roots/$1.new" "$(mirror)" >"$roots/$1.log" 2>&1
  tar -C "$roots/$1.new" -cf "$roots/$1.tar.new" .
  mv "$roots/$1.tar.new" "$roots/$1.tar"
  rm -rf "$roots/$1.new"
}

unpack() {
  root=$(mktemp -d "$roots/root.XXXXXX")
  tar -C "$root" -xf "$roots/$1.tar"
  chmod 755 "$root"
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  echo "127.0.0.1 localhost $(hostname)" >"$root/etc/hosts"
  mkdir -p "$root/etc/ssl/certs" "$root/usr/local/share"
  cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/" 2>/dev/null || true
  cp -LR /usr/local/share/ca-certificates "$root/usr/local/share/" 2>/dev/null || true
  mount --bind "$root" "$root"  # as on a machine, where / is a mount and others may be made in it
  mount -t proc proc "$root/proc"
  mount --rbind /sys "$root/sys"
  mount --make-rslave "$root/sys"
  git clone -q --no-hardlinks . "$root/tizhi"
}

throw_away() {
  [ -n "${root:-}" ] || return 0
  umount -l "$root/sys" 2>/dev/null || true
  umount "$root/proc" 2>/dev/null || true
  umount -l "$root" 2>/dev/null || true
  rm -rf --one-file-system "$root"
  root=
}
trap throw_away EXIT
trap 'exit 130' INT TERM

# The lines of a recipe, from the text that people read; $1 and $2: where it begins and ends.
recipe() {
  sed -n "/$1/,/$2/p" scenarios/slurm/README.md | sed -n 's/^      //p'
}

# What the recipes' machine has already; the rest is for its user.
give_compiler() {
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive chroot "$root" sh -c \
    "apt-get -qq update && apt-get -qq -y install --no-install-recommends g++ cmake make" \
    >"$log.compiler" 2>&1
  chown -R 65534:65534 "$root/tizhi"
}

# play SUITE CASE: runs it, and says how long it took and whether its exit code is the right one.
play() {
  user=0 right=0 log=$roots/$1-$2.log
  bare_root "$1"
  unpack "$1"
  case $2 in
    quickstart) line="sh scenarios/quickstart.sh" ;;
    all) line="sh tests/all.sh" ;;
    no-apt) line="sh scenarios/quickstart.sh" right=3 && rm "$root/usr/bin/apt-get" ;;
    no-apt-all) line="sh tests/all.sh" right=3 && rm "$root/usr/bin/apt-get" ;;
    no-root) line="sh scenarios/quickstart.sh" right=3 user=65534 ;;
    no-root-all) line="sh tests/all.sh" right=3 user=65534 ;;
    folder)
      give_compiler
      recipe "^\* Debian's packages" "^\* Modules" >"$root/tizhi/recipe.sh"
      echo "build/release/tizhi run scenarios/inertia.toml -o inertia.h5" >>"$root/tizhi/recipe.sh"
      line="export HOME=/tizhi PATH=/usr/bin:/bin && sh -e recipe.sh" user=65534 ;;
    container)
      recipe "^      %post" "nowhere" | sed 1d >"$root/tizhi/recipe.sh"
      ln -s tizhi "$root/src"
      line="export PATH=/usr/sbin:/usr/bin:/sbin:/bin && sh -e recipe.sh && tizhi --version" ;;
    *) echo "no such case: $2" >&2 && exit 2 ;;
  esac
  begin=$(date +%s) code=0
  env -i "$(command -v chroot)" --userspec=$user:$user "$root" \
    /bin/sh -c "cd /tizhi && $line" >"$log" 2>&1 || code=$?
  verdict=good
  [ $code = $right ] || verdict=BAD wrong=1
  printf '%-9s %-12s %4d s  exit %d (%s)  %s\n' "$1" "$2" $(($(date +%s) - begin)) \
    $code $verdict "$log"
  throw_away
}

wrong=0
for suite in ${1:-bookworm trixie}; do
  for case in ${2:-no-apt no-apt-all no-root no-root-all quickstart all folder container}; do
    play "$suite" "$case"
  done
done
exit $wrong

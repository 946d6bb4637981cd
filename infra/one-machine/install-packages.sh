#!/usr/bin/env bash
# Installs the Debian packages of a list (packages.txt, or the one named) that are missing; asks nothing; does nothing when all are there.
set -euo pipefail
list=$(realpath "${1:-$(dirname "$0")/packages.txt}")
mapfile -t wanted < <(grep -vE '^(#|$)' "$list")
missing=()
for package in "${wanted[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ "${#missing[@]}" -eq 0 ] && exit 0
echo "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null

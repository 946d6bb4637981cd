#!/usr/bin/env bash
# Installs the Debian packages that are missing; asks nothing; does nothing when all are there. Arguments: other lists than packages.txt.
set -euo pipefail
cd "$(dirname "$0")"
mapfile -t wanted < <(grep -hvE '^(#|$)' "${@:-packages.txt}")
missing=()
for package in "${wanted[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ "${#missing[@]}" -eq 0 ] && exit 0
echo "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null

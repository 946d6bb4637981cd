#!/usr/bin/env bash
# Runs every test project and the console's tests, and ends with one line for all of them: N passed, N failed.
set -uo pipefail
cd "$(dirname "$0")/.."
results=artifacts/test
rm -rf "$results"; mkdir -p "$results"
passed=0; failed=0

for project in tests/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  echo "== $name"
  dotnet test "$project" -c "${CONFIGURATION:-Release}" --no-build --nologo -v quiet --blame-hang-timeout 4m \
    --logger "trx;LogFileName=$name.trx" --results-directory "$results" 2>&1 | grep -vE '^\s*$|Results File|Test run for|VSTest version'
  counters=$(grep -oE '<Counters [^>]*>' "$results/$name.trx" 2>/dev/null | head -1)
  p=$(sed -nE 's/.* passed="([0-9]+)".*/\1/p' <<<"$counters"); t=$(sed -nE 's/.* total="([0-9]+)".*/\1/p' <<<"$counters")
  if [ -z "$counters" ]; then echo "$name: the run broke off"; failed=$((failed + 1)); continue; fi
  passed=$((passed + p)); failed=$((failed + t - p))
done

echo "== console"
(cd src/console && npx vitest run --reporter=json --outputFile="../../$results/console.json" --reporter=default) || true
if [ -s "$results/console.json" ]; then
  read -r p f < <(node -e 'const r=require(process.argv[1]);console.log(r.numPassedTests,r.numTotalTests-r.numPassedTests)' "$PWD/$results/console.json")
  passed=$((passed + p)); failed=$((failed + f))
else
  echo "console: the run broke off"; failed=$((failed + 1))
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

#!/usr/bin/env bash
# Runs every test project and the console's tests, and ends with one line for all of them: N passed, N failed.
# Many tests speak over real sockets against real time. One that fails is run once more by itself: only a second failure counts, and
# the first is named at the end so that nobody takes it for steady.
set -uo pipefail
cd "$(dirname "$0")/.."
results=artifacts/test
rm -rf "$results"; mkdir -p "$results"
passed=0; failed=0
failures=(); unsteady=()

# run PROJECT RESULT [FILTER]: the counters go to $p and $t, the names of what failed to $names; $setting, if any, is in its environment
run() {
  env ${setting:+"$setting"} dotnet test "$1" -c "${CONFIGURATION:-Release}" --no-build --nologo -v quiet --blame-hang-timeout 4m ${3:+--filter "$3"} \
    --logger "trx;LogFileName=$2.trx" --results-directory "$results" 2>&1 | grep -vE '^\s*$|Results File|Test run for|VSTest version|matched the specified'
  local counters; counters=$(grep -oE '<Counters [^>]*>' "$results/$2.trx" 2>/dev/null | head -1)
  p=$(sed -nE 's/.* passed="([0-9]+)".*/\1/p' <<<"$counters"); t=$(sed -nE 's/.* total="([0-9]+)".*/\1/p' <<<"$counters")
  mapfile -t names < <(grep -E '<UnitTestResult [^>]*outcome="Failed"' "$results/$2.trx" 2>/dev/null | sed -nE 's/.* testName="([^"(]*).*/\1/p' | sort -u)
  [ -n "$counters" ]
}

# The media engine once more by its other way to the kernel, which containers get.
for project in tests/*.Tests/*.csproj tests/SmartPbx.Media.Tests/SmartPbx.Media.Tests.csproj@MEDIA_IO=epoll; do
  setting=$(sed -nE 's/.*@//p' <<<"$project"); project=${project%@*}
  name=$(basename "$project" .csproj)${setting:+.${setting#*=}}
  echo "== $name"
  if ! run "$project" "$name"; then failures+=("$name: the run broke off"); failed=$((failed + 1)); continue; fi
  passed=$((passed + p)); broken=$((t - p)); first=("${names[@]}")
  if [ "$broken" -gt 0 ] && [ "${#first[@]}" -le 5 ]; then
    echo "== $name, once more: ${first[*]}"
    again=$(printf '|FullyQualifiedName=%s' "${first[@]}")
    if run "$project" "$name.again" "${again:1}" && [ "$p" -eq "$t" ]; then
      unsteady+=("${first[@]}"); passed=$((passed + broken)); broken=0
    fi
  fi
  [ "$broken" -gt 0 ] && failures+=("${first[@]}")
  failed=$((failed + broken))
done

echo "== console"
(cd src/console && npx vitest run --reporter=json --outputFile="../../$results/console.json" --reporter=default) || true
if [ -s "$results/console.json" ]; then
  read -r p f < <(node -e 'const r=require(process.argv[1]);console.log(r.numPassedTests,r.numTotalTests-r.numPassedTests)' "$PWD/$results/console.json")
  passed=$((passed + p)); failed=$((failed + f))
else
  failures+=("console: the run broke off"); failed=$((failed + 1))
fi

for name in ${unsteady[@]+"${unsteady[@]}"}; do echo "unsteady (failed, then passed by itself): $name"; done
for name in ${failures[@]+"${failures[@]}"}; do echo "failed: $name"; done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

#!/usr/bin/env bash
# Sets up what the tests need, builds everything and runs all tests: the .NET SDK, a PostgreSQL server of their own, and a Chromium.
# A server that DOWNBEAT_TEST_POSTGRES names and a browser that DOWNBEAT_TEST_CHROMIUM names are used instead. Without any, the tests that need one
# are skipped; with CI=true they fail.
# Extra arguments go to the test runner: bash eng/test.sh --filter-class "*Crontab*"
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
configuration=${CONFIGURATION:-Debug}

log=$(mktemp)
source eng/postgres.sh
source eng/chromium.sh
trap 'stop_postgres; rm -f "$log"' EXIT

dotnet build Downbeat.slnx --configuration "$configuration" || exit 1

start_postgres
find_chromium
dotnet test --solution Downbeat.slnx --configuration "$configuration" --no-build "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}

# The runner's own summary: "succeeded: N", "failed: N".
passed=$(awk '/^ *succeeded:/ { n = $2 } END { print n + 0 }' "$log")
failed=$(awk '/^ *failed:/ { n = $2 } END { print n + 0 }' "$log")

# A run that broke down without a failed test is a failure all the same.
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
  failed=1
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

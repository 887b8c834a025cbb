#!/usr/bin/env bash
# Installs the tools that the tests need, builds, and runs all tests. With --fast it leaves out the slow ones ([Trait("Kind", "Slow")]).
# After 40 minutes it stops the tests, and the run fails. With --most-skipped N the run fails if more than N tests were skipped.
# The last line says how many tests passed, failed and were skipped. Other arguments go to `dotnet test`, such as --filter "FullyQualifiedName~Intake".
set -euo pipefail
cd "$(dirname "$0")"
started=$SECONDS
export FunctionsPackaging=false DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

install_tools() {
  local missing=()
  command -v zbarimg >/dev/null || missing+=(zbar-tools)
  command -v pdftotext >/dev/null || missing+=(poppler-utils)
  command -v qpdf >/dev/null || missing+=(qpdf)
  command -v python3 >/dev/null || missing+=(python3)
  [ -f /usr/share/unicode/BidiTest.txt ] || missing+=(unicode-data)
  [ -f /usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf ] || missing+=(fonts-droid-fallback)
  python3 -c "import cryptography" 2>/dev/null || missing+=(python3 python3-cryptography)
  command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
  [ ${#missing[@]} -eq 0 ] && return
  echo "Installing ${missing[*]} ..."
  local as_root=""
  [ "$(id -u)" -eq 0 ] || as_root=sudo
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

fast=""
filter=""
most_skipped=""
arguments=()
while [ $# -gt 0 ]; do
  case "$1" in
    --fast) fast="Kind!=Slow" ;;
    --filter) filter="${2:?--filter needs an expression}" && shift ;;
    --most-skipped) most_skipped="${2:?--most-skipped needs a number}" && shift ;;
    *) arguments+=("$1") ;;
  esac
  shift
done
[ -n "$filter" ] && [ -n "$fast" ] && filter="($filter)&"
filter+=$fast
[ -z "$filter" ] || arguments+=(--filter "$filter")

install_tools
# These run during the build, since they mostly wait for the network.
npm ci --prefix Divoc.Functions.Tests --no-audit --no-fund --loglevel=error &
npm_of_tests=$!
npm ci --prefix Divoc.Portal --no-audit --no-fund --loglevel=error &
npm_of_portal=$!

report=$(mktemp)
trap 'rm -f "$report"' EXIT
status=0
dotnet build Divoc.slnx -v quiet
wait "$npm_of_tests"
wait "$npm_of_portal"
dotnet test --no-build --no-ansi --no-progress --minimum-expected-tests 1 --timeout 40m "${arguments[@]}" | tee "$report" || status=$?

count() { sed -n "s/^ *$1: *\([0-9]*\).*/\1/p" "$report" | tail -n 1; }
echo "Took $((SECONDS - started)) seconds."
if [ -n "$most_skipped" ] && [ "$(count skipped)" -gt "$most_skipped" ]; then
  echo "More than $most_skipped tests were skipped: install what they need, or raise --most-skipped."
  status=1
fi
echo "$(count succeeded) passed, $(count failed) failed, $(count skipped) skipped"
exit "$status"

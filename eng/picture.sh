#!/usr/bin/env bash
# Makes the picture of the README from the real program: runs the quickstart in a terminal and draws what that shows.
# Needs tmux and Python 3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build samples/Quickstart --configuration Release --verbosity quiet
folder=$(mktemp -d)
session=downbeat-picture-$$
trap 'tmux kill-session -t "$session" 2>/dev/null || true; rm -rf "$folder"' EXIT
tmux new-session -d -s "$session" -x 132 -y 42 -c "$folder" \
  "LANG=C.UTF-8 dotnet '$PWD/artifacts/bin/Quickstart/release/Quickstart.dll' --folder '$PWD'"
sleep "${SECONDS_TO_RUN:-25}"
tmux capture-pane -e -p -t "$session" | python3 eng/terminal_to_svg.py > docs/images/quickstart.svg

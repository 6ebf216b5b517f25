#!/usr/bin/env bash
# Makes the pictures of the admin site anew, in docs/images: bash eng/pictures.sh [folder]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source eng/chromium.sh
find_chromium
folder=$(realpath "${1:-docs/images}")
mkdir -p "$folder"
DOWNBEAT_PICTURES=$folder dotnet test --project test/Downbeat.Admin.Tests -- --explicit only --filter-class "*PictureTests*"

# Smaller where pngquant is at hand; nothing is lost that one would see.
if command -v pngquant >/dev/null; then
  pngquant --force --ext .png --skip-if-larger "$folder"/admin-*.png || true
fi

# A Chromium for the journeys through the admin site: on the path, or installed now.
# To be sourced: find_chromium exports DOWNBEAT_TEST_CHROMIUM unless it is set.

find_chromium() {
  [ -n "${DOWNBEAT_TEST_CHROMIUM:-}" ] && return 0
  local found
  found=$(command -v chromium || command -v chromium-browser || command -v google-chrome-stable || command -v google-chrome) \
    || { install_chromium && found=$(command -v chromium); } || true
  if [ -z "$found" ]; then
    echo "No Chromium was found and none could be installed; the journeys are skipped (CI=true: they fail)." >&2
    return 0
  fi

  export DOWNBEAT_TEST_CHROMIUM=$found
}

install_chromium() {
  local sudo=
  command -v apt-get >/dev/null || return 1
  if [ "$(id -u)" -ne 0 ]; then
    sudo="sudo -n"
    $sudo true 2>/dev/null || return 1
  fi

  $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
}

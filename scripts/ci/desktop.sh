# Sourced by .ci/run: the desktop in the older real Electron of ../shared/electron, from the checkout and from a package
# that is made, installed, used and removed. Uses suite, say and $shared of .ci/run.

desktop_suites() {
  say "an Electron for the desktop"
  # Brings the Debian packages that Electron needs, too.
  if ! ELECTRON_OVERRIDE_DIST_PATH=$(bash "$shared/electron/get-electron.sh"); then
    echo "Electron could not be had"; failed=$((failed + 1)); bad+=("desktop"); return
  fi
  export ELECTRON_OVERRIDE_DIST_PATH
  suite "desktop" npm test desktop
  if [ "$(id -u)" != 0 ] || ! command -v dpkg >/dev/null; then
    echo "left out: the package (installing one needs root and dpkg)"; return
  fi
  . "$shared/electron/offline-packaging/env.sh"
  if ! npm ci --prefix packaging --no-audit --no-fund --loglevel=error; then
    echo "what makes packages could not be installed"; failed=$((failed + 1)); bad+=("package"); return
  fi
  suite "package" npm test package
}

# Sourced by .ci/run: the suites that need real services, run against ../shared/realstack on ports of its own, so that
# the embedded stack can have the standard ones. Uses suite, check, say and $shared of .ci/run.

export REALSTACK_KAFKA_PORT=29092 REALSTACK_REGISTRY_PORT=29081 REALSTACK_REST_PORT=29082 \
  REALSTACK_CONNECT_PORT=29083 REALSTACK_PG_PORT=25432 REALSTACK_APICURIO_PORT=29084

real_stack_suites() {
  local profile="$PWD/.run/real-profile.json" python="$PWD/.run/venv/bin/python"
  say "real services"
  if ! "$shared/realstack/setup.sh" || ! "$shared/realstack/up.sh"; then
    echo "the real services did not start"; failed=$((failed + 1)); return
  fi
  # Silent: the last line that CI prints is the count.
  trap '"$shared/realstack/down.sh" --wipe > .run/realstack-down.log 2>&1' EXIT
  export KAFKA_LIBS="${REALSTACK_HOME:-$HOME/.cache/realstack}/kafka/libs"
  python_packages tests/conformance/requirements.txt && export CONFORMANCE_PYTHON="$python"
  suite "clients against the embedded broker" npm test conformance
  CONFORMANCE_BOOTSTRAP="127.0.0.1:$REALSTACK_KAFKA_PORT" suite "clients against the real broker" npm test conformance
  write_profile "$profile"
  ELEVATED_PROFILE="$profile" suite "pipeline on the real services" npm test pipeline
  if [ -n "${COURSE_PROGRAMS:-}" ] && [ -d "$COURSE_PROGRAMS" ]; then
    # The registry client by itself: asked for together with Faust, pip takes an older Faust that has to be compiled.
    python_packages tests/course/requirements.txt && python_packages tests/course/requirements-registry.txt
    COURSE_PYTHON="$python" suite "course programs" npm test course
  else
    echo "left out: the course programs (COURSE_PROGRAMS names no folder with their sources)"
  fi
}

# Installs a list of Python packages into a virtual environment of this checkout.
python_packages() {
  [ -x .run/venv/bin/python ] || python3 -m venv .run/venv || return 1
  .run/venv/bin/pip install -q --disable-pip-version-check -r "$1"
}

write_profile() {
  cat > "$1" <<JSON
{
  "id": "real",
  "title": "Real services",
  "endpoints": {
    "kafka": "127.0.0.1:$REALSTACK_KAFKA_PORT",
    "registry": "http://127.0.0.1:$REALSTACK_REGISTRY_PORT",
    "restProxy": "http://127.0.0.1:$REALSTACK_REST_PORT",
    "connect": "http://127.0.0.1:$REALSTACK_CONNECT_PORT",
    "ksql": null,
    "postgres": "postgresql://cta_admin:chicago@127.0.0.1:$REALSTACK_PG_PORT/cta"
  }
}
JSON
}

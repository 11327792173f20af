#!/bin/sh
# Create .venv if needed and install a lock file and this checkout into it.
#
#   scripts/install.sh LOCKFILE
#
# uv does the work if it is on the path, python's own venv and pip if not. Both read the same lock
# file, check the same hashes, and leave the same versions behind.
set -eu

lock=$1
venv=${VENV:-.venv}

fail() {
    echo "error: $1" >&2
    exit 1
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        new_enough "$PYTHON" || fail "PYTHON=$PYTHON is not Python 3.11 or newer. Point PYTHON at one that is"
        echo "$PYTHON"
        return
    fi
    for candidate in python3 python3.13 python3.12 python3.11 python; do
        if command -v "$candidate" >/dev/null 2>&1 && new_enough "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    found=$(python3 --version 2>/dev/null || echo "no python3 at all")
    fail "commonground needs Python 3.11 or newer (found: $found). Install it, or run: make PYTHON=/path/to/python3.11 ..."
}

if [ ! -x "$venv/bin/python" ]; then
    rm -rf "$venv"
    python=$(find_python)
    if command -v uv >/dev/null 2>&1; then
        uv venv --quiet --python "$(command -v "$python")" "$venv"
    elif ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        fail "$python lacks the venv module. On Debian or Ubuntu: apt-get install python3-venv"
    else
        "$python" -m venv "$venv"
    fi
fi

if command -v uv >/dev/null 2>&1; then
    VIRTUAL_ENV=$PWD/$venv
    export VIRTUAL_ENV
    uv pip install --quiet --compile-bytecode --require-hashes -r "$lock"
    uv pip install --quiet --no-deps --no-build-isolation --editable .
else
    "$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip >/dev/null
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes -r "$lock"
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
fi
"$venv/bin/python" -m compileall -q src >/dev/null || true

#!/bin/sh
# Make sure that Debian's Chromium is there for the browser tests, if this machine lets us.
# Never fails: without a browser those tests are skipped, and say so.
set -u

if command -v chromium >/dev/null 2>&1; then
    exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "chromium is missing and this system has no apt-get: the browser tests will be skipped" >&2
    exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "chromium is missing; the browser tests will be skipped. To run them: sudo apt-get install chromium" >&2
    exit 0
fi
echo "Installing chromium for the browser tests"
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update -q >/dev/null && apt-get install -q -y --no-install-recommends chromium fonts-dejavu-core >/dev/null; }; then
    echo "chromium could not be installed: the browser tests will be skipped" >&2
fi
exit 0

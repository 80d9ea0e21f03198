#!/usr/bin/env bash
# Every test: formatting, lints, unit, case, law and program tests, documentation, and the exports in the programs that
# people open them with. Installs what the last of these need: Python packages in target/readers, and as root the
# Debian packages graphviz and libxml2-utils.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo fmt --check
cargo clippy --locked --all-targets -- -D warnings
cargo test --locked --release
RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --quiet

missing=()
command -v dot >/dev/null || missing+=(graphviz)
command -v xmllint >/dev/null || missing+=(libxml2-utils)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" -ne 0 ]; then
    echo "tests/all.sh: install the Debian packages ${missing[*]}, or run as root" >&2
    exit 2
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"
fi
[ -x target/readers/bin/python ] || python3 -m venv target/readers
target/readers/bin/python -m pip install --quiet --disable-pip-version-check -r tests/readers/requirements.txt

cargo build --locked --release
target/release/isnad build seeds --out target/readers-out --quiet
ISNAD_OUT=target/readers-out ISNAD_SEEDS=seeds ISNAD_BIN=target/release/isnad \
  target/readers/bin/python -m pytest -q tests/readers

# Prepares what every step in .ci needs. The steps source this file; it is not a program.
#
# The first step to run makes a temporary folder and removes it at its end. A step that `.ci/run`
# starts uses that folder too, so the steps share pip's cache. Each step works in `$work`.
# shellcheck shell=bash
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
unset PYTHONDONTWRITEBYTECODE PYTHONPATH VIRTUAL_ENV
export CI=true PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_QUIET=1 PIP_NO_COMPILE=1

temporary=()
trap 'rm -rf "${temporary[@]}"' EXIT
if [ -z "${ICSLOOKUP_CI_FOLDER:-}" ]; then
    folder=$(mktemp -d)
    scratch=$folder
    temporary+=("$folder")
    # Tests write many small files and flush some of them to disk: in memory that takes half as long.
    room=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1)
    if [ "${room:-0}" -gt 4000000 ] && [ -w /dev/shm ]; then
        scratch=$(mktemp -d -p /dev/shm)
        temporary+=("$scratch")
    fi
    export ICSLOOKUP_CI_FOLDER="$folder" PIP_CACHE_DIR="$folder/pip-cache" TMPDIR="$scratch"
fi
work=$(mktemp -d -p "$ICSLOOKUP_CI_FOLDER")
temporary+=("$work")
status_before=$(git status --porcelain)

say() { printf '\n== %s\n' "$*"; }

install_packages() {
    local as=()
    if [ "$(id -u)" -ne 0 ]; then as=(sudo); fi
    "${as[@]}" apt-get update -qq
    "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null
}

# Installs those of `jq`, `java` and `venv` that are named and missing.
require() {
    local missing=() name
    for name in "$@"; do
        case $name in
            jq) command -v jq >/dev/null || missing+=(jq) ;;
            java) command -v java >/dev/null || missing+=(openjdk-17-jre-headless) ;;
            venv) python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv) ;;
            *) echo "require: no package is known for '$name'" >&2; exit 1 ;;
        esac
    done
    if [ ${#missing[@]} -gt 0 ]; then install_packages "${missing[@]}"; fi
}

# Prints the paths of the oldest and the newest of the other interpreters at hand, one a line.
other_pythons() {
    local minor python found=()
    for minor in 10 12 13 14; do
        for python in "$(command -v "python3.$minor" || true)" ~/.pyenv/versions/3."$minor".*/bin/python; do
            if [ ! -x "$python" ] || ! "$python" -c 'import ensurepip' 2>/dev/null; then continue; fi
            found+=("$python")
            break
        done
    done
    if [ ${#found[@]} -gt 2 ]; then found=("${found[0]}" "${found[-1]}"); fi
    printf '%s\n' ${found[@]+"${found[@]}"}
}

# Makes a virtual environment: the folder, then what pip installs into it.
make_venv() {
    python3 -m venv "$1"
    "$1/bin/pip" install "${@:2}"
}

# Fails if the step left files behind or changed any.
check_nothing_left() {
    local status_now
    status_now=$(git status --porcelain)
    if [ "$status_now" = "$status_before" ]; then return; fi
    printf 'the step changed the checkout:\n%s\n' "$status_now" >&2
    exit 1
}

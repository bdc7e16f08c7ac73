#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the container runs: "window" (in a web browser, port 6080), "headless", or any command of
# catalogsync-gui.
#
# VNC_PASSWORD_FILE or VNC_PASSWORD   who has it controls the program; VNC looks at 8 characters
# WINDOW_SIZE                         of the screen, 1280x800 without it
set -eu

: "${XDG_RUNTIME_DIR:=/tmp/run}"
export XDG_RUNTIME_DIR
mkdir -p "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"

case ${1:-window} in
window) ;;
headless) exec catalogsync-gui --headless ;;
*) exec catalogsync-gui "$@" ;;
esac

if [ -n "${VNC_PASSWORD_FILE:-}" ]; then
    VNC_PASSWORD=$(cat "$VNC_PASSWORD_FILE")
fi
if [ -z "${VNC_PASSWORD:-}" ]; then
    echo "set VNC_PASSWORD or VNC_PASSWORD_FILE: the window is for nobody else in the network" >&2
    exit 2
fi
passwd=$XDG_RUNTIME_DIR/vnc.passwd
(umask 077 && printf '%s\n' "$VNC_PASSWORD" | tigervncpasswd -f >"$passwd")
unset VNC_PASSWORD

display=:${DISPLAY_NUMBER:-0}
export DISPLAY="$display"
socket=/tmp/.X11-unix/X${display#:}

children=
# shellcheck disable=SC2317 # reached by the traps
stop() {
    trap - TERM INT EXIT
    # First the program, which puts back what it loads; then what it is shown by.
    if [ -n "${program:-}" ]; then
        kill -TERM "$program" 2>/dev/null || true
        wait "$program" || true
    fi
    # shellcheck disable=SC2086 # several numbers
    kill -TERM $children 2>/dev/null || true
}
trap 'stop; exit 0' TERM INT
trap stop EXIT

# Reached through websockify only: it listens on no port.
rm -f "$XDG_RUNTIME_DIR/vnc"
Xtigervnc "$display" -geometry "${WINDOW_SIZE:-1280x800}" -depth 24 \
    -rfbport -1 -rfbunixpath "$XDG_RUNTIME_DIR/vnc" -SecurityTypes VncAuth -PasswordFile "$passwd" -AlwaysShared \
    -desktop "Catalog Sync" -nolisten tcp &
children=$!
tries=0
while [ ! -S "$socket" ] || [ ! -S "$XDG_RUNTIME_DIR/vnc" ]; do
    tries=$((tries + 1))
    # Also where another screen has that number: this one has ended then.
    if [ "$tries" -gt 100 ] || ! kill -0 "$children" 2>/dev/null; then
        echo "the screen did not start" >&2
        exit 3
    fi
    sleep 0.1
done

# A session's bus, for the tray; a window manager; a panel with a tray, so that closing the window
# does not end the program.
export DBUS_SESSION_BUS_ADDRESS="unix:path=$XDG_RUNTIME_DIR/bus"
rm -f "$XDG_RUNTIME_DIR/bus"
dbus-daemon --session --nofork --nopidfile --address="$DBUS_SESSION_BUS_ADDRESS" &
children="$children $!"
openbox &
children="$children $!"
tint2 >/dev/null 2>&1 &
children="$children $!"
websockify --web /usr/share/novnc --unix-target "$XDG_RUNTIME_DIR/vnc" "${WEB_PORT:-6080}" &
children="$children $!"

catalogsync-gui &
program=$!
status=0
wait "$program" || status=$?
program=
# Whoever quits it gets it back: "restart: unless-stopped".
exit "$status"

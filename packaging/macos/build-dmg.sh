#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes a disk image of "Catalog Sync.app", which the same PyInstaller specification makes on macOS.
#
# NOT BUILT IN CI: it needs a Mac. CI checks this script and the LaunchAgent beside it.
#
#   python3 packaging/dev.py build && packaging/macos/build-dmg.sh [DIST]
#
# CODESIGN_IDENTITY  "Developer ID Application: …"; without it the application is signed ad hoc, and
#                    whoever downloads it has to allow it in System Settings.
# NOTARY_PROFILE     a keychain profile of "xcrun notarytool store-credentials"; needs the identity.
set -eu

if [ "$(uname -s)" != Darwin ]; then
    echo "this makes a disk image on macOS only" >&2
    exit 2
fi
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$(dirname -- "$here")")
dist=${1:-$root/dist}
app="$dist/Catalog Sync.app"
if [ ! -d "$app" ]; then
    echo "$app is not there; run \"python3 packaging/dev.py build\" first" >&2
    exit 2
fi
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' "$root/catalogsync_gui/__init__.py")
target=$dist/catalog-sync-$version-macos-$(uname -m).dmg

identity=${CODESIGN_IDENTITY:--}
if [ "$identity" = - ]; then
    codesign --force --deep --sign - "$app"
else
    codesign --force --deep --options runtime --timestamp \
        --entitlements "$here/entitlements.plist" --sign "$identity" "$app"
fi
codesign --verify --deep --strict "$app"

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
rm -f "$target"
hdiutil create -volname "Catalog Sync" -srcfolder "$stage" -fs HFS+ -format UDZO "$target"
if [ "$identity" != - ]; then
    codesign --timestamp --sign "$identity" "$target"
    if [ -n "${NOTARY_PROFILE:-}" ]; then
        xcrun notarytool submit "$target" --keychain-profile "$NOTARY_PROFILE" --wait
        xcrun stapler staple "$target"
    fi
fi
(cd "$dist" && shasum -a 256 "$(basename "$target")" >"$(basename "$target").sha256")
echo "$target"

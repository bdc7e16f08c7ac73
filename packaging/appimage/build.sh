#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes an AppImage of the folder that "python3 packaging/dev.py build" leaves in dist/.
#
# NOT BUILT IN CI: appimagetool is in no Debian. CI makes the AppDir of a stand-in and starts it.
# Build on the oldest system it is to run on: the C library is that of the machine.
#
#   packaging/appimage/build.sh [--appdir-only] [DIST]
#
# Needs https://github.com/AppImage/appimagetool on the path, unless --appdir-only is given.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$(dirname -- "$here")")
only=
if [ "${1:-}" = --appdir-only ]; then
    only=yes
    shift
fi
dist=${1:-$root/dist}
frozen=$dist/catalog-sync
appdir=$dist/CatalogSync.AppDir

if [ ! -x "$frozen/catalogsync-gui" ]; then
    echo "$frozen is not there; run \"python3 packaging/dev.py build\" first" >&2
    exit 2
fi
if [ -z "$only" ] && ! command -v appimagetool >/dev/null; then
    echo "appimagetool is not on the path (or give --appdir-only)" >&2
    exit 2
fi

rm -rf "$appdir"
mkdir -p "$appdir/usr/lib" "$appdir/usr/share/metainfo" \
    "$appdir/usr/share/icons/hicolor/scalable/apps"
cp -a "$frozen" "$appdir/usr/lib/catalog-sync"
install -m 755 "$here/AppRun" "$appdir/AppRun"
install -m 644 "$root/resources/catalog-sync.desktop" "$appdir/catalog-sync.desktop"
install -m 644 "$root/resources/icons/catalog-sync.svg" "$appdir/catalog-sync.svg"
install -m 644 "$root/resources/icons/catalog-sync.svg" \
    "$appdir/usr/share/icons/hicolor/scalable/apps/catalog-sync.svg"
ln -s catalog-sync.svg "$appdir/.DirIcon"

version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' "$root/catalogsync_gui/__init__.py")
epoch=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct)}
day=$(date -u -d "@$epoch" +%F)
sed -e "s/@VERSION@/$version/" -e "s/@DATE@/$day/" \
    "$root/packaging/linux/catalog-sync.metainfo.xml" \
    >"$appdir/usr/share/metainfo/catalog-sync.appdata.xml"

if [ -n "$only" ]; then
    echo "$appdir"
    exit 0
fi
machine=$(uname -m)
target=$dist/Catalog_Sync-$version-$machine.AppImage
ARCH=$machine VERSION=$version SOURCE_DATE_EPOCH=$epoch appimagetool "$appdir" "$target"
(cd "$dist" && sha256sum "$(basename "$target")" >"$(basename "$target").sha256")
echo "$target"

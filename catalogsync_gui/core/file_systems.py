# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file system's name tells about where files are. Pure.

The names are those of the Linux kernel (``/proc/filesystems``) and of FUSE (``fuse.NAME``).
"""

from enum import Enum, auto


class Where(Enum):
    """Where the files of a folder are."""

    DISK = auto()
    NETWORK = auto()
    STICK = auto()
    MEMORY = auto()
    CONTAINER = auto()
    SYSTEM = auto()
    """What the kernel shows of itself: no place for files."""

    UNKNOWN = auto()


_KNOWN = {
    Where.DISK: "apfs btrfs ext2 ext3 ext4 f2fs hfs hfsplus jfs reiserfs ufs xfs zfs bcachefs",
    Where.NETWORK: "9p afpfs afs ceph cifs davfs fuse.davfs2 fuse.glusterfs fuse.rclone "
    "fuse.s3fs fuse.smbnetfs fuse.sshfs glusterfs nfs nfs4 smb3 smbfs virtiofs webdav",
    Where.STICK: "exfat fuse.exfat fuse.ntfs-3g fuseblk msdos ntfs ntfs3 udf vfat",
    Where.MEMORY: "ramfs tmpfs",
    Where.SYSTEM: "bpf cgroup cgroup2 configfs debugfs devpts devtmpfs efivarfs mqueue proc "
    "pstore securityfs squashfs sysfs tracefs",
    Where.CONTAINER: "aufs fuse.fuse-overlayfs overlay",
}
_WHERE = {name: where for where, names in _KNOWN.items() for name in names.split()}


def where(file_system: str) -> Where:
    """Where its files are, as far as its name tells.

    :param file_system: as the kernel names it; empty where it does not.
    """
    return _WHERE.get(file_system.lower(), Where.UNKNOWN)

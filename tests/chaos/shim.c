/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Stands between a process and two of its folders, for LD_PRELOAD; idle until chaos_arm is called.
 *
 * It counts what is done to them (writes, truncations, renames, links, unlinks, mkdirs, fsyncs;
 * SQLite's own calls too, since they come here like all others). At the k-th of them it kills the
 * process, or lets that one call fail. The count is shared with the processes that are started by
 * the first: what the tag process does to a part file is among the calls, and dies with the whole.
 *
 * It can play a disk that loses its power (cuts.py puts it together): what is fsynced is copied
 * away, a file with its content and a folder with its names, and that alone is certain to be there
 * afterwards. An fsync does nothing else here: the machine's own disk is not the one under test.
 *
 * Log files are left out: nothing is read from them again.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define VARIABLE "CHAOS_STATE"

struct state {
    atomic_long counted;
    long stop_at;
    int failure;
    pid_t victim;
    char output[PATH_MAX];
    char folders[2][PATH_MAX];
    char disk[PATH_MAX];
    char only[256];
};
static struct state *state;

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) \
        real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static ssize_t really_write(int fd, const void *data, size_t size)
{
    REAL(write);
    return real(fd, data, size);
}

static int really_rename(const char *from, const char *to)
{
    REAL(rename);
    return real(from, to);
}

static struct state *shared(const char *path, int flags)
{
    int fd = open(path, O_RDWR | O_CLOEXEC | flags, 0600);
    if (fd < 0 || ftruncate(fd, sizeof(struct state)))
        abort();
    void *found = mmap(NULL, sizeof(struct state), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (found == MAP_FAILED)
        abort();
    close(fd);
    return found;
}

/* path: where the count is kept. output: where the call that meets its fate is told of. disk: a
 * folder for what is certain to survive; empty: the power stays. only: a pattern of fnmatch(3) for
 * "what path"; other calls are not counted. at: which call, from 1; 0: none; -1: none, and all are
 * told of. error: errno for it; 0 kills the process. */
void chaos_arm(const char *path, const char *output, const char *first, const char *second,
               const char *disk, const char *only, long at, int error)
{
    struct state *fresh = shared(path, O_CREAT | O_TRUNC);
    snprintf(fresh->output, PATH_MAX, "%s", output);
    snprintf(fresh->folders[0], PATH_MAX, "%s/", first);
    snprintf(fresh->folders[1], PATH_MAX, "%s/", second);
    snprintf(fresh->disk, PATH_MAX, "%s", disk);
    snprintf(fresh->only, sizeof fresh->only, "%s", only);
    fresh->stop_at = at;
    fresh->failure = error;
    fresh->victim = getpid();
    setenv(VARIABLE, path, 1);
    state = fresh;
}

/* In a process that one under test has started. */
__attribute__((constructor)) static void join(void)
{
    const char *path = getenv(VARIABLE);
    if (path)
        state = shared(path, 0);
}

/* ------------------------------------------------------------------ what is ours */

static int ours(const char *path)
{
    if (!state)
        return 0;
    size_t length = strlen(path);
    if (length > 4 && !strcmp(path + length - 4, ".log"))
        return 0;
    for (int i = 0; i < 2; i++) {
        size_t prefix = strlen(state->folders[i]);
        if (!strncmp(path, state->folders[i], prefix)
            || (length == prefix - 1 && !strncmp(path, state->folders[i], length)))
            return 1;
    }
    return 0;
}

static int path_of(int fd, char *path)
{
    char name[64];
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(name, path, PATH_MAX - 1);
    if (length <= 0)
        return 0;
    path[length] = 0;
    return 1;
}

/* ------------------------------------------------------------------ the call that meets its fate */

/* How the call is told of; empty where it does not count. */
static const char *words_of(const char *what, const char *path, char *words, size_t size)
{
    snprintf(words, size, "%s %s", what, path);
    if (state->only[0] && fnmatch(state->only, words, 0))
        words[0] = 0;
    return words;
}

/* Whether this is the call; never comes back where it is to be the last one. */
static int is_it(const char *what, const char *path)
{
    char words[PATH_MAX + 64];
    if (!*words_of(what, path, words, sizeof words))
        return 0;
    int it = atomic_fetch_add(&state->counted, 1) + 1 == state->stop_at;
    if (!it && state->stop_at >= 0)
        return 0;
    int told = open(state->output, O_WRONLY | O_APPEND | O_CLOEXEC);
    dprintf(told, "chaos: %s\n", words);
    close(told);
    if (!it)
        return 0;
    if (!state->failure) {
        kill(state->victim, SIGKILL);
        kill(getpid(), SIGKILL);
    }
    errno = state->failure;
    return 1;
}

/* Every other kill in a write leaves half of it behind. */
static int leaves_half(const char *what, const char *path)
{
    char words[PATH_MAX + 64];
    return !state->failure && state->stop_at % 2
        && atomic_load(&state->counted) + 1 == state->stop_at
        && *words_of(what, path, words, sizeof words);
}

#define WRITES(name, parameters, whole, half) \
    ssize_t name parameters \
    { \
        char path[PATH_MAX]; \
        int before = errno; \
        REAL(name); \
        if (state && path_of(fd, path) && ours(path)) { \
            if (leaves_half(#name, path)) \
                real half; \
            if (is_it(#name, path)) \
                return -1; \
        } \
        errno = before; \
        return real whole; \
    }
WRITES(write, (int fd, const void *data, size_t size), (fd, data, size), (fd, data, size / 2))
WRITES(pwrite, (int fd, const void *data, size_t size, off_t at), (fd, data, size, at),
       (fd, data, size / 2, at))
WRITES(pwrite64, (int fd, const void *data, size_t size, off64_t at), (fd, data, size, at),
       (fd, data, size / 2, at))

#define ON_FILE(name, parameters, arguments) \
    int name parameters \
    { \
        char path[PATH_MAX]; \
        int before = errno; \
        REAL(name); \
        if (state && path_of(fd, path) && ours(path) && is_it(#name, path)) \
            return -1; \
        errno = before; \
        return real arguments; \
    }
ON_FILE(ftruncate, (int fd, off_t size), (fd, size))
ON_FILE(ftruncate64, (int fd, off64_t size), (fd, size))

#define ON_PATH(name, parameters, arguments) \
    int name parameters \
    { \
        REAL(name); \
        if (ours(path) && is_it(#name, path)) \
            return -1; \
        return real arguments; \
    }
ON_PATH(rename, (const char *from, const char *path), (from, path))
ON_PATH(renameat, (int a, const char *from, int b, const char *path), (a, from, b, path))
ON_PATH(renameat2, (int a, const char *from, int b, const char *path, unsigned flags),
        (a, from, b, path, flags))
ON_PATH(link, (const char *from, const char *path), (from, path))
ON_PATH(linkat, (int a, const char *from, int b, const char *path, int flags),
        (a, from, b, path, flags))
ON_PATH(unlink, (const char *path), (path))
ON_PATH(unlinkat, (int a, const char *path, int flags), (a, path, flags))
ON_PATH(rmdir, (const char *path), (path))
ON_PATH(mkdir, (const char *path, mode_t mode), (path, mode))
ON_PATH(mkdirat, (int a, const char *path, mode_t mode), (a, path, mode))

/* ------------------------------------------------------------------ the disk */

/* Which file or folder it is, -1 for what is neither. A number of the file system's may be given
 * again, with another birth. */
static int identity(int folder, const char *name, char *words, size_t size)
{
    struct statx found;
    int flags = AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH;
    if (statx(folder, name, flags, STATX_INO | STATX_TYPE | STATX_BTIME, &found)
        || (!S_ISDIR(found.stx_mode) && !S_ISREG(found.stx_mode)))
        return -1;
    snprintf(words, size, "%c%llu-%lld-%u", S_ISDIR(found.stx_mode) ? 'd' : 'f',
             (unsigned long long)found.stx_ino, (long long)found.stx_btime.tv_sec,
             found.stx_btime.tv_nsec);
    return 0;
}

/* For cuts.py. */
int chaos_identity(const char *path, char *words, size_t size)
{
    return identity(AT_FDCWD, path, words, size);
}

static void copy_content(int to, int fd, const char *path)
{
    char data[1 << 16];
    off_t at = 0;
    ssize_t got;
    /* A descriptor that is only written to cannot be read from. Closing another one of SQLite's
     * files would drop its locks: those are open for both. */
    int again = (fcntl(fd, F_GETFL) & O_ACCMODE) == O_WRONLY ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    while ((got = pread(again < 0 ? fd : again, data, sizeof data, at)) > 0) {
        really_write(to, data, got);
        at += got;
    }
    if (again >= 0)
        close(again);
}

static void copy_names(int to, int fd, const char *path)
{
    DIR *folder = opendir(path);
    struct dirent *entry;
    char words[128];
    while (folder && (entry = readdir(folder)))
        if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")
            && !identity(fd, entry->d_name, words, sizeof words))
            dprintf(to, "%s/%s\n", words, entry->d_name);
    if (folder)
        closedir(folder);
}

/* What the disk now has for certain; in one step, since a kill may come in between. */
static void keep(int fd, const char *path)
{
    char words[128], target[PATH_MAX + 256], temporary[PATH_MAX + 256];
    static atomic_int number;
    if (identity(fd, "", words, sizeof words))
        return;
    snprintf(target, sizeof target, "%s/%s", state->disk, words);
    snprintf(temporary, sizeof temporary, "%s/.%d-%d", state->disk, getpid(),
             atomic_fetch_add(&number, 1));
    int to = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (to < 0)
        abort();
    if (words[0] == 'd') {
        copy_names(to, fd, path);
    } else {
        struct stat found;
        fstat(fd, &found);
        copy_content(to, fd, path);
        futimens(to, (struct timespec[]){found.st_atim, found.st_mtim});
    }
    close(to);
    if (really_rename(temporary, target))
        abort();
}

#define SYNCS(name) \
    int name(int fd) \
    { \
        char path[PATH_MAX]; \
        int before = errno; \
        REAL(name); \
        if (!state || !path_of(fd, path) || !ours(path)) \
            return real(fd); \
        if (is_it(#name, path)) \
            return -1; \
        if (state->disk[0]) \
            keep(fd, path); \
        errno = before; \
        return 0; \
    }
SYNCS(fsync)
SYNCS(fdatasync)

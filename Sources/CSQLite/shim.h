#pragma once
#include <sqlite3.h>
#include <sys/types.h>

// SQLITE_TRANSIENT is a cast macro Swift cannot import: SQLite copies the bytes before returning.
static inline int sx_sqlite_bind_text(sqlite3_stmt *s, int i, const char *p, int n) {
  return sqlite3_bind_text(s, i, p, n, SQLITE_TRANSIENT);
}
// The bytes stay where they are until the parameter is bound anew.
static inline int sx_sqlite_bind_lent_text(sqlite3_stmt *s, int i, const char *p, int n) {
  return sqlite3_bind_text(s, i, p, n, SQLITE_STATIC);
}
static inline int sx_sqlite_bind_blob(sqlite3_stmt *s, int i, const void *p, int n) {
  return sqlite3_bind_blob(s, i, p, n, SQLITE_TRANSIENT);
}
// sqlite3_db_config is variadic.
static inline int sx_sqlite_no_checkpoint_on_close(sqlite3 *db) {
  return sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}
// sqlite3_config is variadic. 0 when SQLite has a write to put the function in the place of; which of the two it
// calls is a matter of its build.
static inline int sx_sqlite_set_up(ssize_t (*write)(int, const void *, size_t, off_t)) {
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  sqlite3_vfs *files = sqlite3_vfs_find(0);
  if (files == 0 || files->iVersion < 3) return SQLITE_NOTFOUND;
  int code = files->xSetSystemCall(files, "pwrite64", (sqlite3_syscall_ptr)write);
  if (files->xSetSystemCall(files, "pwrite", (sqlite3_syscall_ptr)write) == SQLITE_OK) return SQLITE_OK;
  return code;
}
static inline int sx_sqlite_sync(sqlite3 *db) {
  sqlite3_file *file = 0;
  int code = sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (code != SQLITE_OK || file == 0 || file->pMethods == 0) return code;
  return file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
}

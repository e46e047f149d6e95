#pragma once
#include <libpq-fe.h>

// The default processor writes the server's notices to standard error.
static inline void sx_pq_drop_notice(void *context, const char *message) {
  (void)context;
  (void)message;
}
static inline void sx_pq_mute(PGconn *connection) {
  PQsetNoticeProcessor(connection, sx_pq_drop_notice, (void *)0);
}

#pragma once
#include <sys/types.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>
#include <microhttpd.h>

// Wrappers of the variadic calls: the library reads each value with an exact width, so they are
// passed from typed parameters here.

struct sx_mhd_callbacks {
  MHD_AcceptPolicyCallback accept;
  MHD_AccessHandlerCallback handle;
  MHD_RequestCompletedCallback completed;
  MHD_NotifyConnectionCallback connection;
  void *(*target)(void *context, const char *uri, struct MHD_Connection *connection);
  void *context;
};

// The listening socket is ours until this succeeds, the library's afterwards.
static inline struct MHD_Daemon *sx_mhd_start(
    int listening, struct sx_mhd_callbacks callbacks, size_t connection_memory_bytes,
    unsigned int connection_limit, unsigned int idle_timeout_seconds) {
  return MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, callbacks.accept, callbacks.context, callbacks.handle,
      callbacks.context, MHD_OPTION_LISTEN_SOCKET, listening, MHD_OPTION_NOTIFY_COMPLETED,
      callbacks.completed, callbacks.context, MHD_OPTION_NOTIFY_CONNECTION, callbacks.connection,
      callbacks.context, MHD_OPTION_URI_LOG_CALLBACK, callbacks.target, callbacks.context,
      MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_CONNECTION_MEMORY_LIMIT, connection_memory_bytes,
      MHD_OPTION_CONNECTION_LIMIT, connection_limit, MHD_OPTION_CONNECTION_TIMEOUT,
      idle_timeout_seconds, MHD_OPTION_END);
}

static inline int sx_mhd_descriptor(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info == NULL ? -1 : info->connect_fd;
}

static inline void *sx_mhd_socket_context(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info == NULL ? NULL : info->socket_context;
}

// Streams may be silent for longer than the idle time-out.
static inline void sx_mhd_no_timeout(struct MHD_Connection *connection) {
  MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, (unsigned int)0);
}

// Clients that count as one, as text: those of an IPv4 address, or of an IPv6 network of 64 bits. 1 for this
// machine itself.
static inline int sx_mhd_share(
    const struct sockaddr *address, char *text, unsigned int capacity) {
  if (capacity > 0) text[0] = 0;
  if (address == NULL) return 0;
  if (address->sa_family == AF_INET) {
    const struct in_addr *number = &((const struct sockaddr_in *)address)->sin_addr;
    inet_ntop(AF_INET, number, text, capacity);
    return ntohl(number->s_addr) >> 24 == 127;
  }
  if (address->sa_family != AF_INET6) return 0;
  struct in6_addr number = ((const struct sockaddr_in6 *)address)->sin6_addr;
  int is_v4 = IN6_IS_ADDR_V4MAPPED(&number);
  int own = IN6_IS_ADDR_LOOPBACK(&number) || (is_v4 && number.s6_addr[12] == 127);
  if (!is_v4) memset(&number.s6_addr[8], 0, 8);
  inet_ntop(AF_INET6, &number, text, capacity);
  return own;
}

static inline int sx_mhd_connection_share(
    struct MHD_Connection *connection, char *text, unsigned int capacity) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  return sx_mhd_share(info == NULL ? NULL : info->client_addr, text, capacity);
}

// The client's address as text; empty when it is of no known family.
static inline void sx_mhd_client_address(
    struct MHD_Connection *connection, char *text, unsigned int capacity) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  if (capacity > 0) text[0] = 0;
  if (info == NULL || info->client_addr == NULL) return;
  const struct sockaddr *address = info->client_addr;
  if (address->sa_family == AF_INET) {
    inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, text, capacity);
  } else if (address->sa_family == AF_INET6) {
    inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)address)->sin6_addr, text, capacity);
  }
}

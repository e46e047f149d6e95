internal import Glibc

/// Ends a connection without closing its descriptor, which belongs to the library.
enum SocketShutdown {
  /// Neither side reads or writes any more; the owner notices and closes.
  static func both(_ descriptor: Int32) {
    _ = shutdown(descriptor, Int32(SHUT_RDWR))
  }
}

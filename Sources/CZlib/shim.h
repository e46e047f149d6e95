#pragma once
#include <zlib.h>

// inflateInit2 is a macro. 15 + 32: zlib or gzip by the stream's own header.
static inline int sx_inflate_init(z_stream *s) { return inflateInit2(s, 15 + 32); }

// deflateInit2 is one too. 15 + 16: a gzip header.
static inline int sx_deflate_init(z_stream *s, int level) {
  return deflateInit2(s, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

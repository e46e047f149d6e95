#pragma once
#include <zlib.h>

// inflateInit2 is a macro. 15 + 32: zlib or gzip by the stream's own header.
static inline int sx_inflate_init(z_stream *s) { return inflateInit2(s, 15 + 32); }

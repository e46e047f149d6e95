internal import CMicroHTTPD

/// Makes the library's own response objects.
enum RawResponse {
  /// A response with a copy of the body, or `nil` when there is no memory for it.
  static func make(_ response: HTTPResponse) -> OpaquePointer? {
    let raw = unsafe response.body.withUnsafeBytes { body in
      // The library copies the bytes before it returns; it only forgot to say const.
      unsafe MHD_create_response_from_buffer(
        body.count, UnsafeMutableRawPointer(mutating: body.baseAddress), .RESPMEM_MUST_COPY)
    }
    guard let raw = unsafe raw else { return nil }
    for line in response.outgoingHeaders { unsafe add(line, to: raw) }
    return unsafe raw
  }

  /// Adds a header line; the library refuses line breaks, and the line is left out then.
  static func add(_ line: HTTPHeader, to raw: OpaquePointer) {
    _ = unsafe MHD_add_response_header(raw, line.name, line.value)
  }
}

/// The answer made of one snapshot in every form clients ask for, each made once and shared: plain,
/// compressed, and "not modified".
///
/// Its entity tags are strong: one for each encoding, of a tag that names process and snapshot.
public final class SnapshotResponse: Sendable {
  private let tag: String
  private let plain: PrebuiltResponse
  private let body: [UInt8]
  /// Made when the first client asks for it; `.some(nil)`: not worth it.
  private let compressed = Locked<PrebuiltResponse??>(nil)

  /// A JSON answer.
  ///
  /// - Parameter tag: what no other content of this path ever had: letters, digits and dashes.
  public init(json body: [UInt8], tag: String) {
    self.tag = tag
    self.body = body
    plain = PrebuiltResponse(Self.response(body, entityTag: Self.entityTag(tag)))
  }

  /// The form for a request.
  public func form(for request: HTTPRequest) -> PrebuiltResponse {
    if let unchanged = Self.unchanged(request, tag: tag) { return PrebuiltResponse(unchanged) }
    return acceptsGzip(request) ? gzip ?? plain : plain
  }

  /// 304 when the client has this content already, in whatever encoding: before anything is encoded.
  public static func unchanged(_ request: HTTPRequest, tag: String) -> HTTPResponse? {
    let own = [entityTag(tag), entityTag(tag, isCompressed: true)]
    let held = request.headerValues("If-None-Match").flatMap { $0.split(separator: ",") }.map {
      text -> Substring in
      let trimmed = text.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
      return trimmed.hasPrefix("W/") ? trimmed.dropFirst(2) : trimmed
    }
    guard let known = held.first(where: { $0 == "*" || own.contains(String($0)) }) else { return nil }
    return HTTPResponse(
      status: 304, headers: freshness(entityTag: known == "*" ? own[0] : String(known)))
  }

  private func acceptsGzip(_ request: HTTPRequest) -> Bool {
    body.count >= Gzip.leastBytes && Gzip.isAccepted(request.headerValues("Accept-Encoding"))
  }

  private var gzip: PrebuiltResponse? {
    compressed.withLock { kept in
      if let kept { return kept }
      let made = Gzip.compress(body).map { shorter in
        PrebuiltResponse(
          Self.response(shorter, entityTag: Self.entityTag(tag, isCompressed: true))
            .adding("Content-Encoding", "gzip"))
      }
      kept = .some(made)
      return made
    }
  }

  private static func entityTag(_ tag: String, isCompressed: Bool = false) -> String {
    "\"\(tag)\(isCompressed ? "-gzip" : "")\""
  }

  private static func response(_ body: [UInt8], entityTag: String) -> HTTPResponse {
    var response = HTTPResponse.json(body)
    response.headers += freshness(entityTag: entityTag)
    return response
  }

  /// Keep it, but ask each time whether it still holds.
  private static func freshness(entityTag: String) -> [HTTPHeader] {
    [
      HTTPHeader("ETag", entityTag), HTTPHeader("Cache-Control", "no-cache"),
      HTTPHeader("Vary", "Accept-Encoding"),
    ]
  }
}

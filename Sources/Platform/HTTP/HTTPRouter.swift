/// Which handler answers which path and method.
///
/// A pattern is a path whose segments may be `{names}`; at one place a literal segment wins over a name.
/// `GET` handlers answer `HEAD` too; `OPTIONS`, unknown paths and wrong methods are answered here.
public struct HTTPRouter: Sendable {
  /// Called on the server's thread, so it must not wait: it answers at once, or hands the responder to
  /// another thread that does.
  public typealias Handler = @Sendable (HTTPRequest, HTTPResponder) -> Void

  /// Body limit of a route that says nothing else, in bytes.
  public static let defaultBodyLimitBytes = 65_536

  struct Route: Sendable {
    var method: HTTPMethod
    /// As it was given, for the gate.
    var path: String
    var pattern: [Segment]
    var bodyLimitBytes: Int
    var handler: Handler

    /// The pattern as it was given.
    var text: String {
      "/"
        + pattern.map {
          switch $0 {
          case .literal(let text): text
          case .parameter(let name): "{\(name)}"
          }
        }.joined(separator: "/")
    }
  }

  enum Segment: Sendable, Equatable {
    case literal(String)
    case parameter(String)
  }

  enum Match {
    case found(Route, parameters: [String: String])
    case options(allow: String)
    case wrongMethod(allow: String)
    case notFound
  }

  private(set) var routes: [Route] = []
  /// Places in `routes` by number of segments: few are left to compare.
  private var placesByLength: [Int: [Int]] = [:]

  /// A router that answers 404 to everything.
  public init() {}

  /// Adds a route. The same method and pattern twice is a bug of the caller.
  ///
  /// - Parameters:
  ///   - pattern: such as `/api/orders/{id}/cancel`.
  ///   - bodyLimitBytes: larger bodies are answered with 413 and never reach the handler.
  public mutating func on(
    _ method: HTTPMethod, _ pattern: String, bodyLimitBytes: Int = defaultBodyLimitBytes,
    handler: @escaping Handler
  ) {
    precondition(pattern.hasPrefix("/"), "a pattern begins with /: \(pattern)")
    let segments = pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map {
      part -> Segment in
      part.hasPrefix("{") && part.hasSuffix("}")
        ? .parameter(String(part.dropFirst().dropLast())) : .literal(String(part))
    }
    let isNew = !routes.contains { $0.method == method && $0.pattern == segments }
    precondition(isNew, "a route is given twice: \(method) \(pattern)")
    placesByLength[segments.count, default: []].append(routes.count)
    routes.append(
      Route(
        method: method, path: pattern, pattern: segments, bodyLimitBytes: bodyLimitBytes, handler: handler))
  }

  func match(_ method: HTTPMethod, _ segments: [String]) -> Match {
    var best: (route: Route, literals: Int)?
    var methods: [HTTPMethod] = []
    for place in placesByLength[segments.count] ?? [] {
      let route = routes[place]
      guard let literals = Self.literals(of: route.pattern, in: segments) else { continue }
      if !methods.contains(route.method) { methods.append(route.method) }
      let answersMethod = route.method == method || (method == .head && route.method == .get)
      if answersMethod, literals > best?.literals ?? -1 { best = (route, literals) }
    }
    if let route = best?.route {
      return .found(route, parameters: Self.parameters(of: route.pattern, in: segments))
    }
    guard !methods.isEmpty else { return .notFound }
    if methods.contains(.get), !methods.contains(.head) { methods.append(.head) }
    if !methods.contains(.options) { methods.append(.options) }
    let allow = methods.map(\.description).sorted().joined(separator: ", ")
    return method == .options ? .options(allow: allow) : .wrongMethod(allow: allow)
  }

  /// How many segments agree literally, or `nil` when the path is not of this pattern.
  private static func literals(of pattern: [Segment], in segments: [String]) -> Int? {
    var count = 0
    for (part, segment) in zip(pattern, segments) {
      switch part {
      case .literal(let text):
        guard text == segment else { return nil }
        count += 1
      case .parameter:
        guard !segment.isEmpty else { return nil }
      }
    }
    return count
  }

  private static func parameters(of pattern: [Segment], in segments: [String]) -> [String: String] {
    var parameters: [String: String] = [:]
    for (part, segment) in zip(pattern, segments) {
      if case .parameter(let name) = part { parameters[name] = segment }
    }
    return parameters
  }
}

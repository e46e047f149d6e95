/// Who may reach the endpoint, and how.
public struct AccessSettings: Sendable {
  /// The tokens of the tokens file.
  public var tokens: [AccessToken] = []
  /// Commands from this machine need no token: for tests and machines of one's own.
  public var opensLoopback = false
  /// `/metrics` needs no token beyond loopback either.
  public var opensMetrics = false
  /// Pages of these origins may read answers in a browser, such as `https://desk.example`.
  public var origins: [CrossOrigin] = []

  /// Loopback only, commands with the service's own token or from its page.
  public init() {}

  /// Why a service must not listen on an address like this, and what to do; nil when it may.
  public func fault(host: String) -> String? {
    if AccessGate.isLoopback(address: host) { return nil }
    if opensLoopback {
      return "--open-loopback is for 127.0.0.1: at \(host) it would let everybody trade; leave it out"
    }
    if tokens.isEmpty {
      return "listening on \(host) lets other machines reach the endpoint: name the tokens that may use it "
        + "with --tokens FILE (lines NAME read|trade|admin SHA256-OF-THE-TOKEN), or listen on 127.0.0.1"
    }
    return nil
  }
}

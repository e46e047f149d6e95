public import Query

extension Configuration {
  /// Who may reach the endpoint; the tokens file is read for it.
  ///
  /// - Throws: when that file cannot be used, and when the address would let in others without a token.
  func access() throws(ConfigurationFaults) -> AccessSettings {
    var access = AccessSettings()
    access.tokens = try tokens()
    access.opensLoopback = text("http.open_loopback") == "true"
    access.opensMetrics = text("http.open_metrics") == "true"
    access.origins = corsOrigins
    guard let host = value("http.host"), let fault = access.fault(host: host.text) else { return access }
    throw ConfigurationFaults([Self.line(host, "http.host", fault)])
  }

  /// The tokens of the tokens file as it is now; none without such a file.
  ///
  /// - Throws: when that file cannot be used.
  public func tokens() throws(ConfigurationFaults) -> [AccessToken] {
    guard let file = value("http.tokens") else { return [] }
    do { return try TokenFile.read(file.text) } catch {
      throw ConfigurationFaults([Self.line(file, "http.tokens", "\(error)")])
    }
  }

  /// Origins whose pages may read answers.
  public var corsOrigins: [CrossOrigin] {
    (value("http.cors_origins")?.texts ?? []).compactMap(CrossOrigin.init)
  }
}

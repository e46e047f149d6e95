import Platform

/// `endpoint.json` in the data directory: where the running service answers, and the token its operator's
/// commands use. Only its owner can read it; it is there while the service runs.
public struct EndpointFile: Sendable, Equatable {
  /// Such as `http://127.0.0.1:8080`.
  public let address: String
  /// A token of scope admin, anew at each start.
  public let token: String

  /// What a data directory's file says.
  ///
  /// - Throws: when no service runs there, when others may read it, when it is not of this form.
  public static func read(directory: String) throws(Unreadable) -> EndpointFile {
    let path = path(in: directory)
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try Files.readPrivate(path, maxBytes: 65_536)
    } catch { throw Unreadable(path: path, fault: error) }
    let value = try? JSONParser.parse(bytes)
    guard let address = value?["address"]?.string, let token = value?["token"]?.string else {
      throw Unreadable(path: path, fault: nil)
    }
    return EndpointFile(address: address, token: token)
  }

  /// Why a file says nothing.
  public struct Unreadable: Error, Sendable, CustomStringConvertible {
    let path: String
    let fault: FileError?

    /// True when there is no such file: no service runs there.
    public var isAbsent: Bool { fault?.code == .notFound }

    /// One sentence, with what to do.
    public var description: String {
      if isAbsent { return "there is no \(path): no service runs on this data directory" }
      return fault.map(\.description) ?? "\(path) is not what a service writes; restart the service"
    }
  }

  static func write(_ file: EndpointFile, directory: String) throws(FileError) {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("address", file.address)
    writer.field("token", file.token)
    writer.endObject()
    try Files.writeAtomically(writer.takeBytes() + [UInt8(ascii: "\n")], to: path(in: directory))
  }

  static func remove(directory: String) throws(FileError) {
    try Files.remove(path(in: directory))
  }

  /// How this machine reaches a service that listens on an address.
  static func address(host: String, port: UInt16) -> String {
    switch host {
    case "0.0.0.0": "http://127.0.0.1:\(port)"
    case "::": "http://[::1]:\(port)"
    default: host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
    }
  }

  private static func path(in directory: String) -> String { directory + "/endpoint.json" }
}

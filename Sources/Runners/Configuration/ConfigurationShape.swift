/// What a file may hold: keys outside lists, and lists of objects.
struct ConfigurationShape: Sendable {
  /// A list of objects of one kind.
  struct List: Sendable {
    /// Its key.
    let key: String
    /// Most elements.
    let cap: Int
    /// The keys of an element.
    let entries: [ConfigurationEntry]
    /// The key every element has, with a value of its own.
    let identity: String
  }

  /// The keys outside lists.
  let entries: [ConfigurationEntry]
  /// The lists.
  let lists: [List]

  /// The configuration of the service.
  static let service = ConfigurationShape(
    entries: ConfigurationSchema.entries,
    lists: ConfigurationSchema.lists.map {
      List(key: $0.key, cap: $0.cap, entries: $0.entries, identity: "name")
    })
}

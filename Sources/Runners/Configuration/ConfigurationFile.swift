import Platform

/// The configuration file, read against the schema: values with their places, and every fault.
struct ConfigurationFile {
  /// The largest file read, bytes.
  static let maxBytes = 1 << 18

  /// The file as faults name it.
  let name: String
  /// Values by path; those of lists as `accounts[0].balance`.
  private(set) var values: [String: ConfigurationValue] = [:]
  /// Elements of each list.
  private(set) var counts: [String: Int] = [:]
  /// What is wrong, in the order of the file.
  private(set) var faults = ConfigurationFaults()

  private let shape: ConfigurationShape
  private var found: [(offset: Int, text: String)] = []
  private var document: JSON5Document?

  /// Reads the file's bytes.
  init(name: String, bytes: [UInt8], shape: ConfigurationShape = .service) {
    self.name = name
    self.shape = shape
    do throws(JSON5Error) {
      let document = try JSON5Document(bytes, limits: JSONLimits(maxBytes: Self.maxBytes))
      self.document = document
      found = document.duplicates.map { ($0.offset, $0.reason) }
      readSection(document.root, prefix: "", entries: shape.entries, path: "")
    } catch {
      faults.add("\(name):\(TextPlace(of: error.offset, in: bytes)): \(error.reason)")
      return
    }
    // A stable order: the file's.
    for (index, fault) in found.sorted(by: { $0.offset < $1.offset }).enumerated() {
      // To reckon a place costs the file before it: not for those that are only counted.
      let isListed = index < ConfigurationFaults.cap
      faults.add(isListed ? "\(name):\(place(fault.offset)): \(fault.text)" : fault.text)
    }
  }

  private func place(_ offset: Int) -> TextPlace {
    document?.place(at: offset) ?? TextPlace(line: 1, column: 1)
  }

  private mutating func fault(_ offset: Int, _ path: String, _ text: String) {
    found.append((offset, path.isEmpty ? text : "\(path): \(text)"))
  }

  /// The members of a section. `prefix` is its path within the entries, `path` the one shown.
  private mutating func readSection(
    _ node: JSON5Node, prefix: String, entries: [ConfigurationEntry], path: String
  ) {
    guard case .object(let members) = node.content else {
      let what = path.isEmpty ? "the file must hold" : "must be"
      return fault(node.offset, path, "\(what) an object, not \(node.kind)")
    }
    for member in members {
      let inner = prefix + member.key
      let shown = (path.isEmpty ? "" : path + ".") + String(member.key.prefix(64))
      if let entry = entries.first(where: { $0.path == inner }) {
        take(member.value, as: entry, path: shown)
      } else if entries.contains(where: { $0.path.hasPrefix(inner + ".") }) {
        readSection(member.value, prefix: inner + ".", entries: entries, path: shown)
      } else if path.isEmpty, let list = shape.lists.first(where: { $0.key == inner }) {
        readList(member.value, of: list)
      } else {
        let known =
          Self.keys(of: entries, under: prefix)
          + (path.isEmpty ? shape.lists.map(\.key) : [])
        fault(member.keyOffset, shown, "there is no such key" + hint(member.key, known, prefix))
      }
    }
  }

  private mutating func readList(_ node: JSON5Node, of list: ConfigurationShape.List) {
    let key = list.key
    guard case .array(let elements) = node.content else {
      return fault(node.offset, key, "must be an array of objects, not \(node.kind)")
    }
    guard elements.count <= list.cap else {
      return fault(
        elements[list.cap].offset, key, "has \(elements.count) elements; at most \(list.cap) are taken")
    }
    counts[key] = elements.count
    var names: [String: String] = [:]
    for (index, element) in elements.enumerated() {
      let path = "\(key)[\(index)]"
      readSection(element, prefix: "", entries: list.entries, path: path)
      let identity = "\(path).\(list.identity)"
      guard case .object(let members) = element.content else { continue }
      guard let member = members.first(where: { $0.key == list.identity }) else {
        fault(element.offset, identity, "is missing")
        continue
      }
      guard let name = values[identity]?.text else { continue }
      if let earlier = names.updateValue(path, forKey: name) {
        fault(member.value.offset, identity, "'\(name)' is also that of \(earlier)")
      }
    }
  }

  private mutating func take(_ node: JSON5Node, as entry: ConfigurationEntry, path: String) {
    var texts: [String] = []
    if case .list(let cap, _) = entry.kind {
      guard case .array(let elements) = node.content, elements.count <= cap else {
        return fault(node.offset, path, "must be \(entry.kind.inWords), at most \(cap)")
      }
      for element in elements {
        guard let text = check(element, as: entry, path: path) else { return }
        texts.append(text)
      }
    } else {
      guard let text = check(node, as: entry, path: path) else { return }
      texts = [text]
    }
    values[path] = ConfigurationValue(texts: texts, origin: .file(name, place(node.offset)))
  }

  /// The text of a value, or nil with a fault.
  private mutating func check(_ node: JSON5Node, as entry: ConfigurationEntry, path: String) -> String? {
    guard let text = entry.kind.text(of: node) else {
      let wanted = if case .list = entry.kind { "a text" } else { entry.kind.inWords }
      fault(node.offset, path, "must be \(wanted), not \(node.kind)")
      return nil
    }
    if let problem = entry.kind.fault(in: text) {
      let shown = entry.isSecret ? "" : ", not \(Self.shown(text, node))"
      fault(node.offset, path, problem + shown)
      return nil
    }
    return text
  }

  /// A value as a fault repeats it, cut off.
  private static func shown(_ text: String, _ node: JSON5Node) -> String {
    let cut = text.prefix(40) + (text.count > 40 ? "…" : "")
    return if case .string = node.content { "'\(cut)'" } else { String(cut) }
  }

  /// The keys of one level, sections among them, each once.
  private static func keys(of entries: [ConfigurationEntry], under prefix: String) -> [String] {
    var keys: [String] = []
    for entry in entries where entry.path.hasPrefix(prefix) {
      let key = entry.path.dropFirst(prefix.count).prefix { $0 != "." }
      if !keys.contains(String(key)) { keys.append(String(key)) }
    }
    return keys
  }

  /// What was probably meant: a key of this level, or one of that name in another section.
  private func hint(_ key: String, _ known: [String], _ prefix: String) -> String {
    if let near = Suggestion.nearest(to: key, in: known) { return " (did you mean '\(near)'?)" }
    if prefix.isEmpty, let entry = shape.entries.first(where: { $0.key == key }) {
      return " (did you mean '\(entry.path)'?)"
    }
    return "; known here are \(known.joined(separator: ", "))"
  }
}

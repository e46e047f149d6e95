import Platform

/// The directory of one run's files: claimed by the first file made in it, and given back without touching
/// what others made.
struct RunDirectory {
  /// As `--out` gave it.
  let path: String
  private var created: [String] = []

  /// Makes the directory where there is none. It is claimed with its first file.
  init(_ path: String) throws(FileError) {
    try Files.createDirectory(path)
    self.path = path
  }

  /// Refuses a directory that holds something, or of which that cannot be told.
  static func checkEmpty(_ path: String) throws {
    let names: [String]?
    do throws(FileError) { names = try Files.list(path) } catch {
      throw MarketFailure(
        description: "--out \(path): whether it is empty cannot be told (\(error)): name a directory that is "
          + "empty or not there")
    }
    guard let first = names?.first else { return }
    throw MarketFailure(
      description: "--out \(path) is not empty (it holds \(first)): name a directory that is empty or not "
        + "there")
  }

  /// Makes an empty file, whose name must be free; its path.
  mutating func create(_ name: String) throws -> String {
    let file = path + "/" + name
    do throws(FileError) { try Files.createEmpty(file) } catch {
      guard error.code == .alreadyExists else { throw error }
      throw MarketFailure(
        description: "--out \(path) is being written by another run (\(name) was not there a moment ago): "
          + "name a directory of its own for each run")
    }
    created.append(file)
    return file
  }

  /// Makes a table, whose name must be free.
  mutating func table(_ name: String, columns: [String]) throws -> CSVFile {
    CSVFile(try create(name), columns: columns)
  }

  /// Removes the files made here, and no other.
  func discard() {
    for file in created { try? Files.remove(file) }
  }
}

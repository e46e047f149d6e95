import Platform

/// Moves the journal's write-ahead log into its file beside the thread that commits.
///
/// It has a connection of its own that never writes a row. While commits go on there is always a little left
/// to move: the committing thread does that last, so that the log begins anew.
final class LogMover: Sendable {
  private enum Request { case move }

  private let inbox = Inbox<Request>(capacity: 1)
  private let thread: OwnThread

  /// Opens the file on the mover's own thread.
  ///
  /// - Parameter moved: called there after each move.
  init(path: String, logger: Logger, moved: @escaping @Sendable () -> Void) throws(SQLiteError) {
    let opened = OneShot<Result<Void, SQLiteError>>()
    thread = OwnThread.start(name: "journal log") { [inbox] in
      do throws(SQLiteError) {
        let connection = try SQLiteConnection(path: path, mode: .readWrite)
        try connection.makeDurable()
        opened.fulfil(.success(()))
        while case let requests = inbox.take(waitingUpTo: nil), !requests.isEmpty {
          do { try connection.checkpoint() } catch {
            logger.warning("write-ahead log not moved", ["error": .string("\(error)")])
          }
          moved()
        }
      } catch { opened.fulfil(.failure(error)) }
    }
    if case .failure(let error) = opened.wait(upTo: nil) {
      thread.join()
      throw error
    }
  }

  /// Asks for a move; one that is under way or asked for is enough.
  func move() { inbox.post(.move) }

  /// Ends it, after the move under way.
  func stop() {
    inbox.close()
    thread.join()
  }
}

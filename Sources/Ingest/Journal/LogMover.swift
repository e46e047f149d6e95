import Platform

/// Moves the journal's write-ahead log into its file beside the thread that commits.
///
/// It has a connection of its own that never writes a row. While commits go on there is always a little left
/// to move: the committing thread does that last, so that the log begins anew.
///
/// The two never move at once, and none begins where nothing is left to move: SQLite before 3.51.3 can lose
/// commits where a move begins while another connection's commit begins the log anew. So who commits asks for
/// a move only after a commit, moves nothing itself until that has ended, and moves the rest before it asks
/// again.
final class LogMover: Sendable {
  /// What it does.
  enum State {
    /// Waits to be asked.
    case idle
    /// Was asked: nobody else moves the log meanwhile.
    case moving
    /// Has ended: who commits is to move the rest, and to say so.
    case moved
  }

  private enum Request { case move }

  /// The state, shared with the thread.
  private final class Progress: Sendable {
    let state = Locked(State.idle)

    func become(_ new: State) { state.withLock { $0 = new } }
  }

  private let inbox = Inbox<Request>(capacity: 1)
  private let progress = Progress()
  private let thread: OwnThread

  /// What it does now.
  var state: State { progress.state.withLock { $0 } }

  /// Opens the file on the mover's own thread.
  ///
  /// - Parameter moved: called there after each move, to wake who commits.
  init(path: String, logger: Logger, moved: @escaping @Sendable () -> Void) throws(SQLiteError) {
    let opened = OneShot<Result<Void, SQLiteError>>()
    thread = OwnThread.start(name: "journal log") { [inbox, progress] in
      do throws(SQLiteError) {
        let connection = try SQLiteConnection(path: path, mode: .readWrite)
        try connection.makeDurable()
        SQLiteConnection.paceWrites(true)
        opened.fulfil(.success(()))
        while case let requests = inbox.take(waitingUpTo: nil), !requests.isEmpty {
          do {
            try connection.checkpoint()
            // Else the rest would sync all of it, while commits wait.
            try connection.syncFile()
          } catch {
            logger.warning("write-ahead log not moved", ["error": .string("\(error)")])
          }
          progress.become(.moved)
          moved()
        }
      } catch { opened.fulfil(.failure(error)) }
    }
    if case .failure(let error) = opened.wait(upTo: nil) {
      thread.join()
      throw error
    }
  }

  /// Asks for a move, after a commit since the last.
  func move() {
    progress.become(.moving)
    inbox.post(.move)
  }

  /// The rest was moved.
  func rest() { progress.become(.idle) }

  /// Ends it, after the move under way.
  func stop() {
    inbox.close()
    thread.join()
  }
}

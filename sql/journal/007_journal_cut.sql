-- Where the journal begins once old events were taken out of it (serve --journal-days): SQLite only.

-- One row, none while the journal is whole. Events up to `seq` do not count any more from the moment it is
-- written; they are erased a few at a time behind it.
CREATE TABLE IF NOT EXISTS journal_cut (
  seq INTEGER NOT NULL,              -- the last event taken out
  begins_at INTEGER NOT NULL,        -- wall time of the first event kept, nanoseconds since 1970
  written_through INTEGER NOT NULL,  -- newest wall time of an event taken out, microseconds since 1970: rows
                                     -- with a later recorded_at are made by events that are kept
  cut_at INTEGER NOT NULL,           -- wall time, nanoseconds since 1970
  found_equal TEXT NOT NULL          -- JSON object by store: when verify found it equal, nanoseconds
);

-- Each account as it was after that event: a restart, ship and verify begin here, as they would with the
-- session's first event. Not pruned like snapshots; replaced by the next cut.
CREATE TABLE IF NOT EXISTS journal_bases (
  account TEXT PRIMARY KEY,
  session TEXT NOT NULL,             -- its session then
  seq INTEGER NOT NULL,              -- its last event taken out
  at INTEGER NOT NULL,               -- desk time of that event
  tape_row INTEGER NOT NULL,         -- the row of the market that caused it
  signals TEXT NOT NULL,             -- ids of the signals decided at that row, JSON array
  state_hash TEXT NOT NULL,
  payload TEXT NOT NULL              -- the state, as in snapshots
) WITHOUT ROWID;

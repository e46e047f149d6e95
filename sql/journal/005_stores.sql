-- What the writers of other stores keep: the journal's own, in SQLite only.

-- Rows a store refused, kept until it takes them.
CREATE TABLE IF NOT EXISTS dead_letters (
  store TEXT NOT NULL,               -- questdb or postgres
  table_name TEXT NOT NULL,
  row_key TEXT NOT NULL,             -- values of the key columns, JSON array
  seq INTEGER NOT NULL,              -- number of an event not before the row's newest
  row TEXT NOT NULL,                 -- the whole row, JSON object
  error TEXT NOT NULL,               -- why, in the server's words
  recorded_at INTEGER NOT NULL,      -- wall time, microseconds since 1970
  PRIMARY KEY (store, table_name, row_key)
) WITHOUT ROWID;

-- By what other stores know this data directory: one row, drawn once.
CREATE TABLE IF NOT EXISTS directory (
  id TEXT NOT NULL
);
INSERT INTO directory (id)
  SELECT lower(hex(randomblob(16))) WHERE NOT EXISTS (SELECT 1 FROM directory);

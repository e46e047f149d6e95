-- Which journal the tables of this file are made of, and how far: one row, written with the rows it speaks of.
CREATE TABLE projection (
  directory TEXT    NOT NULL,        -- id of the journal's data directory; empty until it is known
  seq       INTEGER NOT NULL         -- the newest event in the tables
);
INSERT INTO projection (directory, seq) VALUES ('', 0);

-- How did the account's equity move?
--
-- Oldest first. Money in currency: equity = balance + unrealized_pnl; realized_pnl is net of fees; funding
-- is received less paid. drawdown: below the session's highest equity so far, not negative; drawdown_pct in
-- percent of that.
--
-- A parameter that is not set is no filter: :since (inclusive), :until (exclusive) on ts, :session; :limit
-- (100000), :offset (0).
--
-- Times are microseconds since 1970, UTC. By hand, in the sqlite3 shell on sextant.sqlite:
--   .parameter init
--   .parameter set :since "unixepoch('2024-08-08 12:00') * 1000000"
--   .read sql/queries/equity_curve.sql
SELECT
  ts, session_id, currency, equity, balance, realized_pnl, unrealized_pnl, fees, funding, peak_equity,
  max(peak_equity - equity, 0.0) AS drawdown,
  CASE WHEN peak_equity > 0 THEN max(peak_equity - equity, 0.0) / peak_equity * 100 END AS drawdown_pct
FROM equity
WHERE
  ts >= coalesce(:since, -9223372036854775808)
  AND ts < coalesce(:until, 9223372036854775807)
  AND (:session IS NULL OR session_id = :session)
ORDER BY ts, session_id
LIMIT coalesce(:limit, 100000) OFFSET coalesce(:offset, 0);

-- What did each symbol earn?
--
-- Money in the account's settlement currency. realized_pnl: net of fees, positive is a gain; fees: positive
-- is paid, inside realized_pnl already; unrealized_pnl: at the last valuation, zero once closed. Funding is
-- the account's, see equity_curve.sql.
--
-- Sums and means are rounded to 12 decimals: what lies behind is the noise of binary fractions.
--
-- A parameter that is not set is no filter: :since (inclusive), :until (exclusive) on the fills' ts,
-- :session, :symbol.
--
-- Times are microseconds since 1970, UTC. By hand, in the sqlite3 shell on sextant.sqlite:
--   .parameter init
--   .parameter set :since "unixepoch('2024-08-08 12:00') * 1000000"
--   .read sql/queries/pnl_by_symbol.sql
WITH booked AS (
  SELECT
    session_id, symbol,
    count(*) AS fills,
    round(sum(realized_pnl), 12) AS realized_pnl,
    round(sum(fee), 12) AS fees,
    max(ts) AS last_fill_at
  FROM fills
  WHERE
    ts >= coalesce(:since, -9223372036854775808)
    AND ts < coalesce(:until, 9223372036854775807)
    AND (:session IS NULL OR session_id = :session)
    AND (:symbol IS NULL OR symbol = :symbol)
  GROUP BY session_id, symbol
),
valued AS (
  SELECT
    session_id, symbol, status, unrealized_pnl, currency,
    row_number() OVER (
      PARTITION BY session_id, symbol ORDER BY updated_at DESC, status = 'OPEN' DESC
    ) AS age
  FROM live_positions
)
SELECT
  booked.session_id, booked.symbol, booked.fills, booked.realized_pnl, booked.fees,
  CASE WHEN valued.status = 'OPEN' THEN valued.unrealized_pnl ELSE 0.0 END AS unrealized_pnl,
  valued.currency, booked.last_fill_at
FROM booked
LEFT JOIN valued
  ON valued.session_id = booked.session_id AND valued.symbol = booked.symbol AND valued.age = 1
ORDER BY booked.session_id, booked.symbol;

-- How many orders stand where, and how much of them was filled?
--
-- quantity and filled_quantity: contracts, summed over one symbol's orders of one status. reason_code: why
-- they failed or ended; NULL while they have not, or when they were simply filled.
--
-- A parameter that is not set is no filter: :since (inclusive), :until (exclusive) on created_at, :session,
-- :symbol, :side (BUY, SELL).
--
-- Times are microseconds since 1970, UTC. By hand, in the sqlite3 shell on sextant.sqlite:
--   .parameter init
--   .parameter set :since "unixepoch('2024-08-08 12:00') * 1000000"
--   .read sql/queries/orders_by_status.sql
SELECT
  symbol, status, reason_code,
  count(*) AS orders,
  sum(quantity) AS quantity,
  sum(filled_quantity) AS filled_quantity,
  max(updated_at) AS last_updated_at
FROM live_orders
WHERE
  created_at >= coalesce(:since, -9223372036854775808)
  AND created_at < coalesce(:until, 9223372036854775807)
  AND (:session IS NULL OR session_id = :session)
  AND (:symbol IS NULL OR symbol = :symbol)
  AND (:side IS NULL OR side = :side)
GROUP BY symbol, status, reason_code
ORDER BY symbol, orders DESC, status, reason_code;

-- How many orders do the filters of orders.sql leave?
--
-- The same parameters as there, without :limit and :offset.
SELECT count(*) AS count
FROM live_orders
WHERE
  created_at >= coalesce(:since, -9223372036854775808)
  AND created_at < coalesce(:until, 9223372036854775807)
  AND (:session IS NULL OR session_id = :session)
  AND (:account IS NULL OR account_id = :account)
  AND (:symbol IS NULL OR symbol = :symbol)
  AND (:side IS NULL OR side = :side)
  AND (:status IS NULL OR status = :status)
  AND (:order_type IS NULL OR order_type = :order_type);

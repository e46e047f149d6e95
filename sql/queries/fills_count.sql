-- How many executions do the filters of fills.sql leave?
--
-- The same parameters as there, without :limit and :offset.
SELECT count(*) AS count
FROM fills
WHERE
  ts >= coalesce(:since, -9223372036854775808)
  AND ts < coalesce(:until, 9223372036854775807)
  AND (:session IS NULL OR session_id = :session)
  AND (:account IS NULL OR account_id = :account)
  AND (:symbol IS NULL OR symbol = :symbol)
  AND (:side IS NULL OR side = :side)
  AND (:kind IS NULL OR kind = :kind)
  AND (:order_id IS NULL OR order_id = :order_id);

-- How many signals do the filters of signals.sql leave?
--
-- The same parameters as there, without :limit and :offset.
SELECT count(*) AS count
FROM signal_history
WHERE
  created_at >= coalesce(:since, -9223372036854775808)
  AND created_at < coalesce(:until, 9223372036854775807)
  AND (:session IS NULL OR session_id = :session)
  AND (:account IS NULL OR account_id = :account)
  AND (:symbol IS NULL OR symbol = :symbol)
  AND (:side IS NULL OR side = :side)
  AND (:signal_type IS NULL OR signal_type = :signal_type)
  AND (:decision IS NULL OR decision = :decision);

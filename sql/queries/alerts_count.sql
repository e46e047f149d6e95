-- How many alerts do the filters of alerts.sql leave?
--
-- The same parameters as there, without :limit and :offset.
SELECT count(*) AS count
FROM risk_events
WHERE
  timestamp >= coalesce(:since, -9223372036854775808)
  AND timestamp < coalesce(:until, 9223372036854775807)
  AND (:session IS NULL OR session_id = :session)
  AND (:account IS NULL OR account_id = :account)
  AND (:symbol IS NULL OR symbol = :symbol)
  AND (:severity IS NULL OR severity = :severity)
  AND (:alert_type IS NULL OR alert_type = :alert_type)
  AND (:state IS NULL OR state = :state);

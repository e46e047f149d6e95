-- Which risk alerts were raised, newest first?
--
-- timestamp: when the cause began. details: JSON object of texts. state: FIRING, ACKNOWLEDGED once somebody has
-- seen it, RESOLVED when the cause is over. symbol, as a filter: the symbol or order the alert concerns.
--
-- A parameter that is not set is no filter: :since (inclusive), :until (exclusive) on timestamp, :session,
-- :account, :symbol, :severity (INFO, WARNING, CRITICAL), :alert_type, :state; :limit (100), :offset (0).
--
-- Times are microseconds since 1970, UTC. By hand, in the sqlite3 shell on sextant.sqlite:
--   .parameter init
--   .parameter set :since "unixepoch('2024-08-08 12:00') * 1000000"
--   .read sql/queries/alerts.sql
SELECT
  alert_id, severity, alert_type, message, details, state, timestamp, acknowledged, acknowledged_by,
  acknowledged_at, acknowledgement, symbol, resolved_at, resolution, account_id
FROM risk_events
WHERE
  timestamp >= coalesce(:since, -9223372036854775808)
  AND timestamp < coalesce(:until, 9223372036854775807)
  AND (:session IS NULL OR session_id = :session)
  AND (:account IS NULL OR account_id = :account)
  AND (:symbol IS NULL OR symbol = :symbol)
  AND (:severity IS NULL OR severity = :severity)
  AND (:alert_type IS NULL OR alert_type = :alert_type)
  AND (:state IS NULL OR state = :state)
ORDER BY timestamp DESC, alert_id DESC
LIMIT coalesce(:limit, 100) OFFSET coalesce(:offset, 0);

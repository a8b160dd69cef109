/** Takes an amount, app key and day. */
export const addUsage = 'UPDATE usage_day SET calls = calls + ? WHERE app_key = ? AND day_text = ?'

/** Takes app key, day and calls. */
export const insertUsage = 'INSERT INTO usage_day (app_key, day_text, calls) VALUES (?, ?, ?)'

/** Takes app key and day. */
export const findUsage = 'SELECT calls FROM usage_day WHERE app_key = ? AND day_text = ?'

/** Takes the set's name. Locks its row and counts the change. */
export const lockSealedSet = 'UPDATE sealed_set SET version = version + 1 WHERE set_name = ?'

/** Takes the set's name. */
export const findSealedSet = 'SELECT version, row_count, row_sum, seal FROM sealed_set WHERE set_name = ?'

/** Takes version, number and sum of rows, seal and name. */
export const setSealedSet = `UPDATE sealed_set SET version = ?, row_count = ?, row_sum = ?, seal = ?
  WHERE set_name = ?`

/** Takes name, version, number and sum of rows, and seal. */
export const insertSealedSet = `INSERT INTO sealed_set (set_name, version, row_count, row_sum, seal)
  VALUES (?, ?, ?, ?, ?)`

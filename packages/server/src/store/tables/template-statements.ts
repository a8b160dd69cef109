const stored = `SELECT t.coupon_id, t.version, t.closed_at_ms, t.counts_stock, t.counts_members, v.terms_text,
  v.saved_at_ms, s.taken_total
  FROM coupon_template t
  JOIN template_version v ON v.seller_id = t.seller_id AND v.coupon_id = t.coupon_id AND v.version = t.version
  LEFT JOIN template_stock s ON s.seller_id = t.seller_id AND s.coupon_id = t.coupon_id`

/** Takes seller and template. */
export const findTemplate = `${stored} WHERE t.seller_id = ? AND t.coupon_id = ?`

/** Takes seller, template and version: a row if that is the newest version and can be claimed from. */
export const findClaimable = `SELECT version FROM coupon_template
  WHERE seller_id = ? AND coupon_id = ? AND version = ? AND closed_at_ms IS NULL`

/** Takes seller, a template's id and limit: those after it, in order. */
export const listTemplates = `${stored} WHERE t.seller_id = ? AND t.coupon_id > ? ORDER BY t.coupon_id LIMIT ?`

/** As `listTemplates`, only closed ones. */
export const listClosedTemplates = `${stored}
  WHERE t.seller_id = ? AND t.coupon_id > ? AND t.closed_at_ms IS NOT NULL ORDER BY t.coupon_id LIMIT ?`

/** As `listTemplates`, only open ones. */
export const listOpenTemplates = `${stored}
  WHERE t.seller_id = ? AND t.coupon_id > ? AND t.closed_at_ms IS NULL ORDER BY t.coupon_id LIMIT ?`

/** Takes seller, template, version 1, whether stock and members are counted. */
export const insertTemplate = `INSERT INTO coupon_template
  (seller_id, coupon_id, version, counts_stock, counts_members) VALUES (?, ?, ?, ?, ?)`

/** Takes whether stock and members are counted, seller, template and the version before. */
export const raiseTemplateVersion = `UPDATE coupon_template
  SET version = version + 1, counts_stock = ?, counts_members = ?
  WHERE seller_id = ? AND coupon_id = ? AND version = ? AND closed_at_ms IS NULL`

/** Takes time, seller, template and its version. */
export const closeTemplate = `UPDATE coupon_template SET closed_at_ms = ?
  WHERE seller_id = ? AND coupon_id = ? AND version = ? AND closed_at_ms IS NULL`

/** Takes seller, template, version, terms and time. */
export const insertTemplateVersion = `INSERT INTO template_version
  (seller_id, coupon_id, version, terms_text, saved_at_ms) VALUES (?, ?, ?, ?, ?)`

/** Takes seller, template and version. */
export const findTemplateVersion = `SELECT terms_text FROM template_version
  WHERE seller_id = ? AND coupon_id = ? AND version = ?`

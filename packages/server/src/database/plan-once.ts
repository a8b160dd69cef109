/**
 * Begins the text of a statement that SQLite plans once, whatever values it runs with (`sqlite/lasting-plan.ts`): one that reads a
 * page by its key, so that its plan need not depend on them. Other engines see a comment.
 */
export const planOnce = '/* plan once */'

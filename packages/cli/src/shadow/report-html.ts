/**
 * What the report takes of the server. Only the command that writes one loads this file: most commands start in half the time without the
 * server.
 */
export const { daysOf, html, maskNumbers, trusted } = await import('#server')

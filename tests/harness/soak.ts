/** How many times longer than in a usual run soak tests and attacks are: `YAOQUAN_SOAK=10 npm run soak`. */
export const soak = Number(process.env['YAOQUAN_SOAK'] ?? 1)

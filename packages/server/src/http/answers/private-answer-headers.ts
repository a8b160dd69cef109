/** Headers of every answer of the gateway: it holds data of one caller, and no browser takes it for a page or a script. */
export const privateAnswerHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const

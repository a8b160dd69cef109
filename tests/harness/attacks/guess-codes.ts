import { signedParameters } from '../signed-call.ts'

type Guesser = Readonly<{
  url: string
  app: Readonly<{ appKey: string; appSecret: string }>
  /** As the gateway reads it. */
  timestamp?: string
}>

/** What a guesser came to. */
export type Guesses = Readonly<{ lookedUp: number; refused: number }>

const guessers = 16

/**
 * Looks for coupons by trying codes, through each method that tells whether a code stands, with many callers in parallel.
 * @param stop ends it; it also ends after `limit` guesses
 */
export async function guessCodes({ url, app, timestamp }: Guesser, stop: AbortSignal, limit: number): Promise<Guesses> {
  let guess = 0
  let refused = 0
  const guesser = async () => {
    while (guess < limit && !stop.aborted) {
      guess += 1
      const own = asking(guess)
      const named = { app_key: app.appKey, ...(timestamp === undefined ? {} : { timestamp }), ...own }
      const body = new URLSearchParams(signedParameters(named, app.appSecret))
      const text = await (await fetch(`${url}/router/rest`, { method: 'POST', body })).text()
      if (text.includes('"code":7,')) refused += 1
    }
  }
  await Promise.all(Array.from({ length: guessers }, guesser))
  return { lookedUp: guess - refused, refused }
}

function asking(guess: number): Readonly<Record<string, string>> {
  const code = `GUESS${guess}`
  const out_request_no = `guess-${guess}`
  const ways = [
    { query_d_t_o: JSON.stringify({ coupon_code: code, page_size: 10, page_num: 1 }) },
    { method: 'yaoquan.coupon.get', coupon_code: code },
    { method: 'yaoquan.coupon.redeem', coupon_code: code, order_id: `O${guess}`, out_request_no },
    { method: 'yaoquan.coupon.hold', coupon_code: code, order_id: `O${guess}`, ttl_seconds: '60', out_request_no },
  ]
  return ways[guess % ways.length] ?? {}
}

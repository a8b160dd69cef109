/** Hours of the day in GMT+8: from the first to before the last, over midnight if the last is not later. */
export type CrawlHours = Readonly<{ fromHour: number; toHour: number }>

const hourMs = 3_600_000
const dayHours = 24
const gmt8Hours = 8

/** How long to wait for the next hour that is allowed, in milliseconds; 0 within them. */
export function waitForHours(nowMs: number, hours: CrawlHours | undefined): number {
  if (hours === undefined) return 0
  const { fromHour, toHour } = hours
  const hour = (nowMs / hourMs + gmt8Hours) % dayHours
  const isWithin = fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour || hour < toHour
  return isWithin ? 0 : Math.ceil(((fromHour - hour + dayHours) % dayHours) * hourMs)
}

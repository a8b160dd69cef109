import { useEffect, useState } from 'react'

const dayMs = 24 * 60 * 60_000
const zoneMs = 8 * 60 * 60_000

/** The day of a moment in GMT+8, whatever the zone of the browser. @param atMs epoch milliseconds */
export function dayOf(atMs: number): string {
  return new Date(atMs + zoneMs).toISOString().slice(0, 10)
}

/** A moment as the API writes it, `YYYY-MM-DD HH:mm:ss` in GMT+8. @param atMs epoch milliseconds */
export function momentText(atMs: number): string {
  return new Date(atMs + zoneMs).toISOString().slice(0, 19).replace('T', ' ')
}

/** How many days lie between two days, `YYYY-MM-DD`; negative if the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs)
}

/** The day so many days later. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * dayMs).toISOString().slice(0, 10)
}

/** Epoch milliseconds of a moment of the API, `YYYY-MM-DD HH:mm:ss` in GMT+8. */
export function momentMs(moment: string): number {
  return Date.parse(`${moment.replace(' ', 'T')}+08:00`)
}

/** A moment as lists show it: `11-25 14:03`, with the year where it is another one. @param moment of the API */
export function shortMoment(moment: string, today: string): string {
  const isThisYear = moment.slice(0, 4) === today.slice(0, 4)
  return isThisYear ? moment.slice(5, 16) : moment.slice(0, 16)
}

/** A day as lists show it: `11-25`, with the year where it is another one. @param day `YYYY-MM-DD` */
export function shortDay(day: string, today: string): string {
  return day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day
}

/** The days from the first to the last: `11-01 – 12-31`, `11-01 – 2027-01-30`. Each is in the year before it. */
export function shortRange(from: string, to: string, today: string): string {
  return `${shortDay(from, today)} – ${shortDay(to, from)}`
}

/** A time that runs down, `mm:ss`, from an hour on `h:mm:ss`. @param leftMs 0 or more */
export function countdownText(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1_000)
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)]
  const rest = [minutes, seconds % 60].map((part) => String(part).padStart(2, '0')).join(':')
  return hours === 0 ? rest : `${hours}:${rest}`
}

/** The present moment, epoch milliseconds; components show it anew each time it moved by so much. */
export function useNow(everyMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return nowMs
}

/** The present day in GMT+8, `YYYY-MM-DD`. */
export function useToday(): string {
  return dayOf(useNow(60_000))
}

import type { UsageWindow, Weekday } from '../model/offer.ts'
import type { Language, Texts } from './texts.ts'

/** Windows of use in words: `周三 08:00-12:00、周六` and `Wed 08:00-12:00, Sat`. */
export function windowsText(windows: readonly UsageWindow[]): Texts {
  return {
    zh: windows.map((window) => windowText(window, 'zh')).join('；'),
    en: windows.map((window) => windowText(window, 'en')).join('; '),
  }
}

const everyDay: Texts = { zh: '每天', en: 'every day' }
const between: Texts = { zh: '、', en: ', ' }

const dayNames: Readonly<Record<Weekday, Texts>> = {
  1: { zh: '周一', en: 'Mon' },
  2: { zh: '周二', en: 'Tue' },
  3: { zh: '周三', en: 'Wed' },
  4: { zh: '周四', en: 'Thu' },
  5: { zh: '周五', en: 'Fri' },
  6: { zh: '周六', en: 'Sat' },
  7: { zh: '周日', en: 'Sun' },
}

function windowText({ days, fromMinute, toMinute }: UsageWindow, language: Language): string {
  const names = days.map((day) => dayNames[day][language]).join(between[language])
  const dayText = days.length === 0 ? everyDay[language] : names
  const isWholeDay = fromMinute === 0 && toMinute === 1_440
  return isWholeDay ? dayText : `${dayText} ${minuteText(fromMinute)}-${minuteText(toMinute)}`
}

function minuteText(minute: number): string {
  const twoDigits = (value: number): string => String(value).padStart(2, '0')
  return `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`
}

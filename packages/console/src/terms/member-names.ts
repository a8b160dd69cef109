import { fieldName, listRedemptions, searchCoupons, searchMembers } from '@yaoquan/api'
import type { Language } from '../language/texts.ts'

/**
 * The name of a member of an event's state or of a field of the API.
 * @param wire as stored, for example `coupon_amount_fen`
 * @returns `wire` itself where a newer server has members that are not known here
 */
export function memberName(wire: string, language: Language): string {
  return fieldName(wire)?.[language] ?? filterNames[language].get(wire) ?? wire
}

/** What exports were filtered by: names of the definitions of the API, up to the first explanation in them. */
const filterNames = { zh: namesOfFilters('zh'), en: namesOfFilters('en') }

function namesOfFilters(language: Language): ReadonlyMap<string, string> {
  const fields = [searchCoupons, listRedemptions, searchMembers].flatMap(({ request }) => Object.values(request))
  return new Map(
    fields.map(({ wire, description }) => [wire, description[language].split(/[，,；;：:（(]/)[0]?.trim() ?? wire]),
  )
}

import { fieldName, listRedemptions, searchCoupons, searchMembers } from '@yaoquan/api'
import { defineTexts, type Language } from '../language/texts.ts'

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

/** What people ask others for, by the names that the server has for it. */
export const requestKinds = defineTexts({
  'erase-member': { zh: '删除会员', en: 'erase a member' },
  'merge-members': { zh: '合并会员', en: 'merge members' },
  'claim-coupons': { zh: '发券', en: 'issue coupons' },
  'end-template-approval': { zh: '关闭模板审批', en: 'end the approval of templates' },
  'end-second-person': { zh: '关闭第二人同意', en: 'end the rule of the second person' },
  'create-app': { zh: '登记应用', en: 'register an app' },
  'rotate-app': { zh: '更换密钥', en: 'rotate the secret of an app' },
  'widen-app': { zh: '改应用的权限', en: 'change the grants of an app' },
  'enable-app': { zh: '重新启用应用', en: 'enable an app again' },
  'raise-issue-approval': { zh: '调高单人可发的面额', en: 'raise what is issued alone' },
})

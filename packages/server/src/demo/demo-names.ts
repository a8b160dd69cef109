/** The demo's fixed names, so that a later start finds them again. */
export const demoSellerId = '111'
export const demoAppKey = '10000111'
export const demoCalling = { appKey: demoAppKey, actor: `app:${demoAppKey}`, sellerId: demoSellerId } as const
export const demoOwnerName = 'owner'
export const demoMarketerName = 'wang.min'

/** Phone of a member. @param place 0 to 119 */
export function demoPhone(place: number): string {
  return `1380010${String(1_000 + place)}`
}

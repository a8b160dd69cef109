import type { RulePack } from '@yaoquan/basket'

/** A pack with what it does, for operators. */
export type DescribedPack = RulePack & Readonly<{ zh: string; en: string }>

/**
 * The rule packs of this program. A published version never changes: redemptions name it. A changed pack gets the next
 * version beside it, and sellers keep theirs until an operator chooses anew.
 */
export const rulePacks: readonly DescribedPack[] = [
  {
    pack: 'rx-excluded',
    version: 1,
    zh: '处方药不参与任何优惠券',
    en: 'no coupon counts for prescription drugs',
    rules: [{ rule: 'rx', drugClasses: ['rx'] }],
  },
  {
    pack: 'special-price-excluded',
    version: 1,
    zh: '特价与近效期商品不参与任何优惠券',
    en: 'no coupon counts for goods at a special price or near their expiry',
    rules: [
      { rule: 'special_price', tags: ['special_price'] },
      { rule: 'near_expiry', tags: ['near_expiry'] },
    ],
  },
]

/** Names a version of a pack, as `rx-excluded@1`. */
export type PackVersion = Readonly<{ pack: string; version: number }>

/** The newest version of a pack, or with `@` a given one. @returns undefined for an unknown pack or version */
export function findPack(name: string): DescribedPack | undefined {
  const [pack, version] = name.split('@')
  const versions = rulePacks.filter((known) => known.pack === pack)
  if (version === undefined) return versions.at(-1)
  return versions.find((known) => String(known.version) === version)
}

/** The newest version of each pack, and the versions that a seller has. */
export function packsToChoose(chosen: readonly PackVersion[]): readonly DescribedPack[] {
  const isChosen = ({ pack, version }: DescribedPack) =>
    chosen.some((one) => one.pack === pack && one.version === version)
  return rulePacks.filter((pack) => isChosen(pack) || findPack(pack.pack) === pack)
}

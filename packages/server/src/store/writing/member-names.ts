import { MemberNaming, type Named, type NamedMembers } from '#domain/members/name-members'
import { loadIdentities } from '#store/members/load-identities'
import type { NamingParts } from './naming-parts.ts'
import { storeNaming } from './store-naming.ts'

/** Finds out whom a work's coupons and claims name, and stores what that changes. */
export class MemberNames {
  readonly #parts: NamingParts
  /** Of the latest call: a claim names its member before it issues the coupons. */
  #named: ReadonlyMap<string, NamedMembers> = new Map()

  constructor(parts: NamingParts) {
    this.#parts = parts
  }

  /** One result per name, in order. The caller has locked the issuers of the seller. */
  async name(named: readonly Named[]): Promise<readonly NamedMembers[]> {
    const again = named.map((one) => this.#named.get(textOf(one))).filter((found) => found !== undefined)
    if (again.length === named.length) return again
    const { unit, identifiers, origin } = this.#parts
    const naming = new MemberNaming(
      await loadIdentities({ reader: unit, identifiers, sellerId: origin.sellerId }, named),
    )
    const found = named.map((one) => naming.name(one))
    await storeNaming(this.#parts, naming.changes())
    this.#named = new Map(named.map((one, place) => [textOf(one), found[place] ?? nobody]))
    return found
  }
}

const nobody: NamedMembers = { phoneRef: undefined, cardRef: undefined, memberNos: [] }

function textOf({ phone, cardNo }: Named): string {
  return JSON.stringify([phone, cardNo])
}

import type { ConsentTaking, VersionedApp } from '#domain/access/access-store'
import { done, load, refused } from '#domain/lifecycle/act'
import { sellersOf, sharedAct } from '#domain/lifecycle/shared-act'
import { appByKey, consentsOfApp, consentsTaken } from '#domain/lifecycle/shared-changes'

type Found = Readonly<{
  app: VersionedApp | undefined
  /** Names of the operators who allowed the app, one for each consent. */
  consents: readonly string[]
}>

/** Makes an operator the one who allowed an app to act for a seller. Without a consent of another one, nothing changes. */
export const takeConsents = sharedAct<
  ConsentTaking,
  Found,
  Readonly<{ taken: number }>,
  Readonly<{ kind: 'unknown-app' }>
>({
  sellers: ({ sellerId }) => sellersOf(sellerId),
  reads: ({ appKey, sellerId }) => load({ app: appByKey(appKey), consents: consentsOfApp({ appKey, sellerId }) }),
  decide({ input: taking, found: { app, consents } }) {
    if (!app?.app.sellerIds.includes(taking.sellerId)) return refused({ kind: 'unknown-app' })
    const taken = consents.filter((name) => name !== taking.operatorName).length
    return done({ taken }, taken === 0 ? [] : [consentsTaken(taking)])
  },
})

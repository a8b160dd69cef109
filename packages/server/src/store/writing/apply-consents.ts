import type { ConsentTaking } from '#domain/access/access-store'
import { changeConsent, codesOf } from '#store/access/consents'
import { findGrantsOfApp, oauthGrantOfRow, setOperatorOfConsent } from '#store/tables/oauth-grant'
import type { SharedParts } from './shared-parts.ts'

/** Gives consents of an app to another operator. */
export async function applyConsents(parts: SharedParts, takings: readonly ConsentTaking[]): Promise<void> {
  const { unit, keyring, headOf } = parts
  for (const { appKey, sellerId, operatorName } of takings) {
    const grants = (await unit.all(findGrantsOfApp({ appKey, sellerId }))).map(oauthGrantOfRow)
    for (const code of codesOf(grants.filter((grant) => grant.operatorName !== operatorName))) {
      await changeConsent({ transaction: unit, keyring }, code, () =>
        unit.run(setOperatorOfConsent({ operatorName, codeDigest: code })),
      )
    }
    const after = JSON.stringify({ app_key: appKey, act: 'consent_taken' })
    headOf(sellerId).append([{ kind: 'app', count: 1, after }])
  }
}

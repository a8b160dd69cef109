import { openTemplate } from '@yaoquan/api'
import type { NameOf } from '../names/code-text.ts'
import { actorNames, type KnownNames } from '../names/use-names.ts'
import { useRead } from '../session/use-server.ts'
import type { StoredTemplate } from './template-types.ts'

type Versions = Readonly<{
  /** The latest ones, in order; undefined while they load. */
  versions: readonly StoredTemplate[] | undefined
  /** Names of the codes in them; until they are there, none are read elsewhere. */
  known: KnownNames
  actorName: NameOf
  /** Why they could not be read. */
  error: Error | null
}>

/** The latest versions of a template, with all names in them. @param isWanted whether to read them at all */
export function useVersions(couponId: string, isWanted = true): Versions {
  const { data, error } = useRead(openTemplate, { couponId }, { isEnabled: isWanted })
  return {
    versions: data?.versions,
    known: { shops: data?.shops ?? [], categories: data?.categories ?? [] },
    actorName: actorNames(data?.actors),
    error,
  }
}

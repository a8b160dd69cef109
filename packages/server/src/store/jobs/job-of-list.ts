import type { NewJob } from '#domain/jobs/job-store'
import type { Keyring } from '#store/keys/keyring'
import { findJobOfSource } from '#store/tables/job'
import { keyedDigests, type TargetSource } from './job-targets.ts'

type ListOfJob = Pick<NewJob, 'task' | 'sourceDigest'>

/** The job that used a list for a task. */
export async function findJobOfList(
  { reader, keyring }: Pick<TargetSource, 'reader' | 'keyring'>,
  sellerId: string,
  list: ListOfJob,
): Promise<string | undefined> {
  for (const sourceDigest of digestsOfList({ keyring }, sellerId, list)) {
    const [known] = (await reader.one(findJobOfSource({ sellerId, sourceDigest }))) ?? []
    if (typeof known === 'string') return known
  }
  return undefined
}

/** Names of the list of a job, if it has one, the present one first. Another template may get the same list. */
export function digestsOfList(
  { keyring }: Readonly<{ keyring: Keyring }>,
  sellerId: string,
  { task, sourceDigest }: ListOfJob,
): readonly Uint8Array[] {
  if (sourceDigest === undefined) return []
  const list = `${task.kind}\0${task.kind === 'send' ? task.couponId : ''}\0${sourceDigest}`
  return keyedDigests(keyring, sellerId, `job\0${list}`)
}

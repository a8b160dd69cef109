import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Files in the usual order, but those of `soak` first. Without times of an earlier run, as on a fresh machine, projects run in the order
 * of their names, and the last file of a long project would run alone for minutes; the last project is then `unit`, of short files.
 */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const [soak, others] = [true, false].map((isSoak) =>
      sorted.filter(({ project }) => (project.name === 'soak') === isSoak),
    )
    return [...(soak ?? []), ...(others ?? [])]
  }
}

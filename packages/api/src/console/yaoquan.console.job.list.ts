import { listOf, objects, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { cursor, limit, nextCursor } from '../methods/cursor-fields.ts'
import { resultOf } from '../methods/write-fields.ts'
import { jobKindNames } from '../words/job-words.ts'
import { jobActors, jobFields } from './job-fields.ts'

export const listJobs = defineMethod({
  name: 'yaoquan.console.job.list',
  title: { zh: '任务列表', en: 'List jobs' },
  description: { zh: '本连锁的任务，新的在前', en: 'The jobs of the seller, the newest first' },
  ...reads(category.console),
  request: {
    kind: text('kind', 'import-members', '只看一种类型', 'Only jobs of this kind', { oneOf: jobKindNames }),
    operator: text(
      'operator',
      'wang.fang',
      '只看此操作员建立的任务，不能与 kind 同传',
      'Only jobs that this operator created; not beside kind',
      {
        maxLength: 64,
      },
    ),
    cursor,
    limit: limit(100),
  },
  sampleOmits: ['kind', 'operator'],
  ...resultOf('ListJobsResult', {
    jobs: listOf('jobs', objects('job', 'Job', jobFields), '任务', 'Jobs'),
    actors: jobActors,
    nextCursor,
  }),
  errorCodes: [businessErrors.invalidCursor],
})

import type { listTemplates, RequestOf, saveTemplate } from '@yaoquan/api'
import type { ResultOf } from '../server/call-method.ts'

/** A template as it is stored. */
export type StoredTemplate = ResultOf<typeof listTemplates>['templates'][number]

/** A template as it is saved. */
export type Template = RequestOf<typeof saveTemplate>['template']

export type TemplateKind = Template['kind']

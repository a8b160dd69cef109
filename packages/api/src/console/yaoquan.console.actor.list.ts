import { list, listOf, texts } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { resultOf } from '../methods/write-fields.ts'
import { actorName } from './named-fields.ts'

/** Actors whose names one call gives. */
const maxActors = 50

/** Names of apps and operators that act for the seller: of those that the caller has seen, since the others are nobody's to list. */
export const listActors = defineMethod({
  name: 'yaoquan.console.actor.list',
  title: { zh: '操作者的名称', en: 'Names of actors' },
  description: {
    zh: '所传操作者（本连锁的应用与操作员）的名称，不含其权限与设置；不认识的不返回',
    en: 'The names of the given actors, which are apps and operators of the seller, without their rights and settings; unknown ones are left out',
  },
  ...reads(category.console),
  request: {
    actors: list('actors', texts('app:12345678', 128), '操作者，同事件', 'The actors, as in events', {
      required: true,
      minItems: 1,
      maxItems: maxActors,
    }),
  },
  ...resultOf('ListActorsResult', {
    actors: listOf('actors', actorName, '操作者', 'The actors'),
  }),
  errorCodes: [],
})

import { listOf, objects, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { resultOf } from '../methods/write-fields.ts'

const actorFields = {
  actor: text('actor', 'app:12345678', '操作者，同事件', 'The actor, as in events', { required: true }),
  name: text('name', '收银系统', '名称', 'Name', { required: true }),
} as const

/** Names of the apps and operators that act for the seller. */
export const listActors = defineMethod({
  name: 'yaoquan.console.actor.list',
  title: { zh: '操作者的名称', en: 'Names of actors' },
  description: {
    zh: '本连锁的应用与操作员的名称，不含其权限与设置',
    en: 'The names of the apps and operators of the seller, without their rights and settings',
  },
  ...reads(category.console),
  request: {},
  ...resultOf('ListActorsResult', {
    actors: listOf('actors', objects('actor_name', 'ActorName', actorFields), '操作者', 'The actors'),
  }),
  errorCodes: [],
})

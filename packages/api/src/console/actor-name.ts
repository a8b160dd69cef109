import { objects, text } from '../language/fields.ts'

/** An actor that has a name. */
export const actorName = objects('actor_name', 'ActorName', {
  actor: text('actor', 'app:12345678', '操作者，同事件', 'The actor, as in events', { required: true }),
  name: text('name', '收银系统', '名称', 'Name', { required: true }),
})

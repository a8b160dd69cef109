import { fastify } from 'fastify'
import { announce, port, receive } from './print-events.ts'
import { maxBodyBytes } from './receive-delivery.ts'

const app = fastify({ bodyLimit: maxBodyBytes })
// In a plugin of its own, so that other routes keep the parser of JSON.
app.register(async (hook) => {
  hook.removeAllContentTypeParsers()
  hook.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  hook.post<{ Body: Buffer | undefined }>('/hook', async ({ headers, body }, reply) => {
    return reply.code(await receive({ headers, body })).send()
  })
})
await app.listen({ port, host: '127.0.0.1' })
announce()

// In JavaScript, since Express has no types of its own; in TypeScript add @types/express.
import express from 'express'
import { announce, port, receive } from './print-events.ts'
import { maxBodyBytes } from './receive-delivery.ts'

const app = express()
// `express.json()` for the whole app would parse the body before it can be verified: give this route its bytes.
app.post('/hook', express.raw({ type: () => true, limit: maxBodyBytes }), async (request, response) => {
  response.sendStatus(await receive({ headers: request.headers, body: request.body }))
})
app.listen(port, '127.0.0.1', announce)

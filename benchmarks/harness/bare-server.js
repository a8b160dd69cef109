// The baseline: node:http that answers every request with the same bytes. Usage: `bare-server.js FILE CONTENT_TYPE [read]`;
// with `read` it reads the body before it answers, as every API server must.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [file, contentType, mode] = process.argv.slice(2)
const body = readFileSync(file)
const server = createServer((request, response) => {
  if (mode !== 'read') return answer(response)
  request.on('data', () => undefined)
  request.on('end', () => answer(response))
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`listening on http://127.0.0.1:${server.address().port}\n`))
process.on('SIGTERM', () => process.exit(0))

function answer(response) {
  response.writeHead(200, { 'content-type': contentType, 'content-length': body.length })
  response.end(body)
}

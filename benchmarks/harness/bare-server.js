// The baseline: node:http that answers every request with the same bytes and reads no body. Usage: `bare-server.js FILE CONTENT_TYPE`.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [file, contentType] = process.argv.slice(2)
const body = readFileSync(file)
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': contentType, 'content-length': body.length })
  response.end(body)
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`listening on http://127.0.0.1:${server.address().port}\n`))
process.on('SIGTERM', () => process.exit(0))

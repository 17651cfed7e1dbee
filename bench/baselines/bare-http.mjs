// The least that a Node service can be: the start time that every other one is compared with.
import { createServer } from 'node:http'

const server = createServer((_request, response) => response.end('{"status":"ok"}'))
server.listen(Number(process.env.PORT), '127.0.0.1')
process.once('SIGTERM', () => server.close())

// How fast is an answer served, beside others serving the same bytes in the same run?
//
// Peers: (a) a bare node:http server writing the same bytes and headers, (b) nginx serving them as static files, (c)
// json-server with the same data. wrk makes the load; rounds alternate, and the ratios of one run are what to trust.
// Needs wrk and nginx (Debian packages wrk and nginx-light). json-server is fetched into a temporary folder by npm.
// npm run bench -- [--seconds 4] [--rounds 3]
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '4' }, rounds: { type: 'string', default: '3' } },
})
const seconds = Number(values.seconds)
const rounds = Number(values.rounds)
const project = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'words-vs-deeds-bench-'))
const children = []
const PAGES = ['/feed.json', '/programmes/work-programme']

const has = (program) => {
  try {
    execFileSync('sh', ['-c', `command -v ${program} || test -x /usr/sbin/${program}`])
    return true
  } catch {
    return false
  }
}
if (!has('wrk')) {
  process.stderr.write('wrk is missing: apt-get install wrk\n')
  process.exit(3)
}

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
async function answers(url) {
  for (let i = 0; i < 100; i += 1) {
    try {
      await (await fetch(url)).arrayBuffer()
      return
    } catch {
      await wait(100)
    }
  }
  throw new Error(`${url} did not answer within ten seconds`)
}

/** Ours: the built program, as anybody runs it. */
const OURS = 3411
children.push(
  spawn(process.execPath, [join(project, 'dist', 'src', 'cli.js'), 'serve'], {
    env: { PATH: process.env.PATH, PORT: String(OURS), DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  }),
)
await answers(`http://127.0.0.1:${OURS}/feed.json`)
await wait(8_000) // until every answer is made

/** The answers of ours, byte for byte, for the others to serve. */
const kinds = [
  ['plain', {}],
  ['br', { 'accept-encoding': 'br' }],
]
const kept = new Map()
const raw = (path, headers) =>
  new Promise((resolve, reject) => {
    request({ port: OURS, path, headers }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }))
    })
      .on('error', reject)
      .end()
  })
for (const path of PAGES)
  for (const [kind, headers] of kinds) kept.set(`${path} ${kind}`, await raw(path, headers))

/** (a) The same bytes and headers from a bare server in its own process; it chooses and validates as plainly as can be. */
const BARE = 3412
writeFileSync(
  join(folder, 'answers.json'),
  JSON.stringify([...kept].map(([key, { headers, body }]) => [key, headers, body.toString('base64')])),
)
writeFileSync(
  join(folder, 'bare.mjs'),
  `import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
const kept = new Map(JSON.parse(readFileSync(${JSON.stringify(join(folder, 'answers.json'))})).map(([key, headers, body]) => {
  const { date, connection, 'keep-alive': _, ...rest } = headers
  return [key, { headers: rest, body: Buffer.from(body, 'base64') }]
}))
createServer((request, response) => {
  const kind = request.headers['accept-encoding'] === 'br' ? 'br' : 'plain'
  const found = kept.get(request.url + ' ' + kind)
  if (request.headers['if-none-match'] === found.headers.etag) {
    const { 'content-length': _, 'content-type': __, 'content-encoding': ___, ...rest } = found.headers
    response.writeHead(304, rest)
    response.end()
    return
  }
  response.writeHead(200, found.headers)
  response.end(found.body)
}).listen(${BARE}, '127.0.0.1')
`,
)
children.push(spawn(process.execPath, [join(folder, 'bare.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] }))
await answers(`http://127.0.0.1:${BARE}/feed.json`)

/** (b) nginx, one worker, files from its cache, the same headers. */
const NGINX = 3413
const withNginx = has('nginx')
if (withNginx) {
  mkdirSync(join(folder, 'www'), { recursive: true })
  const locations = PAGES.flatMap((path, index) =>
    kinds.map(([kind]) => {
      const { headers, body } = kept.get(`${path} ${kind}`)
      writeFileSync(join(folder, 'www', `${index}-${kind}`), body)
      const lines = Object.entries(headers)
        .filter(
          ([name]) =>
            ![
              'date',
              'connection',
              'keep-alive',
              'content-length',
              'content-type',
              'etag',
              'last-modified',
            ].includes(name),
        )
        .map(([name, value]) => `add_header ${name} ${JSON.stringify(value)};`)
      return `location = /${index}-${kind} { default_type ${JSON.stringify(headers['content-type'])}; ${lines.join(' ')} }`
    }),
  )
  writeFileSync(
    join(folder, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root; ' : ''}worker_processes 1; pid ${join(folder, 'nginx.pid')}; error_log /dev/null crit; daemon off;
events { worker_connections 512; }
http { access_log off; sendfile on; tcp_nopush on; etag on; keepalive_requests 1000000; open_file_cache max=100; types {}
client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
server { listen 127.0.0.1:${NGINX}; root ${join(folder, 'www')}; ${locations.join('\n')} } }`,
  )
  const program =
    has('nginx') && execFileSync('sh', ['-c', 'command -v nginx || echo /usr/sbin/nginx']).toString().trim()
  children.push(
    spawn(program, ['-c', join(folder, 'nginx.conf'), '-p', folder], {
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  )
  await answers(`http://127.0.0.1:${NGINX}/0-plain`)
} else process.stderr.write('nginx is missing, so it is left out: apt-get install nginx-light\n')

/** (c) json-server with the statements of the feed. */
const JSONS = 3414
let withJsonServer = true
try {
  execFileSync(
    'npm',
    ['install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, 'json-server@1.0.0-beta.3'],
    {
      stdio: ['ignore', 'ignore', 'ignore'],
    },
  )
  const feed = JSON.parse(kept.get('/feed.json plain').body.toString())
  writeFileSync(
    join(folder, 'db.json'),
    JSON.stringify({ feed: feed.items.map((item, n) => ({ ...item, id: String(n) })) }),
  )
  children.push(
    spawn(
      process.execPath,
      [
        join(folder, 'node_modules', 'json-server', 'lib', 'bin.js'),
        join(folder, 'db.json'),
        '--port',
        String(JSONS),
      ],
      {
        stdio: 'ignore',
      },
    ),
  )
  await answers(`http://localhost:${JSONS}/feed`)
} catch (error) {
  withJsonServer = false
  process.stderr.write(`json-server could not be had, so it is left out: ${error.message}\n`)
}

function wrk(url, headers) {
  const args = ['-t1', '-c32', `-d${seconds}s`, ...headers.flatMap((header) => ['-H', header]), url]
  const out = execFileSync('wrk', args).toString()
  if (/Non-2xx/.test(out)) throw new Error(`${url}: answered with errors`)
  const failed = /Socket errors: connect (\d+), read (\d+), write (\d+)/.exec(out) // time-outs count against the slow one
  if (failed?.slice(1).some((count) => count !== '0')) throw new Error(`${url}: ${failed[0]}`)
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(out)?.[1])
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
const rows = []
try {
  for (const [index, path] of PAGES.entries()) {
    for (const kind of ['plain', 'br', '304']) {
      const stored = kept.get(`${path} ${kind === '304' ? 'br' : kind}`)
      const encoding = kind === 'plain' ? [] : ['accept-encoding: br']
      const etag = kind === '304' ? [`if-none-match: ${stored.headers.etag}`] : []
      const nginxUrl = `http://127.0.0.1:${NGINX}/${index}-${kind === '304' ? 'br' : kind}`
      const nginxTag = withNginx && kind === '304' ? (await fetch(nginxUrl)).headers.get('etag') : ''
      const runners = {
        ours: () => wrk(`http://127.0.0.1:${OURS}${path}`, [...encoding, ...etag]),
        bare: () => wrk(`http://127.0.0.1:${BARE}${path}`, [...encoding, ...etag]),
        ...(withNginx
          ? { nginx: () => wrk(nginxUrl, kind === '304' ? [`if-none-match: ${nginxTag}`] : []) }
          : {}),
        ...(withJsonServer && path === '/feed.json' && kind === 'plain'
          ? { 'json-server': () => wrk(`http://localhost:${JSONS}/feed`, []) }
          : {}),
      }
      const results = Object.fromEntries(Object.keys(runners).map((name) => [name, []]))
      for (let round = 0; round < rounds; round += 1) {
        for (const [name, run] of Object.entries(runners)) results[name].push(run())
      }
      const rate = Object.fromEntries(Object.entries(results).map(([name, all]) => [name, median(all)]))
      rows.push({
        path,
        kind,
        bytes: kind === '304' ? 0 : stored.body.byteLength,
        'ours/s': Math.round(rate.ours),
        'of bare': (rate.ours / rate.bare).toFixed(2),
        'of nginx': withNginx ? (rate.ours / rate.nginx).toFixed(2) : '-',
        'of json-server': rate['json-server'] ? (rate.ours / rate['json-server']).toFixed(1) : '-',
      })
    }
  }
  console.table(rows)
} finally {
  for (const child of children) child.kill('SIGTERM')
  await wait(500)
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
